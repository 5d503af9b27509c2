import { describe, expect, it } from 'vitest'
import { until } from './conformance/harness.ts'
import { Watchdog } from './watchdog.ts'

describe('Watchdog', () => {
  it('expires what is due, and nothing else', async () => {
    const watchdog = new Watchdog(10)
    const expired: string[] = []
    const due = { deadline: 0, expire: () => watch(due, 'due') }
    const later = { deadline: Infinity, expire: () => watch(later, 'later') }
    function watch(watched: typeof due, name: string): void {
      expired.push(name)
      watchdog.unwatch(watched)
    }
    watchdog.watch(due)
    watchdog.watch(later)
    await until(() => expired.length > 0)
    expect(expired).toEqual(['due'])
    expect(watchdog.size).toBe(1)
    later.deadline = 0
    await until(() => watchdog.size === 0)
    expect(expired).toEqual(['due', 'later'])
  })

  it('starts again after everything was unwatched', async () => {
    const watchdog = new Watchdog(10)
    const never = { deadline: Infinity, expire: () => undefined }
    watchdog.watch(never)
    watchdog.unwatch(never)
    watchdog.unwatch(never)
    const due = { deadline: 0, expire: () => watchdog.unwatch(due) }
    watchdog.watch(due)
    await until(() => watchdog.size === 0)
    expect(watchdog.size).toBe(0)
  })
})
