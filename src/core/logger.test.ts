import { expect, it } from 'vitest'
import { createLogger } from './logger.ts'

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
