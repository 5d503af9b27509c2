import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rawClient, type RawClient } from '../e2e/support/raw-clients.ts'
import { startServer, type LocalgramServer } from '../src/index.ts'

let server: LocalgramServer
let client: RawClient
let bot: { readonly token: string }

beforeAll(async () => {
  server = await startServer()
  client = await rawClient(server, 'Ann')
  bot = await server.createBot({ username: 'metrics_bot', name: 'Counted' })
})
afterAll(async () => {
  client.close()
  await server.stop()
})

/** The series of `GET /metrics` with their values. */
async function series(): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`${server.url}/metrics`)).text()
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ')
      return [line.slice(0, at), Number(line.slice(at + 1))]
    }),
  )
}

/** How much series rose while something happened. */
async function rise(work: () => Promise<unknown>): Promise<(name: string) => number> {
  const before = await series()
  await work()
  const after = await series()
  return (name) => (after.get(name) ?? 0) - (before.get(name) ?? 0)
}

const call = (method: string) => fetch(`${server.url}/bot${bot.token}/${method}`)

describe('GET /metrics', () => {
  it('is in the text format of Prometheus', async () => {
    const response = await fetch(`${server.url}/metrics`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(await response.text()).toContain('# TYPE localgram_commit_seconds histogram\n')
  })

  it('counts calls over MTProto by method and outcome', async () => {
    const of = await rise(async () => {
      await client.call('help.getNearestDc', {})
      await client.outcome('messages.checkChatInvite', { hash: 'AAAAAAAAAAAAAAAA' })
    })
    expect(of('localgram_rpc_calls_total{method="help.getNearestDc",outcome="ok"}')).toBe(1)
    const refused = 'method="messages.checkChatInvite",outcome="INVITE_HASH_EXPIRED"'
    expect(of(`localgram_rpc_calls_total{${refused}}`)).toBe(1)
  })

  it('counts calls of the Bot API by method and code, under no name that a client made up', async () => {
    const of = await rise(async () => {
      await call('GETME')
      await call('getChat?chat_id=42')
      await call('noSuchMethod')
      await fetch(`${server.url}/bot1:none/getMe`)
    })
    const count = (method: string, code: number) =>
      of(`localgram_bot_api_calls_total{method="${method}",code="${code}"}`)
    expect(count('getMe', 200)).toBe(1)
    expect(count('getChat', 400)).toBe(1)
    expect(count('unknown', 404)).toBe(1)
    expect(count('getMe', 401)).toBe(1)
    expect([...(await series()).keys()].join()).not.toContain('noSuchMethod')
  })

  it('counts each call of a method that is not there, at both doors', async () => {
    const of = await rise(async () => {
      await call('sendPhoto')
      await call('sendphoto')
      await client.outcome('phone.getGroupCallJoinAs', { peer: { _: 'inputPeerSelf' } })
    })
    const count = (door: string, method: string) =>
      of(`localgram_unsupported_calls_total{door="${door}",method="${method}"}`)
    expect(count('bot-api', 'sendPhoto')).toBe(2)
    expect(count('mtproto', 'phone.getGroupCallJoinAs')).toBe(1)
  })

  it('tells connections, sessions, pushes and commits', async () => {
    const of = await rise(async () => {
      const other = await rawClient(server, 'Ben')
      await client.call('messages.createChat', { users: [], title: 'Counted' })
      other.close()
    })
    expect(of('localgram_sessions')).toBe(1)
    expect(of('localgram_commit_seconds_count')).toBeGreaterThan(0)
    expect(of('localgram_units_total')).toBeGreaterThan(0)
    const pushed = async () => (await series()).get('localgram_pushes_total') ?? 0
    const before = await pushed()
    await server.createChat({ type: 'group', title: 'Told', ownerId: client.accountId })
    await expect.poll(pushed).toBeGreaterThan(before)
    expect((await series()).get('localgram_connections')).toBeGreaterThanOrEqual(1)
    expect((await series()).get('process_resident_memory_bytes')).toBeGreaterThan(1e6)
  })
})

describe('who may read them', () => {
  it('is whoever may use the control API; /healthz answers everybody', async () => {
    await using guarded = await startServer({ controlToken: 'sesame' })
    const get = async (path: string, headers = {}) =>
      (await fetch(`${guarded.url}${path}`, { headers })).status
    expect(await get('/metrics')).toBe(401)
    expect(await get('/metrics', { authorization: 'Bearer sesame' })).toBe(200)
    expect(await get('/healthz')).toBe(200)
  })

  it('is no page of another site', async () => {
    const headers = { origin: 'https://example.org' }
    expect((await fetch(`${server.url}/metrics`, { headers })).status).toBe(403)
  })
})
