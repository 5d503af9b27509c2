import { rpcError } from '../../core/rpc-error.ts'
import { clearTimeout, setTimeout } from '../../core/timers.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import { isPresent } from '../chats/rights.ts'
import type { Caller, Domain, Unit } from '../context.ts'
import { requireInviteRight } from '../invites/access.ts'
import { INVITE_CHOICES } from '../invites/choices.ts'
import { dropRequest } from '../members/forget-request.ts'
import { standing } from '../peers.ts'
import type { JoinDecision } from '../updates/update.ts'
import { letIn } from './hide.ts'
import { closeQuery } from './query.ts'

/** A guard bot's answer: what shall become of the request, or a page to be opened first. */
export type GuardAnswer = JoinDecision | { readonly webAppUrl: string }

/**
 * A guard bot decides about a request (https://core.telegram.org/method/bots.setJoinChatResults; spec
 * section 5.4). After a page it decides by the same query, however long the page stays open; as long as
 * the request is pending, since any admin may be faster.
 *
 * @throws QUERY_ID_INVALID for a query that is unknown, another bot's, too old or decided
 * @throws URL_INVALID for a page that is not on the web
 * @throws CHAT_ADMIN_REQUIRED, CHANNEL_PRIVATE for a bot that lost its office; as `addMember`
 */
export async function answerJoinQuery(
  u: Unit,
  caller: Caller,
  queryId: string,
  answer: GuardAnswer,
): Promise<void> {
  const query = await u.db.joinQueries.byId(queryId)
  const request = query && (await u.db.invites.request(query.chatId, query.userId))
  const chat = query && (await u.db.chats.byId(query.chatId))
  if (!request || !chat || query.botId !== caller.id) throw rpcError(INVITE_CHOICES.queryInvalid)
  await requireInviteRight(u, caller, chat)
  switch (answer) {
    case 'approved':
      return letIn(u, chat, request, caller.id)
    case 'declined':
      await dropRequest(u, chat, request.userId, 'declined')
      return
    case 'queued':
      return closeQuery(u, chat, request.userId, 'queued')
    default:
      checkUrl(answer.webAppUrl)
      await u.db.joinQueries.setWebApp(queryId, answer.webAppUrl)
      u.events.push({ to: 'joinQuery', queryId })
  }
}

/**
 * Waits until a guard bot's query is answered, at most `joinGuardSeconds` of wall time: the bot is a
 * program out there, whatever the business clock does. Runs outside of any unit; what came of the query
 * is then for `guardedJoin`.
 *
 * @param signal ends the wait when nobody wants its outcome any more
 * @throws JOIN_GUARD_TIMEOUT where the wait was ended; the query stays open then
 */
export async function waitForGuard(
  domain: Domain,
  queryId: string,
  signal: AbortSignal,
): Promise<void> {
  const { promise: over, resolve: end } = Promise.withResolvers<undefined>()
  const stop = (): void => {
    end(undefined)
  }
  const timer = setTimeout(stop, domain.limits.joinGuardSeconds * 1000)
  const unlisten = domain.listen(({ events }) => {
    if (events.some((event) => event.to === 'joinQuery' && event.queryId === queryId)) stop()
  })
  signal.addEventListener('abort', stop)
  try {
    // It may have been answered before the listener was there.
    if (!signal.aborted && (await domain.unit((u) => isOpen(u, queryId)))) await over
  } finally {
    clearTimeout(timer)
    unlisten()
    signal.removeEventListener('abort', stop)
  }
  if (signal.aborted) throw rpcError('JOIN_GUARD_TIMEOUT', { reason: 'nobody waits any more' })
}

/** What a guarded attempt to join came to, if it was not refused. */
export type GuardedJoin =
  | { readonly kind: 'joined'; readonly chat: ChatRow }
  /** The requester shall open a page of the bot first. */
  | { readonly kind: 'webApp'; readonly botId: number; readonly queryId: string }

/**
 * What came of a request about which the guard bot was asked, after `waitForGuard`. An answer by an
 * admin counts as well. A bot that said nothing has lost its turn; the request stays pending.
 *
 * @throws INVITE_REQUEST_DECLINED, INVITE_REQUEST_SENT where admins shall decide
 * @throws JOIN_GUARD_TIMEOUT where the bot said nothing; the unit is kept
 */
export async function guardedJoin(
  u: Unit,
  caller: Caller,
  { id }: ChatRow,
  queryId: string,
): Promise<GuardedJoin> {
  const chat = await u.db.chats.byId(id)
  if (!chat) throw rpcError('CHANNEL_PRIVATE')
  if (isPresent(await standing(u, chat, caller.id))) return { kind: 'joined', chat }
  if (!(await u.db.invites.request(id, caller.id))) throw rpcError('INVITE_REQUEST_DECLINED')
  const query = await u.db.joinQueries.byId(queryId)
  if (!query) throw rpcError('INVITE_REQUEST_SENT')
  if (query.webAppUrl !== null) return { kind: 'webApp', botId: query.botId, queryId }
  await u.db.joinQueries.delete(queryId)
  u.events.push({ to: 'joinQuery', queryId })
  throw rpcError('JOIN_GUARD_TIMEOUT', { keepsUnit: true, reason: `bot ${query.botId} is silent` })
}

async function isOpen(u: Unit, queryId: string): Promise<boolean> {
  const query = await u.db.joinQueries.byId(queryId)
  return query !== undefined && query.webAppUrl === null
}

/** Mini Apps are web pages; without TLS too, as in Telegram's test environment. */
function checkUrl(url: string): void {
  const { protocol } = URL.parse(url) ?? {}
  if (protocol !== 'https:' && protocol !== 'http:') throw rpcError('URL_INVALID')
}
