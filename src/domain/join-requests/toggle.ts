import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import { requireRight } from '../chats/access.ts'
import { tellChat } from '../chats/edit.ts'
import { hasAdminRight } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { INVITE_CHOICES } from '../invites/choices.ts'
import { resolveChannel, resolveUser, type InputPeer } from '../peers.ts'

/** How joining a public group by request is set up. */
export interface JoinRequestOptions {
  readonly enabled: boolean
  /** Which links in force change along with joining directly. */
  readonly applyTo: 'none' | 'primary' | 'all'
  /** The bot that decides first; absent for none. */
  readonly guardBot: InputPeer | undefined
}

/**
 * Sets whether joining a public supergroup needs approval, and by which guard bot
 * (https://core.telegram.org/method/channels.toggleJoinRequest; spec sections 5.3 and 5.4).
 *
 * @throws CHAT_ID_INVALID for a broadcast channel, CHAT_PUBLIC_REQUIRED for a private group
 * @throws BOT_INVALID [INF] for a guard that is no bot, or no admin with the right to invite
 * @throws CHAT_NOT_MODIFIED, CHAT_ADMIN_REQUIRED without the right to ban, CHANNEL_INVALID,
 *   CHANNEL_PRIVATE
 */
export async function toggleJoinRequest(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  options: JoinRequestOptions,
): Promise<void> {
  const chat = await editableGroup(u, caller, input)
  const { enabled, applyTo } = options
  if (enabled && chat.username === null) throw rpcError('CHAT_PUBLIC_REQUIRED')
  const guardBotId = enabled ? await guardFrom(u, caller, chat, options.guardBot) : null
  const joinRequest = enabled ? 1 : 0
  const changedLinks =
    applyTo === 'none'
      ? 0
      : await u.db.invites.setRequestNeeded(chat.id, joinRequest, applyTo === 'primary')
  const same = joinRequest === chat.joinRequest && guardBotId === chat.guardBotId
  if (same && changedLinks === 0) throw rpcError('CHAT_NOT_MODIFIED')
  await u.db.chats.update(chat.id, { joinRequest, guardBotId })
  await tellChat(u, chat)
}

/**
 * Sets whether only members write in a channel's discussion group
 * (https://core.telegram.org/method/channels.toggleJoinToSend).
 *
 * @throws CHAT_ID_INVALID for a broadcast channel
 * @throws DISCUSSION_CHAT_REQUIRED for a group that is not linked to a channel (spec section 5.2)
 * @throws CHAT_NOT_MODIFIED, CHAT_ADMIN_REQUIRED without the right to ban, CHANNEL_INVALID,
 *   CHANNEL_PRIVATE
 */
export async function toggleJoinToSend(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  enabled: boolean,
): Promise<void> {
  const chat = await editableGroup(u, caller, input)
  if (chat.linkedChatId === null) throw rpcError('DISCUSSION_CHAT_REQUIRED')
  const joinToSend = enabled ? 1 : 0
  if (joinToSend === chat.joinToSend) throw rpcError('CHAT_NOT_MODIFIED')
  await u.db.chats.update(chat.id, { joinToSend })
  await tellChat(u, chat)
}

/** The supergroup, if the caller may set how it is joined: td_api asks for can_restrict_members. */
async function editableGroup(u: Unit, caller: Caller, input: InputPeer): Promise<ChatRow> {
  const chat = await resolveChannel(u, caller, input)
  await requireRight(u, caller, chat, 'banUsers')
  if (chat.kind !== 'supergroup') {
    throw rpcError('CHAT_ID_INVALID', { reason: `a ${chat.kind}, where a supergroup is needed` })
  }
  return chat
}

async function guardFrom(
  u: Unit,
  caller: Caller,
  chat: ChatRow,
  input: InputPeer | undefined,
): Promise<number | null> {
  if (input === undefined || input.kind === 'empty') return null
  const user = await resolveUser(u, caller, input)
  const member = await u.db.members.find(chat.id, user.id)
  if (!user.isBot || !hasAdminRight(member, 'inviteUsers')) {
    throw rpcError(INVITE_CHOICES.guardInvalid, { reason: `${user.id} can't guard the chat` })
  }
  return user.id
}
