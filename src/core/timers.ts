import { runInNewContext } from 'node:vm'

/**
 * Node's own timers. A server in the process of a test must go on while the test has put others in the
 * place of the global ones (`vi.useFakeTimers()`), so that nothing here uses the globals; ESLint sees to it.
 */
export { performance } from 'node:perf_hooks'
export { nextTick } from 'node:process'
export {
  clearImmediate,
  clearInterval,
  clearTimeout,
  setImmediate,
  setInterval,
  setTimeout,
} from 'node:timers'

/** `Date.now` of a realm in which nobody puts another Date in its place. */
const realNow = runInNewContext('Date.now') as () => number

/** Wall time in milliseconds, also where a test has moved `Date`. */
export function wallNow(): number {
  return realNow()
}
