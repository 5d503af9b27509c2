import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startServer } from '../../src/index.ts'
import { refusal, type DrivenClient, type Driver } from './driver.ts'
import { startWorld, type TestWorld } from './world.ts'

/** Unix seconds of a date that lies in the future for long. */
const NEXT_YEAR = Math.floor(Date.now() / 1000) + 365 * 86_400

/**
 * What every client package must be able to do with localgram, from the login to the update that
 * another client hears.
 */
export function describeJourneys(driver: Driver): void {
  let world: TestWorld
  const clients: DrivenClient[] = []

  async function connect(
    options?: Parameters<Driver['connect']>[1],
    server = world.server,
  ): Promise<DrivenClient> {
    const client = await driver.connect(server, options)
    clients.push(client)
    return client
  }

  async function user(phone: string): Promise<DrivenClient> {
    const client = await connect()
    await client.logInUser({ phone })
    return client
  }

  beforeAll(async () => {
    world = await startWorld()
  })

  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close()
  })

  afterAll(() => world[Symbol.asyncDispose]())

  /** Exports one link of each kind of chat and finds the chat behind it. */
  async function exportsEverywhere(client: DrivenClient, adminId: number): Promise<void> {
    const options = { title: 'My very normal title', usageLimit: 43, expireDate: NEXT_YEAR }
    for (const chat of [world.group, world.supergroup, world.channel]) {
      const invite = await client.exportLink(chat, options)
      expect(invite).toMatchObject(options)
      expect(Number(Reflect.get(invite, 'adminId'))).toBe(adminId)
      const link = linkOf(invite)
      expect(link).toMatch(/^https:\/\/t\.me\/\+[\w-]{16}$/)
    }
  }

  /** A server that keeps its data: somebody logs in, exports a link, and both stop. */
  async function firstLife(data: string): Promise<{ session: string; link: string; port: number }> {
    await using first = await startWorld({ data })
    const client = await connect({}, first.server)
    await client.logInUser({ phone: first.owner.phone })
    const link = linkOf(await client.exportLink(first.group))
    const session = await client.session()
    await client.close()
    return { session, link, port: first.server.port }
  }

  describe.each(driver.roads)(`${driver.name} over %s`, (road) => {
    it('logs in by phone and code and exports a link of every kind of chat', async () => {
      const client = await connect({ road })
      expect(await client.logInUser({ phone: world.owner.phone })).toBe(world.owner.id)
      await exportsEverywhere(client, world.owner.id)
    })

    it('logs in as a bot and exports a link of every kind of chat', async () => {
      const client = await connect({ road })
      expect(await client.logInBot(world.bot.token)).toBe(world.bot.id)
      await exportsEverywhere(client, world.bot.id)
    })
  })

  describe(`${driver.name} logs in`, () => {
    it('with a password where there is one, and only with the right one', async () => {
      const { id, phone } = await world.server.createUser({
        firstName: 'Careful',
        password: 'correct horse battery staple',
      })
      const wrong = await connect()
      const login = wrong.logInUser({ phone, password: 'wrong' })
      expect(await refusal(login)).toMatch(/PASSWORD_HASH_INVALID|password was invalid/)
      const right = await connect()
      const password = 'correct horse battery staple'
      expect(await right.logInUser({ phone, password })).toBe(id)
    })

    it('with a new phone by signing up', async () => {
      const phone = `+999662${driver.name.length.toString().padStart(4, '0')}`
      const client = await connect()
      const id = await client.logInUser({ phone, firstName: 'Newcomer' })
      expect(await client.self()).toBe(id)
      const again = await user(phone)
      expect(await again.self()).toBe(id)
    })

    it('out, after which its session is worth nothing', async () => {
      const client = await user(world.stranger.phone)
      const session = await client.session()
      await client.logOut()
      const later = await connect({ session })
      expect(await refusal(later.self())).toBe('AUTH_KEY_UNREGISTERED')
    })
  })

  describe(`${driver.name} with a session string`, () => {
    it('of its own goes on after the server was started anew', async () => {
      const data = mkdtempSync(join(tmpdir(), 'localgram-e2e-'))
      try {
        const { session, link, port } = await firstLife(data)
        await using server = await startServer({ data, port })
        const client = await connect({ session }, server)
        expect(await client.titleBehind(link)).toBe('Basic group')
        await client.close()
      } finally {
        rmSync(data, { recursive: true, force: true })
      }
    })

    it('of the control API is logged in without key or code', async () => {
      const format = driver.name === '@mtcute/node' ? 'mtcute' : 'gramjs'
      const session = await world.server.createSession(world.member.id, format)
      const client = await connect({ session })
      expect(await client.self()).toBe(world.member.id)
    })
  })

  describe(`${driver.name} hears a message`, () => {
    it('of another member at once', async () => {
      const [owner, member] = [await user(world.owner.phone), await user(world.member.phone)]
      for (const chat of [world.group, world.supergroup]) {
        const text = `live in the ${chat.kind}`
        const heard = member.hears(text)
        await owner.sendText(chat, text)
        await heard
      }
    })

    it('of its own account that another client sent', async () => {
      const [desktop, mobile] = [await user(world.owner.phone), await user(world.owner.phone)]
      const heard = mobile.hears('from the desktop')
      await desktop.sendText(world.supergroup, 'from the desktop')
      await heard
    })

    it('that came while it was off line, when it is back', async () => {
      const [owner, member] = [await user(world.owner.phone), await user(world.member.phone)]
      for (const chat of [world.group, world.supergroup]) {
        // Clients catch up only with a channel of which they have heard something: its pts is known then.
        const first = `heard in the ${chat.kind}`
        const heard = member.hears(first)
        await owner.sendText(chat, first)
        await heard
        const text = `missed in the ${chat.kind}`
        await member.misses(chat, text, () => owner.sendText(chat, text))
      }
    })
  })
}

function linkOf(invite: object): string {
  return String(Reflect.get(invite, 'link'))
}
