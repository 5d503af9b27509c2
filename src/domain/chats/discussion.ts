import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import { logLinkedChat } from '../admin-log/log.ts'
import type { Caller, Unit } from '../context.ts'
import { resolveChannel, type InputPeer } from '../peers.ts'
import { requireRight } from './access.ts'
import { tellChat } from './edit.ts'

/**
 * Links a supergroup to a channel as the place where its posts are discussed, or unlinks it with an
 * empty peer on one side (https://core.telegram.org/method/channels.setDiscussionGroup).
 *
 * @throws BROADCAST_ID_INVALID, MEGAGROUP_ID_INVALID for chats of another kind, LINK_NOT_MODIFIED,
 *   CHAT_ADMIN_REQUIRED, CHANNEL_INVALID, CHANNEL_PRIVATE
 */
export async function setDiscussionGroup(
  u: Unit,
  caller: Caller,
  broadcast: InputPeer,
  group: InputPeer,
): Promise<void> {
  const channel = await editable(u, caller, broadcast)
  const supergroup = await editable(u, caller, group)
  if (channel && channel.kind !== 'channel') throw rpcError('BROADCAST_ID_INVALID')
  if (supergroup && supergroup.kind !== 'supergroup') throw rpcError('MEGAGROUP_ID_INVALID')
  if (!channel && !supergroup) throw rpcError('CHANNEL_INVALID')
  if ((channel?.linkedChatId ?? null) === (supergroup?.id ?? null))
    throw rpcError('LINK_NOT_MODIFIED')
  if (!channel && supergroup?.linkedChatId === null) throw rpcError('LINK_NOT_MODIFIED')
  const chats = [channel, supergroup].filter((one) => one !== undefined)
  const before = chats.map((one) => one.linkedChatId)
  for (const one of chats) await unlink(u, one, caller.id)
  if (channel && supergroup) {
    await link(u, channel, supergroup.id)
    await link(u, supergroup, channel.id)
  }
  for (const [i, one] of chats.entries()) {
    await logLinkedChat(u, one, caller.id, before[i] ?? null)
    await tellChat(u, one)
  }
}

/**
 * Ends a chat's link and that of the chat it was linked to, which hears of it and notes it in its admin
 * log; for the chat itself that is left to the caller of this function.
 */
export async function unlink(u: Unit, chat: ChatRow, actorId: number): Promise<void> {
  if (chat.linkedChatId === null) return
  const other = await u.db.chats.byId(chat.linkedChatId)
  for (const one of other ? [chat, other] : [chat]) {
    // Writing without joining is a matter of discussion groups only.
    await u.db.chats.update(one.id, { linkedChatId: null, joinToSend: 0 })
    one.linkedChatId = null
    one.joinToSend = 0
  }
  if (!other) return
  await logLinkedChat(u, other, actorId, chat.id)
  await tellChat(u, other)
}

async function link(u: Unit, chat: ChatRow, linkedChatId: number): Promise<void> {
  await u.db.chats.update(chat.id, { linkedChatId })
  chat.linkedChatId = linkedChatId
}

async function editable(u: Unit, caller: Caller, input: InputPeer): Promise<ChatRow | undefined> {
  if (input.kind === 'empty') return undefined
  const chat = await resolveChannel(u, caller, input)
  await requireRight(u, caller, chat, 'changeInfo')
  return chat
}
