import { createClock, type StoredClock } from '../core/clock.ts'
import type { Logger } from '../core/logger.ts'
import type { Store } from '../store/store.ts'

const OFFSET = 'clock-offset'

/**
 * A clock whose distance from wall time is kept over restarts, so that expired links stay expired.
 * It moves at once and is stored soon after.
 */
export async function createStoredClock(store: Store, log: Logger): Promise<StoredClock> {
  const offset = Number((await store.unit((db) => db.meta.get(OFFSET))) ?? 0)
  let storing = Promise.resolve()
  const clock = createClock(offset, (changed) => {
    storing = store.unit((db) => db.meta.set(OFFSET, String(changed)))
    storing.catch((error: unknown) => {
      log.error({ err: error }, 'the clock moved, but will not have moved after a restart')
    })
  })
  return { ...clock, stored: () => storing }
}
