import type { BotQueueRow, BotUpdateRow } from '../../store/tables/bot-updates.ts'
import type { Unit } from '../context.ts'
import { openQueue } from './updates-log.ts'
import type { BotUpdate, WrittenUpdate } from './updates.ts'

/**
 * How far in the future an offset may lie. Telegram takes one beyond as a mistake and begins with the
 * oldest update (telegram-bot-api, TQueue).
 */
const FUTURE_MAX = 10

/** An update that a bot has not confirmed, with its id. */
export interface QueuedUpdate {
  readonly id: number
  /** Not yet written down where the bot had never asked for updates when it happened. */
  readonly update: BotUpdate | WrittenUpdate
}

/** How a bot gets its updates; a queue is made at the first question. */
export async function botQueue(u: Unit, botId: number): Promise<BotQueueRow> {
  return (await u.db.botUpdates.queue(botId)) ?? openQueue(u, botId)
}

/**
 * Notes that a bot asked for updates and which kinds it wants from now on.
 *
 * @param allowed as `storedKinds` gives it; undefined leaves the earlier choice
 */
export async function chooseUpdates(
  u: Unit,
  queue: BotQueueRow,
  allowed: string | null | undefined,
): Promise<void> {
  const chosen = allowed === undefined ? queue.allowed : allowed
  if (queue.asked && chosen === queue.allowed) return
  await u.db.botUpdates.updateQueue(queue.botId, { asked: 1, allowed: chosen })
}

/**
 * The id that an offset names: a negative one counts from the end, 0 is the oldest update, and so is
 * one that lies far in the future, which is of another bot, or of a server that was reset since.
 *
 * Source: https://core.telegram.org/bots/api#getupdates
 */
export function firstWanted({ lastId }: BotQueueRow, offset: number): number {
  if (offset < 0) return Math.max(lastId + 1 + offset, 0)
  return offset <= lastId + 1 + FUTURE_MAX ? offset : 0
}

/** The oldest updates from an id on, at most `limit`; those before are confirmed and forgotten. */
export async function takeUpdates(
  u: Unit,
  botId: number,
  from: number,
  limit: number,
): Promise<QueuedUpdate[]> {
  if (from > 0) await u.db.botUpdates.deleteBefore(botId, from)
  return (await u.db.botUpdates.from(botId, from, oldest(u), limit)).map(queued)
}

/** How many updates a bot has not confirmed. */
export function pendingUpdates(u: Unit, botId: number): Promise<number> {
  return u.db.botUpdates.count(botId, oldest(u))
}

/** One update by its id; undefined where it was confirmed, dropped, or is too old. */
export async function queuedUpdate(
  u: Unit,
  botId: number,
  id: number,
): Promise<QueuedUpdate | undefined> {
  const row = await u.db.botUpdates.find(botId, id)
  return row && row.date > oldest(u) ? queued(row) : undefined
}

/** Forgets an update that its bot has taken. */
export async function forgetUpdate(u: Unit, botId: number, id: number): Promise<void> {
  await u.db.botUpdates.delete(botId, id)
}

/** Business time up to which updates are too old to be delivered. */
export function oldest(u: Unit): number {
  return u.now - u.limits.botUpdateSeconds
}

function queued({ id, payload }: BotUpdateRow): QueuedUpdate {
  return { id, update: JSON.parse(payload) as QueuedUpdate['update'] }
}
