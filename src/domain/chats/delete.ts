import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { Caller, Unit } from '../context.ts'
import { dropRequestsIn } from '../join-requests/drop-all.ts'
import { forgetHistory } from '../members/remove.ts'
import { resolveChannel, resolveChat, type InputPeer } from '../peers.ts'
import { tellBotsOfEnd } from '../updates/bots.ts'
import { requireCreator } from './access.ts'
import { unlink } from './discussion.ts'
import { tellChat } from './edit.ts'
import { closeMonoforum } from './monoforum.ts'
import { releaseUsername } from './username.ts'

/**
 * Deletes a basic group and its messages for everybody in it
 * (https://core.telegram.org/method/messages.deleteChat).
 *
 * @throws CHAT_ID_INVALID, CHAT_ADMIN_REQUIRED for others than the creator
 */
export async function deleteBasicGroup(u: Unit, caller: Caller, chatId: number): Promise<void> {
  const chat = await resolveChat(u, caller, { kind: 'chat', chatId })
  await requireCreator(u, caller, chat, 'CHAT_ID_INVALID')
  await deleteChat(u, chat)
  await tellBotsOfEnd(u, chat, caller.id)
  for (const id of await u.db.members.presentIds(chat.id)) await forgetHistory(u, chat, id)
}

/**
 * Deletes a channel or supergroup for everybody; its public name is free again
 * (https://core.telegram.org/method/channels.deleteChannel).
 *
 * @throws CHANNEL_TOO_LARGE, CHAT_ADMIN_REQUIRED for others than the creator, CHANNEL_PRIVATE
 */
export async function deleteChannel(u: Unit, caller: Caller, input: InputPeer): Promise<void> {
  const chat = await resolveChannel(u, caller, input)
  await requireCreator(u, caller, chat)
  if (chat.participantsCount > u.limits.deletableChannelMembers) throw rpcError('CHANNEL_TOO_LARGE')
  await releaseUsername(u, chat)
  await unlink(u, chat, caller.id)
  await closeMonoforum(u, chat)
  await deleteChat(u, chat)
  await tellBotsOfEnd(u, chat, caller.id)
  const group = chat.migratedFrom === null ? undefined : await u.db.chats.byId(chat.migratedFrom)
  if (!group) return
  await tellBotsOfEnd(u, group, caller.id)
  await u.db.leftovers.add({ kind: 'chat', id: group.id, since: u.now })
}

/** What people wait for ends at once; everything else that only the chat had is swept later. */
async function deleteChat(u: Unit, chat: ChatRow): Promise<void> {
  await dropRequestsIn(u, chat)
  await u.db.chats.update(chat.id, { deleted: 1, photoId: null, requestsPending: 0 })
  await u.db.photos.deleteAllBut(chat.id, 0)
  await u.db.leftovers.add({ kind: 'chat', id: chat.id, since: u.now })
  await tellChat(u, chat)
}
