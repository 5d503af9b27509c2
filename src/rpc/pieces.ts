import type { Limits } from '../core/limits.ts'
import type { Listener } from './listeners.ts'
import type { Batch, GoneOn, Told } from './told.ts'

/** What one `updates` tells to sessions of one account that hear the same. */
export interface Piece {
  readonly accountId: number
  readonly listeners: readonly Listener[]
  readonly events: readonly (Told | GoneOn)[]
}

/** Events that one `updates` holds at most. */
const EVENTS_IN_ONE = 100

/**
 * Work of one unit of delivery: objects that are made for a receiver, and sessions that are given bytes. A
 * thousand are some ten milliseconds. Others are served between two such units, so it bounds how long they
 * wait.
 */
const WORK_AT_ONCE = 600

/** An update, and about two accounts or chats that it names. */
const WORK_OF_EVENT = 3
/** A packet of its own, encrypted with the session's key. */
const WORK_OF_SESSION = 4

/** What a batch tells to whom, account by account. */
export function* piecesOf(
  batch: Batch,
  receivers: ReadonlyMap<number, readonly number[]>,
  sessionsOf: (accountId: number) => readonly Listener[],
): Generator<Piece> {
  for (const [accountId, channels] of receivers) {
    const sessions = sessionsOf(accountId)
    const others = sessions.filter((one) => !batch.isCaller(one))
    // All hear the same, but for where they find files.
    for (const listeners of Map.groupBy(others, (one) => one.client.dcId).values()) {
      yield* cut(accountId, listeners, batch.for(accountId, channels))
    }
    for (const one of sessions) {
      if (batch.isCaller(one)) yield* cut(accountId, [one], batch.for(accountId, channels, one))
    }
  }
}

function* cut(
  accountId: number,
  listeners: readonly Listener[],
  events: readonly (Told | GoneOn)[],
): Generator<Piece> {
  for (let at = 0; at < events.length; at += EVENTS_IN_ONE) {
    yield { accountId, listeners, events: events.slice(at, at + EVENTS_IN_ONE) }
  }
}

/** Pieces for one unit each. */
export function* slicesOf(pieces: Iterable<Piece>, limits: Limits): Generator<readonly Piece[]> {
  let slice: Piece[] = []
  let work = 0
  for (const piece of pieces) {
    slice.push(piece)
    work += workOf(piece, limits)
    if (work < WORK_AT_ONCE) continue
    yield slice
    slice = []
    work = 0
  }
  if (slice.length > 0) yield slice
}

function workOf({ events, listeners }: Piece, { basicGroupMembers }: Limits): number {
  let work = listeners.length * WORK_OF_SESSION
  for (const event of events) {
    const isList = event.to === 'account' && event.update.kind === 'chatParticipants'
    // A list names every member of a basic group, each with an account beside it.
    work += isList ? 2 * basicGroupMembers : WORK_OF_EVENT
  }
  return work
}
