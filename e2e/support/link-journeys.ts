import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { DrivenClient, Driver } from './driver.ts'
import { news, type ShownLink } from './links.ts'
import { startWorld, type TestChat, type TestWorld } from './world.ts'

const KINDS = ['group', 'supergroup', 'channel'] as const

/** What every client package must be able to do with the links of a chat and with who asks to join. */
export function describeLinkJourneys(driver: Driver): void {
  let world: TestWorld
  const clients: DrivenClient[] = []

  beforeAll(async () => {
    world = await startWorld()
  })

  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close()
  })

  afterAll(() => world[Symbol.asyncDispose]())

  async function connect(): Promise<DrivenClient> {
    const client = await driver.connect(world.server)
    clients.push(client)
    return client
  }

  async function user(phone: string): Promise<DrivenClient> {
    const client = await connect()
    await client.logInUser({ phone })
    return client
  }

  async function robot(): Promise<DrivenClient> {
    const client = await connect()
    await client.logInBot(world.bot.token)
    return client
  }

  /** Somebody who is in no chat. */
  async function guest(about = ''): Promise<{ id: number; client: DrivenClient }> {
    const { id, phone } = await world.server.createUser({ firstName: 'Guest', about })
    return { id, client: await user(phone) }
  }

  /** A chat of the owner's in which nothing has happened yet; the bot may invite and ban. */
  async function fresh(kind: TestChat['kind'], username?: string): Promise<TestChat> {
    const named = username === undefined ? {} : { username }
    const made = await world.server.createChat({
      type: kind,
      title: `Fresh ${kind}`,
      ownerId: world.owner.id,
      memberIds: [world.member.id],
      admins: [{ id: world.bot.id, rights: ['inviteUsers', 'banUsers'] }],
      ...named,
    })
    return { kind, ...made, ...named }
  }

  async function keepsLinks(owner: DrivenClient, chat: TestChat): Promise<void> {
    const { links } = owner
    const first = await links.primary(chat)
    const limited = await links.make(chat, { usageLimit: 7 })
    const plain = { link: limited.link, usage: 0, requested: 0, permanent: false, revoked: false }
    expect(limited).toEqual({ ...plain, usageLimit: 7, requestNeeded: false })
    const asking = await links.edit(chat, limited.link, { requestNeeded: true })
    expect(asking).toEqual({ ...plain, usageLimit: 0, requestNeeded: true })
    const other = await links.make(chat, { requestNeeded: true })
    expect(await links.one(chat, other.link)).toEqual(other)
    const primary = await links.renewPrimary(chat)
    expect(primary).toMatchObject({ permanent: true, revoked: false })
    expect(await links.primary(chat)).toEqual(primary)
    const gone = { ...asking, revoked: true }
    expect(await links.revoke(chat, asking.link)).toEqual(gone)
    const byLink = (some: readonly ShownLink[]) =>
      some.toSorted((a, b) => (a.link < b.link ? -1 : 1))
    expect(byLink(await links.list(chat, false))).toEqual(byLink([primary, other]))
    expect(byLink(await links.list(chat, true))).toEqual(
      byLink([{ ...first, revoked: true }, gone]),
    )
    await links.remove(chat, gone.link)
    expect((await links.list(chat, true)).map(({ link }) => link)).toEqual([first.link])
  }

  describe(`${driver.name} keeps links`, () => {
    it('of every kind of chat: makes, edits, lists, revokes and deletes them', async () => {
      const owner = await user(world.owner.phone)
      for (const kind of KINDS) await keepsLinks(owner, await fresh(kind))
    })

    it('as a bot: makes, edits and revokes them', async () => {
      const { links } = await robot()
      for (const kind of KINDS) {
        const chat = await fresh(kind)
        const { link } = await links.make(chat, { usageLimit: 7 })
        const edited = await links.edit(chat, link, { usageLimit: 8 })
        expect(edited).toMatchObject({ link, usageLimit: 8 })
        expect((await links.renewPrimary(chat)).permanent).toBe(true)
      }
    })
  })

  describe(`${driver.name} joins`, () => {
    it('by a link, and those who are in it hear of it', async () => {
      const [owner, first] = [await user(world.owner.phone), await guest()]
      for (const kind of KINDS) {
        const chat = await fresh(kind)
        const { link } = await owner.links.make(chat, {})
        const came = news.came(chat.botApiChatId, first.id, 'link')
        const heard = kind === 'channel' ? undefined : owner.hears(came)
        expect(await first.client.links.join(link)).toBe('joined')
        await heard
        expect(await owner.links.members(chat, link)).toEqual([first.id])
        expect(await owner.links.present(chat)).toContain(first.id)
        expect((await owner.links.one(chat, link)).usage).toBe(1)
      }
    })

    it('while a member is off line, who finds it when it is back', async () => {
      const [owner, member] = [await user(world.owner.phone), await user(world.member.phone)]
      for (const kind of ['group', 'supergroup'] as const) {
        const chat = await fresh(kind)
        const heard = member.hears(`hello ${kind}`)
        await owner.sendText(chat, `hello ${kind}`)
        await heard
        const { link } = await owner.links.make(chat, {})
        const late = await guest()
        await member.misses(chat, news.came(chat.botApiChatId, late.id, 'link'), async () => {
          await late.client.links.join(link)
        })
      }
    })
  })

  describe(`${driver.name} asks to join`, () => {
    it('and is let in, while another is declined', async () => {
      const [owner, member] = [await user(world.owner.phone), await user(world.member.phone)]
      const [first, second, third] = [await guest(), await guest(), await guest()]
      for (const kind of KINDS) {
        const chat = await fresh(kind)
        const { link } = await owner.links.make(chat, { requestNeeded: true })
        const told = owner.hears(news.pending(chat.botApiChatId, [first.id]))
        expect(await first.client.links.join(link)).toBe('asked')
        await told
        expect(await second.client.links.join(link)).toBe('asked')
        expect((await owner.links.pending(chat)).toSorted()).toEqual([first.id, second.id])
        expect((await owner.links.one(chat, link)).requested).toBe(2)
        const came = news.came(chat.botApiChatId, first.id, 'request')
        const heard = kind === 'channel' ? undefined : member.hears(came)
        await owner.links.answer(chat, first.id, true)
        await heard
        await owner.links.answer(chat, second.id, false)
        expect(await third.client.links.join(link)).toBe('asked')
        await owner.links.answerAll(chat, true)
        expect((await owner.links.members(chat, link)).toSorted()).toEqual([first.id, third.id])
        expect(await owner.links.present(chat)).not.toContain(second.id)
        expect(await owner.links.pending(chat)).toEqual([])
      }
    })

    it('a chat of which a bot hears, which lets it in', async () => {
      const [owner, bot] = [await user(world.owner.phone), await robot()]
      for (const kind of KINDS) {
        const chat = await fresh(kind)
        const first = await guest(`likes the ${kind}`)
        const { link } = await bot.links.make(chat, { requestNeeded: true })
        const told = bot.hears(news.asked(first.id, `likes the ${kind}`))
        expect(await first.client.links.join(link)).toBe('asked')
        await told
        await bot.links.answer(chat, first.id, true)
        expect(await owner.links.present(chat)).toContain(first.id)
      }
    })

    it('a public group without any link', async () => {
      const chat = await fresh('supergroup', 'asked_group')
      const [owner, first] = [await user(world.owner.phone), await guest()]
      await owner.links.byRequest(chat, true)
      expect(await first.client.links.joinPublic('asked_group')).toBe('asked')
      expect(await owner.links.pending(chat)).toEqual([first.id])
      await owner.links.byRequest(chat, false)
      const second = await guest()
      expect(await second.client.links.joinPublic('asked_group')).toBe('joined')
    })

    it.runIf(driver.guardBots)('a public group that a guard bot keeps', async () => {
      const chat = await fresh('supergroup', 'guarded_group')
      const [owner, bot] = [await user(world.owner.phone), await robot()]
      const [first, second] = [await guest(), await guest()]
      await owner.links.byRequest(chat, true, world.bot.username)
      const joining = first.client.links.joinPublic('guarded_group')
      await bot.links.decide(await bot.hearsQuery(first.id), 'Approved')
      expect(await joining).toBe('joined')
      const refused = second.client.links.joinPublic('guarded_group')
      const declined = expect(refused).rejects.toThrow('INVITE_REQUEST_DECLINED')
      await bot.links.decide(await bot.hearsQuery(second.id), 'Declined')
      await declined
      expect(await owner.links.present(chat)).not.toContain(second.id)
    })
  })
}
