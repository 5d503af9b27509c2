import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import { requireRight } from '../chats/access.ts'
import { hasAdminRight, isPresent } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { resolveChannel, resolveChat, resolveUser, standing, type InputPeer } from '../peers.ts'
import { addMember, addMembers } from './join.ts'
import type { Participant } from './participants.ts'
import { mayPutBack, notMutual, requirePutBack } from './return.ts'

/**
 * Puts a user into a basic group, or callers back into one that they left
 * (https://core.telegram.org/method/messages.addChatUser). Somebody who was removed may be put back.
 *
 * @throws as `requirePutBack` for somebody who left by choice
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
  await requirePutBack(u, caller.id, chat, user, await standing(u, chat, user.id))
  await addMember(u, chat, user.id, { kind: 'added', byId: caller.id })
}

/**
 * Puts users into a channel or supergroup
 * (https://core.telegram.org/method/channels.inviteToChannel). Those who are in already are left alone.
 * A broadcast channel takes people by hand only while it is small; later they come by link.
 *
 * Returns those who were left out because they left by choice; one who is named alone is refused instead
 * [INF: messages.invitedUsers `missing_invitees`, while the method documents the error as well].
 *
 * @param isAlone whether these are all that the caller names, and one
 * @throws CHANNEL_INVALID, CHANNEL_PRIVATE, CHANNEL_MONOFORUM_UNSUPPORTED, CHAT_ADMIN_REQUIRED,
 *   USER_ID_INVALID, USER_KICKED for a banned user unless the caller may lift the ban,
 *   USER_NOT_MUTUAL_CONTACT, USERS_TOO_MUCH, USER_CHANNELS_TOO_MUCH, INPUT_USER_DEACTIVATED, USER_BOT,
 *   BOT_GROUPS_BLOCKED, BOTS_TOO_MUCH
 */
export async function inviteToChannel(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  userInputs: readonly InputPeer[],
  isAlone = userInputs.length === 1,
): Promise<number[]> {
  const chat = await resolveChannel(u, caller, input)
  const own = await requireRight(u, caller, chat, 'inviteUsers', { everybody: 'inviteUsers' })
  const added: number[] = []
  const missing: number[] = []
  for (const { user, member } of await outsiders(u, caller, chat, userInputs)) {
    if (member?.status === 'banned' && !hasAdminRight(own, 'banUsers'))
      throw rpcError('USER_KICKED')
    const list = (await mayPutBack(u, caller.id, user, member)) ? added : missing
    list.push(user.id)
  }
  if (missing.length > 0 && isAlone) throw notMutual(chat)
  if (
    chat.kind === 'channel' &&
    chat.participantsCount + added.length > u.limits.channelMembersByHand
  ) {
    throw rpcError('USERS_TOO_MUCH', { reason: 'a channel of this size is joined by link only' })
  }
  await addMembers(u, chat, added, { kind: 'added', byId: caller.id })
  return missing
}

/** The named users who are not in the chat, each once. */
async function outsiders(
  u: Unit,
  caller: Caller,
  chat: ChatRow,
  inputs: readonly InputPeer[],
): Promise<Participant[]> {
  const users = new Map<number, Participant>()
  for (const input of inputs) {
    const user = await resolveUser(u, caller, input)
    const member = await standing(u, chat, user.id)
    if (!isPresent(member)) users.set(user.id, { user, member })
  }
  return [...users.values()]
}
