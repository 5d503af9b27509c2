import { expect, it } from 'vitest'
import { createLogger, type LogLevel } from './logger.ts'
import { noticesAloud } from './notices.ts'

function told(level: LogLevel, logIsSeen: boolean): { logged: string[]; written: string[] } {
  const logged: string[] = []
  const written: string[] = []
  const log = createLogger(level, { write: (line) => void logged.push(line) })
  const notices = noticesAloud(log, logIsSeen, (line) => void written.push(line))
  notices.once({ method: 'a' }, 'it is not there')
  notices.once({ method: 'a' }, 'it is not there')
  notices.once({ method: 'b', parameter: 'c' }, 'it is not there')
  return { logged, written }
}

it('is a line of the log where the log is seen and tells of warnings', () => {
  const { logged, written } = told('warn', true)
  expect([logged.length, written]).toEqual([2, []])
})

it.each([
  ['silent', true, 0],
  ['error', true, 0],
  ['silent', false, 0],
  ['warn', false, 2],
] as const)('is said aloud with a log at %s, seen: %s', (level, seen, lines) => {
  const { logged, written } = told(level, seen)
  expect(logged).toHaveLength(lines)
  expect(written).toEqual(['localgram: a: it is not there\n', 'localgram: b c: it is not there\n'])
})
