import { setTimeout } from 'node:timers/promises'
import type { Domain, Unit } from '../domain/context.ts'
import type { Rest } from '../domain/rest.ts'

/** What an answer that waits may use: its unit of work is over. */
export interface Afterwards {
  readonly domain: Domain
  /** The name of the caller's session as the origin of units. */
  readonly originId: string
  /** Aborts when nobody wants the answer any more. */
  readonly signal: AbortSignal
  /** Resolves when the sessions have been given every update that was committed so far. */
  readonly pushed: () => Promise<void>
  /** Does something in a channel that takes many units and is told when it is over (pushes.ts). */
  readonly together: <T>(channelId: number, work: () => Promise<T>) => Promise<T>
}

/**
 * An answer that waits: for somebody else, such as a bot, or for updates to go out before it. A unit of work waits for nothing but the
 * store, so a method returns this, and the chain finishes it after the unit was committed.
 */
export class Deferred<T> {
  readonly finish: (after: Afterwards) => Promise<T>

  /** @param finish runs in no unit; what it reads and writes it does in units of its own */
  constructor(finish: (after: Afterwards) => Promise<T>) {
    this.finish = finish
  }
}

/**
 * The answer of an act that may take several units: it comes after the last of them, in which it is encoded,
 * and after what the units before have told the caller's session too.
 *
 * @param u the first unit, which this one's answer comes from where nothing is left
 * @param channelId where it goes on, for everybody there to be told once
 */
export async function afterRest<T>(
  u: Unit,
  rest: Rest | undefined,
  answer: (u: Unit) => T | Promise<T>,
  channelId?: number,
): Promise<T | Deferred<T>> {
  if (rest === undefined) return answer(u)
  return new Deferred(async ({ domain, originId, pushed, together }) => {
    const finish = async (): Promise<T> => {
      let next = rest
      for (;;) {
        const some = next
        const done = await domain.unit(async (unit) => {
          const left = await some(unit)
          return left ? { left } : { value: await answer(unit) }
        }, originId)
        if (!done.left) return done.value
        next = done.left
      }
    }
    const value = await (channelId === undefined ? finish() : together(channelId, finish))
    await pushed()
    return value
  })
}

/**
 * Milliseconds between updates and an answer that needs them. TDLib takes in an answer at once and
 * updates a step later, also where they come first in the same packet.
 */
const HEAD_START_MS = 50

/** An answer that names what the caller's own session is told by updates only: it goes out after them. */
export function afterUpdates<T>(answer: T): Deferred<T> {
  return new Deferred(async ({ pushed, signal }) => {
    await pushed()
    // A caller who no longer wants the answer need not wait for it.
    await setTimeout(HEAD_START_MS, undefined, { signal }).catch(() => undefined)
    return answer
  })
}
