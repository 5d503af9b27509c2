import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { JoinRequestRow } from '../../store/tables/invites.ts'
import { isPresent } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { requireInvite, requireInviteRight } from '../invites/access.ts'
import { mayJoinMoreChannels } from '../members/channel-count.ts'
import { dropRequest, forgetRequest } from '../members/forget-request.ts'
import { addMember } from '../members/join.ts'
import { resolveChat, resolveUser, standing, type InputPeer } from '../peers.ts'
import { tellAccount } from '../updates/log.ts'
import { tellOfPending } from './pending.ts'

/**
 * Approves or declines one request to join
 * (https://core.telegram.org/method/messages.hideChatJoinRequest; spec section 5.2).
 *
 * @throws as `resolveChat` and `requireInviteRight`; USER_ID_INVALID
 * @throws INPUT_USER_DEACTIVATED for a deleted account
 * @throws USER_ALREADY_PARTICIPANT where somebody is approved who is in
 * @throws HIDE_REQUESTER_MISSING without a pending request: it never was, or another admin was faster
 * @throws USER_CHANNELS_TOO_MUCH, USERS_TOO_MUCH; the request stays
 */
export async function hideJoinRequest(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  userInput: InputPeer,
  approved: boolean,
): Promise<void> {
  const chat = await resolveChat(u, caller, input)
  await requireInviteRight(u, caller, chat)
  const user = await resolveUser(u, caller, userInput)
  if (user.deleted) throw rpcError('INPUT_USER_DEACTIVATED')
  const request = await u.db.invites.request(chat.id, user.id)
  if (!request) {
    const inside = approved && isPresent(await standing(u, chat, user.id))
    throw rpcError(inside ? 'USER_ALREADY_PARTICIPANT' : 'HIDE_REQUESTER_MISSING')
  }
  if (!approved) {
    await dropRequest(u, chat, user.id, 'declined')
    return
  }
  await letIn(u, chat, request, caller.id)
  await showCaller(u, caller, chat)
}

/**
 * Approves or declines every request to join a chat, or those by one of its links
 * (https://core.telegram.org/method/messages.hideAllChatJoinRequests). Who can't be let in since he is
 * in too many channels keeps his request; where that leaves nobody, the call fails [INF].
 *
 * @param link absent or '' for all
 * @throws as `resolveChat` and `requireInviteRight`, with a link as `requireInvite`
 * @throws HIDE_REQUESTER_MISSING where nobody asks
 * @throws USER_CHANNELS_TOO_MUCH; USERS_TOO_MUCH where not all have room: nobody is let in then
 */
export async function hideAllJoinRequests(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  link: string | undefined,
  approved: boolean,
): Promise<void> {
  const chat = await resolveChat(u, caller, input)
  await requireInviteRight(u, caller, chat)
  const hash = link ? (await requireInvite(u, caller, input, link)).invite.hash : undefined
  const requests = await u.db.invites.requestsIn(chat.id, hash)
  if (requests.length === 0) throw rpcError('HIDE_REQUESTER_MISSING')
  const answered = approved ? await admissible(u, chat, requests) : requests
  for (const request of answered) {
    // Forgotten here and not by joining, so that the admins hear of all of them at once.
    await forgetRequest(u, chat, request.userId, approved ? 'approved' : 'declined')
    if (approved) await letIn(u, chat, request, caller.id)
  }
  await tellOfPending(u, chat)
  if (approved) await showCaller(u, caller, chat)
}

/**
 * Lets a requester in. A link that was deleted since is as none.
 *
 * @throws as `addMember`
 */
export async function letIn(
  u: Unit,
  chat: ChatRow,
  { userId, inviteHash, viaChatlist }: JoinRequestRow,
  approvedBy: number,
): Promise<void> {
  const invite = inviteHash === null ? undefined : await u.db.invites.byHash(inviteHash)
  await addMember(u, chat, userId, {
    kind: 'request',
    ...(invite && { invite }),
    approvedBy,
    viaChatlist: viaChatlist === 1,
  })
}

/** @throws USER_CHANNELS_TOO_MUCH where nobody has room for one more channel */
async function admissible(
  u: Unit,
  chat: ChatRow,
  requests: readonly JoinRequestRow[],
): Promise<readonly JoinRequestRow[]> {
  if (chat.kind === 'group') return requests
  const free: JoinRequestRow[] = []
  for (const request of requests) {
    if (await mayJoinMoreChannels(u, request.userId)) free.push(request)
  }
  if (free.length === 0) throw rpcError('USER_CHANNELS_TOO_MUCH')
  return free
}

/** The admin's answer holds the channel with its new count; a basic group's list is told anyway. */
async function showCaller(u: Unit, caller: Caller, chat: ChatRow): Promise<void> {
  if (chat.kind === 'group') return
  await tellAccount(u, caller.id, { kind: 'channel', channelId: chat.id }, 0)
}
