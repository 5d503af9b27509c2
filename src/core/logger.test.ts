import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLogger } from './logger.ts'
import { StorageError } from './storage-error.ts'
import { fakeTimers, realTimers } from './testing.ts'

function logged(log: (logger: ReturnType<typeof createLogger>) => void): string {
  let text = ''
  log(createLogger('trace', { write: (line) => (text += line) }))
  return text
}

it.each([
  [{ token: 'hunter2' }],
  [{ request: { password: 'hunter2', method: 'x' } }],
  [{ call: { query: { phoneCode: 'hunter2' } } }],
  [{ session: 'hunter2' }],
  [{ headers: { authorization: 'Bearer hunter2' } }],
])('leaves secrets out of %j', (fields) => {
  const line = logged((log) => log.info(fields, 'said'))
  expect(line).toContain('said')
  expect(line).not.toContain('hunter2')
})

it('leaves nothing out that is no secret, and writes one JSON object a line', () => {
  const line = logged((log) =>
    log.warn({ method: 'messages.sendMessage', sessionId: '1f' }, 'said'),
  )
  expect(JSON.parse(line)).toMatchObject({ method: 'messages.sendMessage', sessionId: '1f' })
  expect(line.endsWith('}\n')).toBe(true)
})

it('says nothing below its level', () => {
  let lines = 0
  const quiet = createLogger('warn', { write: () => lines++ })
  quiet.info('not said')
  expect(lines).toBe(0)
})

describe('what fails because of the disk', () => {
  beforeEach(fakeTimers)
  afterEach(realTimers)

  it('is one line that names the disk, with no stack, and then a count', () => {
    const lines: Record<string, unknown>[] = []
    const write = (line: string): void => {
      lines.push(JSON.parse(line) as Record<string, unknown>)
    }
    const log = createLogger('warn', { write })
    const fail = (times: number): void => {
      for (let i = 0; i < times; i++) {
        const err = new StorageError('DISK_FULL', '/data/localgram.db')
        log.error({ err, method: `m${i}` }, 'a call failed by a bug')
      }
    }
    fail(100)
    expect(lines).toMatchObject([{ level: 50, code: 'DISK_FULL' }])
    expect(lines[0]?.msg).toMatch(/^the disk of \/data\/localgram.db is full/)
    expect(JSON.stringify(lines)).not.toMatch(/stack|bug/)
    vi.advanceTimersByTime(10_000)
    expect(lines.slice(1)).toMatchObject([{ code: 'DISK_FULL', refused: 99 }])
    vi.advanceTimersByTime(60_000)
    expect(lines).toHaveLength(2)
    fail(1)
    expect(lines).toHaveLength(3)
    expect(lines[2]).not.toHaveProperty('refused')
  })
})
