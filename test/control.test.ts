import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type LocalgramServer } from '../src/index.ts'
import { textOf } from './tree.ts'

let server: LocalgramServer

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

interface Answer {
  readonly status: number
  readonly type: string
  readonly body: Record<string, unknown>
}

async function control(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const payload = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(`${server.url}/control/v1${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: payload }),
  })
  const text = await response.text()
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  }
}

describe('the control API', () => {
  it('tells how to connect', async () => {
    const { status, body } = await control('GET', '/connection')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      host: '127.0.0.1',
      port: server.port,
      dcId: 2,
      layer: 229,
      botApiUrl: server.url,
    })
    expect(body.publicKeyPem).toMatch(
      /^-----BEGIN RSA PUBLIC KEY-----\n[\s\S]+-----END RSA PUBLIC KEY-----/,
    )
    expect(body.publicKeyFingerprint).toMatch(/^[1-9a-f][0-9a-f]{15}$/)
  })

  it('makes users, bots and chats that refer to each other', async () => {
    const user = await control('POST', '/users', {
      firstName: 'Ann',
      phone: '+9996611111',
      username: 'ann_control',
    })
    expect(user).toMatchObject({
      status: 201,
      body: { phone: '9996611111', username: 'ann_control' },
    })
    const bot = await control('POST', '/bots', {
      username: 'control_test_bot',
      name: 'Bot',
      ownerId: user.body.id,
    })
    expect(bot).toMatchObject({
      status: 201,
      body: { token: expect.stringMatching(/^\d+:[\w-]{35}$/) },
    })
    for (const type of ['group', 'supergroup', 'channel']) {
      const chat = await control('POST', '/chats', {
        type,
        title: type,
        ownerId: user.body.id,
        admins: [{ id: bot.body.id, rights: ['inviteUsers'] as const }],
      })
      expect(chat.status).toBe(201)
      const id = Number(chat.body.id)
      const botApiChatId = type === 'group' ? -id : -1_000_000_000_000 - id
      expect(chat.body.botApiChatId).toBe(botApiChatId)
      const all = await fetch(`${server.url}/control/v1/chats`)
      expect(await all.json()).toContainEqual(expect.objectContaining({ id, botApiChatId, type }))
    }
  })

  it('makes session strings in every format', async () => {
    const { body } = await control('POST', '/users', { firstName: 'Session' })
    const sessions = new Set<unknown>()
    for (const format of ['gramjs', 'telethon', 'pyrogram', 'mtcute']) {
      const made = await control('POST', '/sessions', { accountId: body.id, format })
      expect(made).toMatchObject({
        status: 201,
        body: { session: expect.stringMatching(/^[\w+/=-]{300,}$/) },
      })
      sessions.add(made.body.session)
    }
    expect(sessions.size).toBe(4)
  })

  it('moves the clock forward only', async () => {
    const { body } = await control('GET', '/clock')
    const moved = await control('POST', '/clock/advance', { seconds: 3600 })
    expect(Number(moved.body.now) - Number(body.now)).toBeGreaterThanOrEqual(3600)
    expect(await control('POST', '/clock/advance', { seconds: -1 })).toMatchObject({ status: 400 })
  })

  it('moves the clock to no date that the wire has no room for', async () => {
    const { body } = await control('GET', '/clock')
    expect(await control('POST', '/clock/advance', { seconds: 2 ** 31 })).toMatchObject({
      status: 400,
      body: { code: 'CLOCK_END' },
    })
    const after = await control('GET', '/clock')
    expect(Number(after.body.now) - Number(body.now)).toBeLessThan(3600)
  })

  it.each([
    ['malformed JSON', 'POST', '/users', '{"firstName":', 400],
    ['a missing field', 'POST', '/users', { lastName: 'x' }, 400],
    ['an unknown field', 'POST', '/users', { firstName: 'x', nickname: 'y' }, 400],
    ['a wrong type', 'POST', '/users', { firstName: 5 }, 400],
    ['an unknown owner', 'POST', '/chats', { type: 'group', title: 'x', ownerId: 5 }, 400],
    ['an unknown session format', 'POST', '/sessions', { accountId: 1, format: 'telegraph' }, 400],
    ['a session for nobody', 'POST', '/sessions', { accountId: 1, format: 'gramjs' }, 400],
    ['an unknown path', 'GET', '/weather', undefined, 404],
    ['a login code that was never sent', 'GET', '/users/1/login-code', undefined, 404],
  ])(
    'refuses %s with a problem that says what is wrong',
    async (_what, method, path, body, status) => {
      const answer = await control(method, path, body)
      expect(answer.status).toBe(status)
      expect(answer.type).toContain('application/problem+json')
      expect(answer.body).toMatchObject({
        status,
        detail: expect.stringMatching(/./),
        code: expect.stringMatching(/^[A-Z_0-9]+$/),
      })
    },
  )

  it.each([
    [
      'an unknown field',
      '/users',
      { firstName: 'x', fone: '9996610001' },
      'FIELD_UNKNOWN',
      /^POST \/control\/v1\/users takes no "fone", only firstName, .*; did you mean phone\?/,
    ],
    [
      'a missing field',
      '/bots',
      { username: 'some_bot' },
      'FIELD_MISSING',
      /^POST \/control\/v1\/bots needs name, a text/,
    ],
    ['a wrong type', '/users', { firstName: 5 }, 'FIELD_INVALID', /a text as firstName/],
    [
      'a value that is not of the list',
      '/chats',
      { type: 'grp', title: 'x', ownerId: 1 },
      'FIELD_INVALID',
      /takes group, supergroup or channel, as type; got "grp"/,
    ],
    [
      'an admin with another field',
      '/chats',
      { type: 'group', title: 'x', ownerId: 1, admins: [{ id: 1, rights: [], rank: 'x' }] },
      'FIELD_INVALID',
      /a list of at most 100 \{ id, rights: \[\.\.\.\] \}.* as admins/,
    ],
    [
      'no body',
      '/users',
      undefined,
      'SHAPE_INVALID',
      /takes an object with firstName.*; got nothing/,
    ],
    [
      'a malformed phone',
      '/users',
      { firstName: 'x', phone: '12' },
      'PHONE_NUMBER_INVALID',
      /"12"/,
    ],
    [
      "a bot's malformed name",
      '/bots',
      { username: 'robot_', name: 'x' },
      'USERNAME_INVALID',
      /"robot_".*"bot" at the end/,
    ],
  ])('names what is wrong with %s', async (_what, path, body, code, detail) => {
    expect(await control('POST', path, body)).toMatchObject({
      status: 400,
      body: { code, detail: expect.stringMatching(detail) as string },
    })
  })

  it('says that it takes JSON where something else comes', async () => {
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    expect(await control('POST', '/users', 'firstName=x', type)).toMatchObject({
      status: 415,
      body: { detail: expect.stringContaining('application/json') as string },
    })
  })

  it('refuses a bot as the owner of a chat', async () => {
    const { body } = await control('POST', '/bots', { username: 'no_owner_bot', name: 'Bot' })
    const chat = { type: 'supergroup', title: 'x', ownerId: body.id }
    expect(await control('POST', '/chats', chat)).toMatchObject({
      status: 400,
      body: { code: 'OWNER_BOT' },
    })
  })

  it('takes a text about a user as about and as bio', async () => {
    for (const key of ['about', 'bio']) {
      const user = { firstName: 'x', [key]: 'x'.repeat(71) }
      expect(await control('POST', '/users', user)).toMatchObject({
        status: 400,
        body: { code: 'ABOUT_TOO_LONG' },
      })
    }
  })

  it('lists its routes with what they take', async () => {
    const response = await fetch(`${server.url}/control/v1`)
    const routes = (await response.json()) as { method: string; path: string; takes?: object }[]
    expect(routes).toContainEqual({
      method: 'POST',
      path: '/control/v1/clock/advance',
      what: expect.stringMatching(/./) as string,
      takes: { seconds: 'a whole number of seconds, 0 or more; required' },
    })
    const reference = textOf('docs/control-api.md')
    for (const { method, path, takes = {} } of routes) {
      const name = `${method} ${path.replace('/control/v1', '')}`
      const [, section = ''] = reference.split(`\n### ${name}\n`)
      const [text = ''] = section.split('\n### ')
      expect(text, `${name} in docs/control-api.md`).toContain('curl -s')
      for (const key of Object.keys(takes)) expect(text, name).toContain(`\`${key}\``)
    }
  })

  it('names the call in every refusal of a body', async () => {
    const response = await fetch(`${server.url}/control/v1`)
    const routes = (await response.json()) as { method: string; path: string; takes?: object }[]
    for (const { method, path, takes } of routes) {
      if (takes === undefined) continue
      const route = path.replace('/control/v1', '')
      const [first = ''] = Object.keys(takes)
      for (const body of [{ nonsense: 1 }, { [first]: {} }, {}, [], undefined]) {
        const { body: problem } = await control(method, route, body)
        expect(problem.detail, JSON.stringify(body)).toContain(`${method} ${path} `)
      }
    }
  })

  it('answers 409 for a name or a phone that is taken', async () => {
    await control('POST', '/users', { firstName: 'One', phone: '9996612345' })
    expect(
      await control('POST', '/users', { firstName: 'Two', phone: '+99966 1 2345' }),
    ).toMatchObject({
      status: 409,
      body: { code: 'PHONE_NUMBER_OCCUPIED', detail: 'phone +99966 1 2345 is taken' },
    })
  })

  it('refuses an unknown admin right by its name and makes nothing', async () => {
    const { body } = await control('POST', '/users', { firstName: 'Owner' })
    const before = await fetch(`${server.url}/control/v1/chats`).then(
      (r) => r.json() as Promise<unknown[]>,
    )
    const chat = {
      type: 'channel',
      title: 'x',
      ownerId: body.id,
      admins: [{ id: body.id, rights: ['fly'] }],
    }
    expect(await control('POST', '/chats', chat)).toMatchObject({
      status: 400,
      body: { code: 'RIGHT_UNKNOWN' },
    })
    const after = await fetch(`${server.url}/control/v1/chats`).then(
      (r) => r.json() as Promise<unknown[]>,
    )
    expect(after.length).toBe(before.length)
  })

  it('refuses pages of other sites and foreign Host headers', async () => {
    expect(
      await control('GET', '/clock', undefined, { origin: 'https://evil.example' }),
    ).toMatchObject({ status: 403 })
    const status = await new Promise((resolve, reject) => {
      // fetch sets Host itself.
      request(
        {
          host: server.host,
          port: server.port,
          path: '/control/v1/clock',
          headers: { host: 'evil.example' },
        },
        (response) => {
          response.resume()
          resolve(response.statusCode)
        },
      )
        .on('error', reject)
        .end()
    })
    expect(status).toBe(403)
  })

  it('is not reached by the webhook of a bot', async () => {
    const owner = await server.createUser({ firstName: 'Owner' })
    const bot = await server.createBot({ username: 'steering_bot', name: 'Steering' })
    const call = async (method: string, parameters = '') => {
      const response = await fetch(`${server.url}/bot${bot.token}/${method}?${parameters}`)
      return (await response.json()) as { ok: boolean; result: { last_error_message?: string } }
    }
    await call('setWebhook', `url=${server.url}/control/v1/reset`)
    const admins = [{ id: bot.id, rights: ['inviteUsers'] as const }]
    await server.createChat({ type: 'supergroup', title: 'Bait', ownerId: owner.id, admins })
    let info = await call('getWebhookInfo')
    while (info.ok && info.result.last_error_message === undefined)
      info = await call('getWebhookInfo')
    expect(info.result.last_error_message).toBe('Wrong response from the webhook: 403 Forbidden')
    await call('deleteWebhook')
  })

  it('wants its token from everybody where it has one', async () => {
    await using guarded = await startServer({ controlToken: 'open sesame' })
    const status = async (authorization?: string): Promise<number> =>
      (
        await fetch(
          `${guarded.url}/control/v1/clock`,
          authorization === undefined ? {} : { headers: { authorization } },
        )
      ).status
    expect([
      await status(),
      await status('Bearer wrong'),
      await status('Bearer open sesame'),
    ]).toEqual([401, 401, 200])
  })

  it('puts the clock back to the present on reset, with and without an empty body', async () => {
    await using other = await startServer()
    const json = { 'content-type': 'application/json' }
    for (const headers of [{}, json]) {
      other.clock.advance(86_400)
      const reset = `${other.url}/control/v1/reset`
      expect((await fetch(reset, { method: 'POST', headers, body: '' })).status).toBe(204)
      expect(other.clock.now()).toBeLessThan(Date.now() / 1000 + 60)
    }
  })

  it('forgets everything on reset, and serves on', async () => {
    await using other = await startServer()
    const { id } = await other.createUser({ firstName: 'Gone' })
    await other.createChat({ type: 'group', title: 'Gone', ownerId: id })
    expect((await fetch(`${other.url}/control/v1/reset`, { method: 'POST' })).status).toBe(204)
    expect(await (await fetch(`${other.url}/control/v1/users`)).json()).toEqual([])
    expect(await (await fetch(`${other.url}/control/v1/chats`)).json()).toEqual([])
    expect((await other.createUser({ firstName: 'New' })).id).toBeGreaterThan(0)
  })
})
