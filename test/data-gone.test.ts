import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { rawClient } from '../e2e/support/raw-clients.ts'
import { startServer } from '../src/index.ts'

it('a server whose data is deleted refuses every call by every door, and says why in one line', async () => {
  const data = mkdtempSync(join(tmpdir(), 'localgram-gone-'))
  const lines: Record<string, unknown>[] = []
  const write = (line: string): void => {
    lines.push(JSON.parse(line) as Record<string, unknown>)
  }
  const server = await startServer({ data, logLevel: 'warn', logTo: { write } })
  const { token } = await server.createBot({ username: 'gone_bot', name: 'Gone' })
  const client = await rawClient(server, 'Ann')
  const ask = async (path: string, body?: object): Promise<[number, Record<string, unknown>]> => {
    const sent = { method: 'POST', headers: { 'content-type': 'application/json' } }
    const init = body === undefined ? {} : { ...sent, body: JSON.stringify(body) }
    const response = await fetch(`${server.url}${path}`, init)
    return [response.status, (await response.json()) as Record<string, unknown>]
  }
  lines.length = 0
  rmSync(data, { recursive: true })

  for (let i = 0; i < 10; i++) {
    expect(await client.outcome('messages.createChat', { users: [], title: 'x' })).toBe('INTERNAL')
    expect((await ask(`/bot${token}/getMe`))[0]).toBe(500)
    const [status, problem] = await ask('/control/v1/users', { firstName: 'A' })
    expect([status, problem.code]).toEqual([500, 'DATA_GONE'])
    await expect(server.createUser({ firstName: 'A' })).rejects.toMatchObject({
      name: 'UserError',
      code: 'DATA_GONE',
    })
  }
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatchObject({ level: 50, code: 'DATA_GONE' })
  expect(lines[0]?.msg).toContain(data)
  client.close()
  await server.stop()
})
