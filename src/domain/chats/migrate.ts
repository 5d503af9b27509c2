import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { Caller, Unit } from '../context.ts'
import { mayJoinMoreChannels } from '../members/channel-count.ts'
import type { Action } from '../messages/action.ts'
import { resolveChat } from '../peers.ts'
import { tellBotsOfMigration } from '../updates/bots.ts'
import { tellAccount } from '../updates/log.ts'
import { requireCreator } from './access.ts'
import { newChat, nextChatId } from './create.ts'
import { postService } from './service-message.ts'

/**
 * Turns a basic group into a supergroup: members, admins, bans, title, description, photo, default
 * rights, links and join requests move; the basic group stays behind, deactivated
 * (https://core.telegram.org/method/messages.migrateChat,
 * https://core.telegram.org/api/channel#migration). Returns the supergroup.
 *
 * @throws CHAT_ID_INVALID (also when it was migrated before), CHAT_ADMIN_REQUIRED for others than the
 *   creator, CHANNELS_TOO_MUCH
 */
export async function migrateChat(u: Unit, caller: Caller, chatId: number): Promise<ChatRow> {
  const group = await resolveChat(u, caller, { kind: 'chat', chatId })
  await requireCreator(u, caller, group, 'CHAT_ID_INVALID')
  return migrateGroup(u, group, caller.id)
}

/**
 * `migrateChat` without the question who may do it, which its caller has asked. The supergroup is the
 * creator's as the basic group was, so the creator must have room for one more.
 *
 * @throws CHANNELS_TOO_MUCH, or USER_CHANNELS_TOO_MUCH where it is another admin who does it
 */
export async function migrateGroup(u: Unit, group: ChatRow, actorId: number): Promise<ChatRow> {
  const { creatorId } = group
  if (!(await mayJoinMoreChannels(u, creatorId))) {
    throw rpcError(creatorId === actorId ? 'CHANNELS_TOO_MUCH' : 'USER_CHANNELS_TOO_MUCH')
  }
  const supergroup = await supergroupOf(u, group)
  const present = await moveMembers(u, group, supergroup)
  await u.db.invites.moveChat(group.id, supergroup.id)
  await u.db.chats.update(group.id, {
    deleted: 1,
    migratedTo: supergroup.id,
    requestsPending: 0,
    version: group.version + 1,
  })
  for (const id of present) {
    await tellAccount(u, id, { kind: 'channel', channelId: supergroup.id }, 0)
  }
  await tellBotsOfMigration(u, supergroup, actorId)
  const moved: Action = { kind: 'chatMigrateTo', channelId: supergroup.id }
  await postService(u, group, actorId, moved, present)
  const from: Action = { kind: 'channelMigrateFrom', title: group.title, chatId: group.id }
  await postService(u, supergroup, actorId, from)
  return supergroup
}

async function supergroupOf(u: Unit, group: ChatRow): Promise<ChatRow> {
  const id = await nextChatId(u, 'supergroup')
  const supergroup: ChatRow = {
    ...newChat(id, 'supergroup', group.title, group.creatorId, u.now),
    about: group.about,
    defaultBannedRights: group.defaultBannedRights,
    participantsCount: group.participantsCount,
    requestsPending: group.requestsPending,
    photoId: group.photoId,
    migratedFrom: group.id,
  }
  await u.db.chats.insert(supergroup)
  return supergroup
}

/**
 * Copies the standings of members; returns who is in. People who were removed begin anew: a basic group
 * keeps no bans that could be carried over [INF].
 */
async function moveMembers(u: Unit, from: ChatRow, to: ChatRow): Promise<number[]> {
  const everybody = from.participantsCount
  const members = await u.db.members.present(from.id, everybody)
  for (const row of members) await u.db.members.put({ ...row, chatId: to.id })
  return members.map((row) => row.userId)
}
