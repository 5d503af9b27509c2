import { setImmediate } from 'node:timers'

/** Resolves after the sockets that have something to say were read once. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
