import { setImmediate } from '../../core/timers.ts'

/** Resolves after the sockets that have something to say were read once. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
