import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { UserRow } from '../../store/tables/users.ts'
import { requireRight } from '../chats/access.ts'
import { hasAdminRight, isPresent } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { resolveChannel, resolveChat, resolveUser, standing, type InputPeer } from '../peers.ts'
import { addMember, addMembers } from './join.ts'

/**
 * Puts a user into a basic group, or the caller himself back into one that he left
 * (https://core.telegram.org/method/messages.addChatUser). Somebody who was removed may be put back.
 *
 * @throws CHAT_ID_INVALID, CHAT_WRITE_FORBIDDEN, CHAT_ADMIN_REQUIRED, USER_ID_INVALID,
 *   USER_ALREADY_PARTICIPANT, USERS_TOO_MUCH, INPUT_USER_DEACTIVATED, BOT_GROUPS_BLOCKED, BOTS_TOO_MUCH
 */
export async function addChatUser(
  u: Unit,
  caller: Caller,
  chatId: number,
  userInput: InputPeer,
): Promise<void> {
  const chat = await resolveChat(u, caller, { kind: 'chat', chatId })
  const user = await resolveUser(u, caller, userInput)
  const own = await standing(u, chat, caller.id)
  const returns = user.id === caller.id && own?.status === 'left' && !chat.deleted
  if (!returns) await requireRight(u, caller, chat, 'inviteUsers', { everybody: 'inviteUsers' })
  await addMember(u, chat, user.id, { kind: 'added', byId: caller.id })
}

/**
 * Puts users into a channel or supergroup
 * (https://core.telegram.org/method/channels.inviteToChannel). Those who are in already are left alone.
 * A broadcast channel takes people by hand only while it is small; later they come by link.
 *
 * @throws CHANNEL_INVALID, CHANNEL_PRIVATE, CHANNEL_MONOFORUM_UNSUPPORTED, CHAT_ADMIN_REQUIRED,
 *   USER_ID_INVALID, USER_KICKED for a banned user unless the caller may lift the ban,
 *   USERS_TOO_MUCH, USER_CHANNELS_TOO_MUCH, INPUT_USER_DEACTIVATED, USER_BOT, BOT_GROUPS_BLOCKED,
 *   BOTS_TOO_MUCH
 */
export async function inviteToChannel(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  userInputs: readonly InputPeer[],
): Promise<void> {
  const chat = await resolveChannel(u, caller, input)
  const own = await requireRight(u, caller, chat, 'inviteUsers', { everybody: 'inviteUsers' })
  const users = await outsiders(u, caller, chat, userInputs)
  for (const user of users) {
    const old = await standing(u, chat, user.id)
    if (old?.status === 'banned' && !hasAdminRight(own, 'banUsers')) throw rpcError('USER_KICKED')
  }
  if (
    chat.kind === 'channel' &&
    chat.participantsCount + users.length > u.limits.channelMembersByHand
  ) {
    throw rpcError('USERS_TOO_MUCH', { reason: 'a channel of this size is joined by link only' })
  }
  const ids = users.map((user) => user.id)
  await addMembers(u, chat, ids, { kind: 'added', byId: caller.id })
}

/** The named users who are not in the chat, each once. */
async function outsiders(
  u: Unit,
  caller: Caller,
  chat: ChatRow,
  inputs: readonly InputPeer[],
): Promise<UserRow[]> {
  const users = new Map<number, UserRow>()
  for (const input of inputs) {
    const user = await resolveUser(u, caller, input)
    if (!isPresent(await standing(u, chat, user.id))) users.set(user.id, user)
  }
  return [...users.values()]
}
