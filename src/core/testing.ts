import { createRequire, syncBuiltinESMExports } from 'node:module'
import type timers from 'node:timers'
import { vi } from 'vitest'

const FAKED = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const
const nodeTimers = createRequire(import.meta.url)('node:timers') as typeof timers
const { setTimeout, clearTimeout, setInterval, clearInterval } = nodeTimers
const real = { setTimeout, clearTimeout, setInterval, clearInterval }

/** Fakes the timers that the server uses, which are Node's own; leaves the event loop itself alone. */
export function fakeTimers(): void {
  vi.useFakeTimers({ toFake: [...FAKED] })
  for (const name of FAKED) Object.assign(nodeTimers, { [name]: globalThis[name] })
  syncBuiltinESMExports()
}

/** Ends what `fakeTimers` began. */
export function realTimers(): void {
  vi.useRealTimers()
  Object.assign(nodeTimers, real)
  syncBuiltinESMExports()
}
