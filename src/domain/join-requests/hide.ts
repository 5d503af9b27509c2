import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { JoinRequestRow } from '../../store/tables/invites.ts'
import { isPresent } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { requireInvite, requireInviteRight } from '../invites/access.ts'
import { mayJoinMoreChannels } from '../members/channel-count.ts'
import { dropRequest, forgetRequest } from '../members/forget-request.ts'
import { addMember, placesOf } from '../members/join.ts'
import { resolveChat, resolveUser, standing, type InputPeer } from '../peers.ts'
import type { Rest } from '../rest.ts'
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

/** Requests that one unit of work answers at most, each some forty statements. */
const ANSWERED_AT_ONCE = 16

/** Events after which a unit answers no more: a basic group tells each of its members of each who comes. */
const EVENTS_AT_ONCE = 256

/** All the requests that one call answers. */
interface Answering {
  readonly caller: Caller
  readonly chatId: number
  /** By which link; undefined for all. */
  readonly inviteId: number | undefined
  readonly approved: boolean
  /** When the call came: who asks later is not meant. */
  readonly until: number
}

/**
 * Approves or declines every request to join a chat, or those by one of its links
 * (https://core.telegram.org/method/messages.hideAllChatJoinRequests). Who can't be let in for being in too
 * many channels keeps the request; where that leaves nobody, the call fails [INF].
 *
 * Few are answered at once. Many are answered in several units, each request as if it had been answered
 * alone; that all have room is looked at before the first.
 *
 * @param link absent or '' for all
 * @returns what is left to do
 * @throws as `resolveChat` and `requireInviteRight`, with a link as `requireInvite`
 * @throws HIDE_REQUESTER_MISSING where nobody asks
 * @throws USER_CHANNELS_TOO_MUCH; USERS_TOO_MUCH where not all have room: nobody is let in then, unless
 *   others took the places while many were let in
 */
export async function hideAllJoinRequests(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  link: string | undefined,
  approved: boolean,
): Promise<Rest | undefined> {
  const chat = await resolveChat(u, caller, input)
  await requireInviteRight(u, caller, chat)
  const invite = link ? (await requireInvite(u, caller, input, link)).invite : undefined
  const inviteId = invite?.id
  const all: Answering = { caller, chatId: chat.id, inviteId, approved, until: u.now }
  const limit = ANSWERED_AT_ONCE + 1
  const first = await u.db.invites.requestsIn({ ...all, after: undefined, limit })
  if (first.length === 0) throw rpcError('HIDE_REQUESTER_MISSING')
  if (first.length < limit) return answerSome(u, all, undefined, 0)
  const count = invite?.requested ?? chat.requestsPending
  if (approved && chat.participantsCount + count > placesOf(u, chat)) {
    throw rpcError('USERS_TOO_MUCH')
  }
  return (unit) => answerSome(unit, all, undefined, 0)
}

/**
 * Answers some of the requests.
 *
 * @param after the last request that was looked at
 * @param done how many were answered so far
 * @returns what is left to do
 */
async function answerSome(
  u: Unit,
  all: Answering,
  after: JoinRequestRow | undefined,
  done: number,
): Promise<Rest | undefined> {
  const { caller, chatId, approved, until } = all
  const chat = await u.db.chats.byId(chatId)
  if (!chat) throw rpcError('CHANNEL_PRIVATE')
  // It may have been taken from the caller meanwhile.
  await requireInviteRight(u, caller, chat)
  const requests = await u.db.invites.requestsIn({ ...all, after, limit: ANSWERED_AT_ONCE + 1 })
  let last = after
  let answered = done
  for (const request of requests.slice(0, ANSWERED_AT_ONCE)) {
    if (request.date > until || u.events.length >= EVENTS_AT_ONCE) break
    last = request
    if (approved && !(await hasRoomFor(u, chat, request.userId))) continue
    // Forgotten here and not by joining, so that the admins hear of all of them at once.
    await forgetRequest(u, chat, request.userId, approved ? 'approved' : 'declined')
    if (approved) await letIn(u, chat, request, caller.id)
    answered++
  }
  if (answered > done) await tellOfPending(u, chat)
  const isOver = last === after || last === requests.at(-1)
  if (!isOver) return (unit) => answerSome(unit, all, last, answered)
  if (last === undefined) throw rpcError('HIDE_REQUESTER_MISSING', { reason: 'others were faster' })
  if (answered === 0) throw rpcError('USER_CHANNELS_TOO_MUCH')
  if (approved) await showCaller(u, caller, chat)
  return undefined
}

/**
 * Lets a requester in. A link that was deleted since is as none.
 *
 * @throws as `addMember`
 */
export async function letIn(
  u: Unit,
  chat: ChatRow,
  { userId, inviteId, viaChatlist }: JoinRequestRow,
  approvedBy: number,
): Promise<void> {
  const invite = inviteId === null ? undefined : await u.db.invites.byId(inviteId)
  await addMember(u, chat, userId, {
    kind: 'request',
    ...(invite && { invite }),
    approvedBy,
    viaChatlist: viaChatlist === 1,
  })
}

/** Whether somebody may be in one channel more. */
async function hasRoomFor(u: Unit, chat: ChatRow, userId: number): Promise<boolean> {
  return chat.kind === 'group' || mayJoinMoreChannels(u, userId)
}

/** The admin's answer holds the channel with its new count; a basic group's list is told anyway. */
async function showCaller(u: Unit, caller: Caller, chat: ChatRow): Promise<void> {
  if (chat.kind === 'group') return
  await tellAccount(u, caller.id, { kind: 'channel', channelId: chat.id }, 0)
}
