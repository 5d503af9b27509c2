import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  startServer,
  type AdminRightName,
  type LocalgramServer,
  type NewChat,
  type NewUser,
  type SessionFormat,
  type StartOptions,
  type UserError,
} from '../src/index.ts'

const directories: string[] = []
const squatters: Server[] = []
/** A server with nothing in it, for calls that change nothing. */
let empty: LocalgramServer

beforeAll(async () => {
  empty = await startServer()
})
afterAll(() => empty.stop())
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true })
  for (const squatter of squatters.splice(0)) squatter.close()
})

function temporary(): string {
  const directory = mkdtempSync(join(tmpdir(), 'localgram-start-'))
  directories.push(directory)
  return directory
}

async function takenPort(): Promise<number> {
  const squatter = createServer().listen(0, '127.0.0.1')
  squatters.push(squatter)
  await once(squatter, 'listening')
  return (squatter.address() as AddressInfo).port
}

function worldFile(text: string): string {
  const file = join(temporary(), 'world.yaml')
  writeFileSync(file, text)
  return file
}

async function usersOf(options: StartOptions): Promise<unknown> {
  await using server = await startServer(options)
  return await (await fetch(`${server.url}/control/v1/users`)).json()
}

describe('startServer', () => {
  it.each<[StartOptions, string]>([
    [{ port: 70_000 }, 'PORT_INVALID'],
    [{ dc: 9 }, 'DC_INVALID'],
    [{ alsoPorts: [80, NaN] }, 'PORT_INVALID'],
    [{ mtproxySecrets: ['not hex'] }, 'SECRET_INVALID'],
    [{ controlToken: '' }, 'TOKEN_EMPTY'],
    [{ data: '/dev/null/data' }, 'DATA_UNREADABLE'],
    [{ seed: '/no/such/file' }, 'SEED_UNREADABLE'],
    [{ prot: 5 } as StartOptions, 'FIELD_UNKNOWN'],
    [{ port: '80' } as unknown as StartOptions, 'FIELD_INVALID'],
    [{ demo: 'yes' } as unknown as StartOptions, 'FIELD_INVALID'],
    [{ limits: { invitePerAdmin: 3 } } as StartOptions, 'FIELD_UNKNOWN'],
    [{ limits: { invitesPerAdmin: -3 } }, 'FIELD_INVALID'],
    [null as unknown as StartOptions, 'SHAPE_INVALID'],
  ])('refuses %j with %s', async (options, code) => {
    await expect(startServer(options)).rejects.toMatchObject({ name: 'UserError', code })
  })

  it('names the option or limit that was probably meant', async () => {
    const limits = { invitePerAdmin: 3 }
    await expect(startServer({ limits } as StartOptions)).rejects.toThrow(
      /did you mean invitesPerAdmin\?/,
    )
    await expect(startServer({ prot: 5 } as StartOptions)).rejects.toThrow(/did you mean port\?/)
  })

  it('speaks of its options, not of flags', async () => {
    const port = await takenPort()
    await expect(startServer({ port })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      hint: expect.stringContaining('`port: 0`') as string,
    })
    await expect(startServer({ alsoPorts: [port] })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      hint: 'Stop that program, or choose another port with `alsoPorts`.',
    })
    await expect(startServer({ alsoPorts: [70_000] })).rejects.toThrow('is no port for `alsoPorts`')
  })

  it('makes the demo world and tells clients its public host', async () => {
    await using server = await startServer({ demo: true, publicHost: '127.0.0.2' })
    expect(server.host).toBe('127.0.0.2')
    const url = `http://127.0.0.1:${server.port}/control/v1`
    expect(await (await fetch(`${url}/users`)).json()).toHaveLength(2)
  })

  it.each<[string, (server: LocalgramServer) => unknown, string]>([
    [
      'an unknown type',
      (s) => s.createChat({ type: 'grp' } as unknown as NewChat),
      'FIELD_INVALID',
    ],
    ['an unknown format', (s) => s.createSession(1, 'gram' as SessionFormat), 'FIELD_INVALID'],
    ['a session of nobody', (s) => s.createSession(1, 'gramjs'), 'USER_ID_INVALID'],
    ['a user without a name', (s) => s.createUser({} as NewUser), 'FIELD_MISSING'],
    ['nothing', (s) => s.createUser(undefined as unknown as NewUser), 'SHAPE_INVALID'],
    [
      'a misspelt key',
      (s) => s.createUser({ firstName: 'A', fone: '1' } as NewUser),
      'FIELD_UNKNOWN',
    ],
    [
      'a bot without "bot"',
      (s) => s.createBot({ username: 'alice', name: 'A' }),
      'USERNAME_INVALID',
    ],
    ['a number for a phone', (s) => s.loginCode(5 as unknown as string), 'FIELD_INVALID'],
    [
      'a way back in time',
      (s) => {
        s.clock.advance(-1)
      },
      'FIELD_INVALID',
    ],
    [
      'a date beyond the wire',
      (s) => {
        s.clock.advance(2 ** 31)
      },
      'CLOCK_END',
    ],
  ])('refuses %s as the control API does, in the words of the process', async (_, act, code) => {
    const error = await (async () => await act(empty))().catch((caught: unknown) => caught)
    expect(error).toMatchObject({ name: 'UserError', code })
    const { message } = error as UserError
    expect(message).not.toMatch(/GET|POST|control\/v1/)
    const page = /\/\S+\.md/.exec(message)?.[0] ?? 'no page'
    expect(existsSync(page), page).toBe(true)
  })

  it.each([
    ['inviteUser', 'inviteUsers'],
    ['can_invite_user', 'can_invite_users'],
    ['can_restrict_member', 'can_restrict_members'],
  ])('offers for the right %s the one that was probably meant', async (right, meant) => {
    await using server = await startServer()
    const { id: ownerId } = await server.createUser({ firstName: 'A' })
    const admins = [{ id: ownerId, rights: [right as AdminRightName] }]
    await expect(
      server.createChat({ type: 'channel', title: 'A', ownerId, admins }),
    ).rejects.toThrow(`did you mean ${meant}?`)
  })

  it('takes an absent value for none', async () => {
    await using server = await startServer({ host: undefined } as unknown as StartOptions)
    const user = { firstName: 'A', lastName: undefined } as unknown as NewUser
    expect(await server.createUser(user)).toMatchObject({ id: expect.any(Number) as number })
  })

  it('keeps a moved clock over a restart, and begins anew after a reset', async () => {
    const data = join(temporary(), 'data')
    const ahead = (server: LocalgramServer): number => server.clock.now() - Date.now() / 1000
    const first = await startServer({ data })
    first.clock.advance(90_000)
    await first.stop()
    const second = await startServer({ data })
    expect(ahead(second)).toBeGreaterThan(89_000)
    await second.reset()
    expect(ahead(second)).toBeLessThan(60)
    await second.stop()
    await using third = await startServer({ data })
    expect(ahead(third)).toBeLessThan(60)
  })

  it.each(['/bot%zz/getMe', '/%ff'])(
    'answers the broken path %s in the form of the Bot API',
    async (path) => {
      const socket = connect(empty.port, '127.0.0.1')
      socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
      let answer = ''
      for await (const chunk of socket) answer += String(chunk)
      expect(answer).toMatch(/^HTTP\/1.1 404 [^]*\{"ok":false,"error_code":404/)
    },
  )

  it('leaves no port open when another one is taken', async () => {
    const port = await takenPort()
    squatters.pop()?.close()
    const taken = await takenPort()
    const started = startServer({ port, alsoPorts: [taken] })
    await expect(started).rejects.toMatchObject({ code: 'PORT_IN_USE' })
    const [error] = (await once(connect(port, '127.0.0.1'), 'error')) as [NodeJS.ErrnoException]
    expect(error.code).toBe('ECONNREFUSED')
  })

  it('makes the world of its file once, also where the first start failed', async () => {
    const seed = worldFile('users:\n  - { as: a, firstName: Ann, phone: +9996610001 }')
    const data = join(temporary(), 'data')
    const taken = await takenPort()
    await expect(startServer({ data, seed, port: taken })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
    })
    expect(await usersOf({ data, seed })).toMatchObject([{ phone: '9996610001' }])
    expect(await usersOf({ data, seed })).toHaveLength(1)
  })

  it.each([
    [
      'users: [ { as: a, firstName: A, username: a! } ]',
      /users\[0\] \(line 1\): "a!" is no username/,
    ],
    [
      `users:
  - { as: a, firstName: A, phone: 9996610001 }
  - as: b
    firstName: B
    phone: 9996610001`,
      /users\[1\] \(line 3\): phone 9996610001 is taken/,
    ],
    [
      'users: [ { as: a, firstName: A }, { as: a, firstName: B } ]',
      /users\[1\] \(line 1\): somebody else is called "a" too/,
    ],
    [
      'bots: [ { as: b, username: some_bot, name: B, owner: ann } ]',
      /bots\[0\].*nobody is called "ann"/,
    ],
    [
      `bots: [ { as: b, username: some_bot, name: B } ]
chats: [ { type: group, title: t, owner: b } ]`,
      /chats\[0\] \(line 2\): account \d+ is a bot/,
    ],
    ['chats: [ { type: group, title: t, owner: ann } ]', /chats\[0\].*nobody is called "ann"/],
    [
      `users: [ { as: a, firstName: A } ]
chats: [ { type: channel, title: t, owner: a, admins: [ { user: a, rights: [ fly ] } ] } ]`,
      /no admin right "fly"/,
    ],
  ])('says what is wrong in a world that cannot be made: %j', async (text, message) => {
    await expect(startServer({ seed: worldFile(text) })).rejects.toMatchObject({
      code: 'SEED_INVALID',
      message: expect.stringMatching(message) as string,
    })
  })
})

describe('flood limits', () => {
  /** Statuses of a bot's texts to its group, one after another. */
  async function sendTimes(
    server: LocalgramServer,
    times: number,
  ): Promise<() => Promise<Response>> {
    const owner = await server.createUser({ firstName: 'Olga' })
    const bot = await server.createBot({ username: 'busy_bot', name: 'Busy' })
    const { botApiChatId } = await server.createChat({
      type: 'supergroup',
      title: 'Club',
      ownerId: owner.id,
      memberIds: [bot.id],
    })
    const send = () =>
      fetch(`${server.url}/bot${bot.token}/sendMessage?chat_id=${botApiChatId}&text=hello`)
    for (let i = 0; i < times; i++) expect((await send()).status).toBe(200)
    return send
  }

  it('are not met unless they are asked for', async () => {
    await using server = await startServer()
    await sendTimes(server, 50)
  })

  it('end with the clock that the test moves', async () => {
    await using server = await startServer({ floodLimits: true })
    const send = await sendTimes(server, 20)
    const refused = (await (await send()).json()) as { parameters: { retry_after: number } }
    expect(refused).toMatchObject({ ok: false, error_code: 429 })
    server.clock.advance(refused.parameters.retry_after)
    expect((await send()).status).toBe(200)
  })
})

describe('a refusal', () => {
  it('says in its message what is wrong and how to mend it', async () => {
    const port = await takenPort()
    await expect(startServer({ port })).rejects.toThrow(
      /is taken by another program.*\. Stop that program, or leave/,
    )
    await expect(startServer({ dc: 9 })).rejects.toThrow(
      '"9" is no data centre. Give `dc` a number from 1 to 5',
    )
  })

  it('names pages that are there', async () => {
    const error = await startServer({ prot: 5 } as StartOptions).catch((thrown: unknown) => thrown)
    const [page = ''] = /\/\S+\.md/.exec((error as Error).message) ?? []
    expect(existsSync(page)).toBe(true)
  })
})

/** Every method of a server in this process by the name that a caller writes. */
function methodsOf(value: object, path = ''): [name: string, method: () => unknown][] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (typeof inner === 'function') return [[`${path}${key}`, inner as () => unknown]]
    return typeof inner === 'object' && inner !== null ? methodsOf(inner, `${path}${key}.`) : []
  })
}

describe('a server in this process', () => {
  it('says of every call after stop() that it was stopped', async () => {
    const server = await startServer()
    const methods = methodsOf(server).filter(([name]) => name !== 'stop')
    expect(methods.map(([name]) => name)).toContain('clock.advance')
    // Whatever it is called with, and while it is still about to stop.
    const stopped = server.stop()
    for (const [name, method] of methods) {
      const error = await (async () => method())().catch((thrown: unknown) => thrown)
      expect(error, name).toMatchObject({ name: 'UserError', code: 'SERVER_STOPPED' })
      expect((error as Error).message).toMatch(new RegExp(`^${name} .*was stopped.*startServer`))
    }
    await stopped
    await server.stop()
  })

  it('says the same to a call that was under way and came too late', async () => {
    const server = await startServer()
    const users = Array.from({ length: 8 }, (_, i) => server.createUser({ firstName: `${i}` }))
    await server.stop()
    const settled = await Promise.allSettled(users)
    const errors = settled.flatMap((one) =>
      one.status === 'rejected' ? [one.reason as Error] : [],
    )
    expect(errors.filter((error) => !('code' in error))).toEqual([])
  })

  it.each<[sentence: string, (server: LocalgramServer, wrong: never) => unknown, wrong: unknown]>([
    [
      'clock.advance(seconds) takes a whole number of seconds, 0 or more; got -5',
      (s, x) => s.clock.advance(x),
      -5,
    ],
    [
      'clock.advance(seconds) takes a whole number of seconds, 0 or more; got 1.5',
      (s, x) => s.clock.advance(x),
      1.5,
    ],
    [
      'clock.advance(seconds) takes a whole number of seconds, 0 or more; got NaN',
      (s, x) => s.clock.advance(x),
      NaN,
    ],
    [
      'clock.advance(seconds) takes a whole number of seconds, 0 or more; got "60"',
      (s, x) => s.clock.advance(x),
      '60',
    ],
    [
      'clock.advance(seconds) takes a whole number of seconds, 0 or more; got 5n',
      (s, x) => s.clock.advance(x),
      5n,
    ],
    [
      'clock.advance(seconds) takes a whole number of seconds, 0 or more; got nothing',
      (s, x) => s.clock.advance(x),
      undefined,
    ],
    ['loginCode(phone) takes a text; got 9996610001', (s, x) => s.loginCode(x), 9996610001],
    [
      'createSession(accountId, format) takes an id, a whole number from 1 on, as accountId; got "1"',
      (s, x) => s.createSession(x, 'gramjs'),
      '1',
    ],
    [
      'createSession(accountId, format) takes an id, a whole number from 1 on, as accountId; got nothing',
      (s, x) => s.createSession(x, 'gramjs'),
      undefined,
    ],
    [
      'createSession(accountId, format) takes gramjs, telethon, pyrogram or mtcute, as format; got null',
      (s, x) => s.createSession(1, x),
      null,
    ],
    ['createUser takes an object with firstName, lastName,', (s, x) => s.createUser(x), 'Ann'],
    ['createUser takes a text as firstName; got 5', (s, x) => s.createUser(x), { firstName: 5 }],
    ['createUser takes no "fristName", only', (s, x) => s.createUser(x), { fristName: 'A' }],
    ['createUser needs firstName, a text', (s, x) => s.createUser(x), {}],
    ['createBot needs name, a text', (s, x) => s.createBot(x), { username: 'some_bot' }],
    [
      'createChat takes a list of at most 10000 ids as memberIds; got [0]',
      (s, x) => s.createChat(x),
      { memberIds: [0] },
    ],
    ['startServer takes a number as port; got "80"', (_s, x) => startServer(x), { port: '80' }],
    [
      'startServer({ limits }) takes a whole number from 0 on as invitesPerAdmin; got -3',
      (_s, x) => startServer(x),
      { limits: { invitesPerAdmin: -3 } },
    ],
  ])('refuses a wrong argument in the words of the call: %s', async (sentence, act, wrong) => {
    const error = await (async () => act(empty, wrong as never))().catch(
      (thrown: unknown) => thrown,
    )
    expect((error as Error).message).toContain(sentence)
    expect((error as Error).message.startsWith(sentence.slice(0, 9))).toBe(true)
  })
})
