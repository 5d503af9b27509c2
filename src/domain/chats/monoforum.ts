import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { Caller, Unit } from '../context.ts'
import { resolveChannel, standing, type InputPeer } from '../peers.ts'
import { tellAccount } from '../updates/log.ts'
import { requireCreator } from './access.ts'
import { newChat, newMember, nextChatId } from './create.ts'
import { tellChat } from './edit.ts'
import { hasAdminRight, isPresent } from './rights.ts'

/**
 * Switches a channel's direct messages on or off: a chat of its own, the monoforum, whose admins are
 * those of the channel who may manage direct messages
 * (https://core.telegram.org/method/channels.updatePaidMessagesPrice with broadcast_messages_allowed,
 * https://core.telegram.org/api/monoforum). localgram carries no paid messages, so the price is 0.
 *
 * @throws STARS_AMOUNT_INVALID for a price, CHANNEL_INVALID where the chat is no channel,
 *   CHAT_NOT_MODIFIED, CHAT_ADMIN_REQUIRED for others than the creator, CHANNEL_PRIVATE,
 *   USER_RESTRICTED where the creator has made `chatsPerCreator` chats
 */
export async function setDirectMessages(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  allowed: boolean,
  stars: number | bigint,
): Promise<void> {
  const chat = await resolveChannel(u, caller, input)
  await requireCreator(u, caller, chat)
  if (BigInt(stars) !== 0n) throw rpcError('STARS_AMOUNT_INVALID')
  if (allowed && chat.kind !== 'channel') throw rpcError('CHANNEL_INVALID')
  if (allowed === (chat.monoforumId !== null)) throw rpcError('CHAT_NOT_MODIFIED')
  if (allowed) await openMonoforum(u, chat)
  else await closeMonoforum(u, chat)
  await tellChat(u, chat)
}

async function openMonoforum(u: Unit, chat: ChatRow): Promise<void> {
  const id = await nextChatId(u, 'monoforum')
  const monoforum = newChat(id, 'monoforum', chat.title, chat.creatorId, u.now)
  monoforum.monoforumOf = chat.id
  // Switched off, a monoforum is gone, and the next one is another chat: their number has a bound too.
  if (!(await u.db.chats.insertBelow(monoforum, u.limits.chatsPerCreator))) {
    throw rpcError('USER_RESTRICTED', { reason: `${chat.creatorId} has made too many chats` })
  }
  await u.db.chats.update(chat.id, { monoforumId: id })
  chat.monoforumId = id
  const admins = await u.db.members.withStatus(
    chat.id,
    ['creator', 'admin'],
    u.limits.adminsPerChat + 1,
  )
  for (const { userId } of admins) await syncMonoforumAdmin(u, chat, userId)
}

/** Shuts the monoforum of a channel, where there is one: it is gone for everybody. */
export async function closeMonoforum(u: Unit, chat: ChatRow): Promise<void> {
  const { monoforumId } = chat
  if (monoforumId === null) return
  await u.db.chats.update(chat.id, { monoforumId: null })
  chat.monoforumId = null
  await u.db.chats.update(monoforumId, { deleted: 1 })
  await u.db.leftovers.add({ kind: 'chat', id: monoforumId, since: u.now })
  const monoforum = await u.db.chats.byId(monoforumId)
  if (monoforum) await tellChat(u, monoforum)
}

/** Makes an account's standing in a channel's monoforum follow its standing in the channel. */
export async function syncMonoforumAdmin(u: Unit, chat: ChatRow, userId: number): Promise<void> {
  if (chat.monoforumId === null) return
  const monoforum = await u.db.chats.byId(chat.monoforumId)
  if (!monoforum) return
  const member = await standing(u, chat, userId)
  const inside = isPresent(await standing(u, monoforum, userId))
  if (member && hasAdminRight(member, 'manageDirectMessages')) {
    const { status, adminRights, promotedBy } = member
    const row = { ...newMember(monoforum.id, userId, status, u.now), adminRights, promotedBy }
    await u.db.members.put(row)
    if (!inside) await u.db.chats.takePlaces(monoforum.id, 1, u.limits.adminsPerChat + 1)
  } else if (inside) {
    await u.db.members.update(monoforum.id, userId, { status: 'left', adminRights: 0 })
    await u.db.chats.freePlace(monoforum.id)
  } else {
    return
  }
  await tellAccount(u, userId, { kind: 'channel', channelId: monoforum.id }, 0)
}
