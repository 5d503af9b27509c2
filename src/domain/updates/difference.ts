import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import { requireVisible } from '../chats/access.ts'
import type { Caller, Unit } from '../context.ts'
import { EVERY_MESSAGE, hiddenUpTo } from '../messages/history.ts'
import { mayHear } from './audience.ts'
import { eventOf } from './log.ts'
import type { LoggedEvent } from './update.ts'

/** Where an account's sequences stand. */
export interface BoxState {
  readonly pts: number
  readonly qts: number
  /** Business time, unix seconds: what lies outside the sequences is replayed from here on. */
  readonly date: number
}

/** The point from which a client asks for the difference. */
export interface Since extends BoxState {
  /** Most updates of one answer; the server's own bound holds beside it. */
  readonly limit?: number | undefined
  /** The client does not want more than this many pts at all. */
  readonly totalLimit?: number | undefined
}

/** A channel in which something happened that the client must ask for by itself. */
export interface StaleChannel {
  readonly channelId: number
  readonly pts: number
}

/** What an account has missed. */
export type Difference =
  | { readonly kind: 'empty'; readonly state: BoxState }
  /** The log does not reach back so far, or the client does not want so much. */
  | { readonly kind: 'tooLong'; readonly pts: number }
  | {
      readonly kind: 'updates'
      /** False for a slice: the client asks again from `state`. */
      readonly final: boolean
      readonly events: readonly LoggedEvent[]
      readonly stale: readonly StaleChannel[]
      readonly state: BoxState
    }

/** What a client has missed in a channel. */
export type ChannelDifference =
  | { readonly kind: 'empty'; readonly pts: number }
  | { readonly kind: 'tooLong' }
  | {
      readonly kind: 'updates'
      readonly final: boolean
      readonly events: readonly LoggedEvent[]
      readonly pts: number
    }

/** Most pts that a user, and a bot, may have missed in a channel (updates.getChannelDifference, `limit`). */
const CHANNEL_LIMIT = { user: 100, bot: 100_000 }

/** The account's state now (https://core.telegram.org/method/updates.getState). */
export async function boxState(u: Unit, accountId: number): Promise<BoxState> {
  const user = await u.db.users.byId(accountId)
  if (!user) throw new Error(`no account ${accountId}`)
  return { pts: user.pts, qts: user.qts, date: u.now }
}

/**
 * What an account has missed since a point: its own box and, for bots, the qts queue in the order in
 * which it was pushed; then what lies outside every sequence in its channels, and the channels whose
 * own sequence has gone on.
 *
 * `tooLong` speaks of the pts alone. A bot whose qts lies before the log gets what is still there and
 * goes on from it: updates.differenceTooLong has no qts, and TDLib would ask again with the same one
 * for ever.
 *
 * @throws PERSISTENT_TIMESTAMP_EMPTY, PERSISTENT_TIMESTAMP_INVALID (a pts that is yet to come), DATE_EMPTY
 * Source: https://core.telegram.org/method/updates.getDifference
 */
export async function difference(u: Unit, caller: Caller, since: Since): Promise<Difference> {
  const now = await boxState(u, caller.id)
  checkPts(since.pts, now.pts)
  if (since.date <= 0) throw rpcError('DATE_EMPTY')
  const { totalLimit } = since
  if (totalLimit !== undefined && totalLimit > 0 && since.pts + totalLimit < now.pts) {
    return { kind: 'tooLong', pts: now.pts }
  }
  if (await isTrimmed(u, 'account', caller.id, since.pts, now.pts)) {
    return { kind: 'tooLong', pts: now.pts }
  }
  const most = u.limits.differenceSize
  const limit = since.limit !== undefined && since.limit > 0 ? Math.min(since.limit, most) : most
  const own = await ownPage(u, caller.id, since, limit)
  // Clients that know nothing of qts send -1 or 0; only bots have such a queue.
  const fromQts = Math.min(Math.max(since.qts, 0), now.qts)
  const rows = caller.isBot ? await u.db.updates.after('bot', caller.id, fromQts, 0, limit + 1) : []
  const bot = rows.slice(0, limit).map(eventOf)
  const final = own.next === undefined && rows.length <= limit
  const until = own.next?.date ?? Number.MAX_SAFE_INTEGER
  const { outside, stale } = await inChannels(u, caller, since.date, until, limit)
  const events = [...own.events, ...bot, ...outside]
  if (final) {
    if (events.length === 0 && stale.length === 0) return { kind: 'empty', state: now }
    return { kind: 'updates', final, events, stale, state: now }
  }
  const { pts, date } = own.next ?? now
  const state = { pts, date, qts: bot.at(-1)?.pts ?? fromQts }
  return { kind: 'updates', final, events, stale, state }
}

/**
 * What a client has missed in a channel since a point of the channel's own sequence. `tooLong` where
 * that is more than `limit`, as Telegram answers
 * (https://core.telegram.org/constructor/updates.channelDifferenceTooLong), or more than the log holds.
 *
 * @param limit most pts that the client wants; 0 is the most that it may want
 * @throws CHANNEL_PRIVATE, PERSISTENT_TIMESTAMP_EMPTY, PERSISTENT_TIMESTAMP_INVALID
 * Source: https://core.telegram.org/method/updates.getChannelDifference
 */
export async function channelDifference(
  u: Unit,
  caller: Caller,
  chat: ChatRow,
  pts: number,
  limit: number,
): Promise<ChannelDifference> {
  await requireVisible(u, caller, chat)
  checkPts(pts, chat.pts)
  const hidden = await hiddenUpTo(u, caller.id, chat)
  if (pts === chat.pts || hidden === EVERY_MESSAGE) return { kind: 'empty', pts: chat.pts }
  const most = caller.isBot ? CHANNEL_LIMIT.bot : CHANNEL_LIMIT.user
  const wanted = limit > 0 ? Math.min(limit, most) : most
  if (pts + wanted < chat.pts) return { kind: 'tooLong' }
  if (await isTrimmed(u, 'channel', chat.id, pts, chat.pts)) return { kind: 'tooLong' }
  // Nothing outside the sequence at this very pts: it carries no date by which it could be new.
  const date = Number.MAX_SAFE_INTEGER
  const size = u.limits.differenceSize
  const rows = await u.db.updates.after('channel', chat.id, pts, date, size + 1)
  const page = rows.slice(0, size)
  const final = rows.length <= size
  const events: LoggedEvent[] = []
  for (const event of page.map(eventOf)) {
    const { update } = event
    const speaksOf = update.kind === 'newMessage' || update.kind === 'editMessage' ? update.id : 0
    if (speaksOf !== 0 && speaksOf <= hidden) continue
    if (await mayHear(u, caller, event)) events.push(event)
  }
  return { kind: 'updates', final, events, pts: final ? chat.pts : (page.at(-1)?.pts ?? pts) }
}

function checkPts(pts: number, newest: number): void {
  if (pts === 0) throw rpcError('PERSISTENT_TIMESTAMP_EMPTY')
  if (pts < 0 || pts > newest) {
    throw rpcError('PERSISTENT_TIMESTAMP_INVALID', { reason: `${pts} is not in 1..${newest}` })
  }
}

/** Whether updates after `pts` are no longer in the log. */
async function isTrimmed(
  u: Unit,
  box: 'account' | 'channel',
  boxId: number,
  pts: number,
  newest: number,
): Promise<boolean> {
  if (pts === newest) return false
  const oldest = await u.db.updates.oldest(box, boxId)
  return oldest === undefined || oldest.pts - oldest.ptsCount > pts
}

/**
 * One page of an account's own updates; `next` is where the page after it begins, if there is one.
 * Updates outside the sequence have only a date: all of one second and one pts stay in one page, and
 * the next one begins a second later, so that nothing is told twice and none is left out.
 */
async function ownPage(
  u: Unit,
  accountId: number,
  since: Since,
  limit: number,
): Promise<{ events: LoggedEvent[]; next: { pts: number; date: number } | undefined }> {
  const { pts, date } = since
  let size = limit
  for (;;) {
    const rows = await u.db.updates.after('account', accountId, pts, date, size + 1)
    if (rows.length <= size) return { events: rows.map(eventOf), next: undefined }
    const cut = endOfMoment(rows)
    const last = rows[cut - 1]
    if (last !== undefined) {
      const next = { pts: last.pts, date: last.ptsCount > 0 ? last.date : last.date + 1 }
      return { events: rows.slice(0, cut).map(eventOf), next }
    }
    size *= 2
  }
}

interface Moment {
  readonly pts: number
  readonly ptsCount: number
  readonly date: number
}

/** How many rows can be told without cutting a moment in two; the last row is known not to fit. */
function endOfMoment(rows: readonly Moment[]): number {
  const together = (a: Moment | undefined, b: Moment | undefined): boolean =>
    a !== undefined &&
    b !== undefined &&
    a.ptsCount === 0 &&
    b.ptsCount === 0 &&
    a.pts === b.pts &&
    a.date === b.date
  let cut = rows.length - 1
  while (cut > 0 && together(rows[cut - 1], rows[cut])) cut--
  return cut
}

/** What happened from one time to another in the account's channels, outside their sequences and in them. */
async function inChannels(
  u: Unit,
  caller: Caller,
  from: number,
  until: number,
  limit: number,
): Promise<{ outside: LoggedEvent[]; stale: StaleChannel[] }> {
  const outside: LoggedEvent[] = []
  const stale: StaleChannel[] = []
  const channels = await u.db.audience.channelsSince(caller.id, from)
  for (const { id, pts, deleted, sequencedAt } of channels) {
    // Of a channel that is gone there is nothing more to ask.
    if (!deleted && sequencedAt !== null && sequencedAt >= from && sequencedAt < until) {
      stale.push({ channelId: id, pts })
    }
    const told = new Set<string>()
    for (const row of await u.db.updates.outside('channel', id, from, until, limit)) {
      // They say "look again" and no more: the newest of each kind is enough.
      if (told.has(row.payload)) continue
      told.add(row.payload)
      outside.push(eventOf(row))
    }
  }
  return { outside, stale }
}
