import { createClock, type MovableClock } from '../core/clock.ts'
import type { Logger } from '../core/logger.ts'
import type { Store } from '../store/store.ts'

const OFFSET = 'clock-offset'

/**
 * A clock whose distance from wall time is kept over restarts, so that expired links stay expired.
 * It moves at once and is stored soon after.
 */
export async function createStoredClock(store: Store, log: Logger): Promise<MovableClock> {
  const offset = Number((await store.unit((db) => db.meta.get(OFFSET))) ?? 0)
  return createClock(offset, (changed) => {
    store
      .unit((db) => db.meta.set(OFFSET, String(changed)))
      .catch((error: unknown) => {
        log.error({ err: error }, 'the clock moved, but will not have moved after a restart')
      })
  })
}
