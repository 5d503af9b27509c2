import type { Unit } from './context.ts'

/**
 * What is left of an act that is too large for one unit of work, since all others wait while a unit runs.
 * It goes on in units of its own, one after another, and the act is answered after the last. Only acts are
 * cut up whose every part leaves a state that calls might have led to, so that a crash in between, an error,
 * or somebody else's call does no harm. Each part asks anew whether the caller may: the right to it may have
 * been taken from them, or the chat deleted, since the part before.
 */
export type Rest = (u: Unit) => Promise<Rest | undefined>

/**
 * Does something with the items of a list, so many in each unit.
 *
 * @param work is given some of them, in order
 */
export function inParts<T>(
  items: readonly T[],
  size: number,
  work: (u: Unit, some: readonly T[]) => Promise<unknown>,
): Rest {
  return async (u) => {
    await work(u, items.slice(0, size))
    const left = items.slice(size)
    return left.length > 0 ? inParts(left, size, work) : undefined
  }
}
