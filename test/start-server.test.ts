import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { startServer, type StartOptions } from '../src/index.ts'

const directories: string[] = []
const squatters: Server[] = []

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
  ])('refuses %j with %s', async (options, code) => {
    await expect(startServer(options)).rejects.toMatchObject({ name: 'UserError', code })
  })

  it.each(['/bot%zz/getMe', '/%ff'])(
    'answers the broken path %s in the form of the Bot API',
    async (path) => {
      await using server = await startServer()
      const socket = connect(server.port, '127.0.0.1')
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
    ['users: [ { as: a, firstName: A, username: a! } ]', /USERNAME_INVALID/],
    ['chats: [ { type: group, title: t, owner: ann } ]', /nobody is called "ann"/],
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
