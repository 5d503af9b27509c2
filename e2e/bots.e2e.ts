import { describe, expect, it } from 'vitest'
import { hasPython } from '../tools/python-clients.ts'
import {
  Notes,
  type BotDriver,
  type BotLink,
  type BotRoad,
  type RunningBot,
} from './support/bots/bot.ts'
import { grammyDriver } from './support/bots/grammy.ts'
import { nodeTelegramBotApiDriver } from './support/bots/node-telegram-bot-api.ts'
import { pythonBotDriver } from './support/bots/python-bot.ts'
import { telegrafDriver } from './support/bots/telegraf.ts'
import { news } from './support/links.ts'
import { connectPerson, type Person } from './support/people.ts'
import { startWorld, type TestWorld } from './support/world.ts'

/**
 * Libraries of the Bot API, told nothing but the root and a token, while people act over MTProto: their bots
 * keep links, decide about requests, and hear of whoever comes, by long polling and by webhook.
 */

const LINK = expect.stringMatching(/^https:\/\/t\.me\/\+[\w-]{16}$/) as string

const DRIVERS: readonly BotDriver[] = [
  grammyDriver,
  telegrafDriver,
  nodeTelegramBotApiDriver,
  ...(hasPython('bots')
    ? [
        pythonBotDriver('aiogram', 'aiogram_journey.py'),
        pythonBotDriver('python-telegram-bot', 'python_telegram_bot_journey.py'),
      ]
    : []),
]

describe.each(DRIVERS.map((driver) => ({ driver, name: driver.name })))('$name', ({ driver }) => {
  it.each(driver.roads)('by %s', { timeout: 60_000 }, (road) => journey(driver, road))
})

async function journey(driver: BotDriver, road: BotRoad): Promise<void> {
  await using world = await startWorld()
  const { server, stranger } = world
  const notes = new Notes()
  const place = { apiRoot: server.url, token: world.bot.token }
  const bot = await driver.start(place, road, notes)
  const other = await server.createUser({ firstName: 'Somebody' })
  const connect = async (id: number): Promise<Person> =>
    connectPerson(server, await server.createSession(id, 'mtcute'))
  {
    await using owner = await connect(world.owner.id)
    await using guest = await connect(stranger.id)
    await using refused = await connect(other.id)
    await talks(world, notes, guest)
    const links = await keepsLinks(world, bot)
    await decides(world, notes, { owner, guest, refused, otherId: other.id }, links)
    await hearsOfItself(world, notes, owner)
    await moves(world, notes, bot, owner)
  }
  await bot.stop()
}

/** Somebody writes to the bot, and its handler answers. */
async function talks({ bot, stranger }: TestWorld, notes: Notes, guest: Person): Promise<void> {
  await guest.client.sendText(bot.username, 'hello')
  await guest.hears('I heard: hello')
  expect(notes.of(stranger.id)).toEqual([
    { what: 'message', chat: stranger.id, from: stranger.id, text: 'hello' },
  ])
}

interface Links {
  readonly primary: string
  /** Whoever follows it asks to join. */
  readonly asking: string
}

/** The life of links in the bot's own calls. */
async function keepsLinks({ supergroup }: TestWorld, bot: RunningBot): Promise<Links> {
  const chat = supergroup.botApiChatId
  const primary = await bot.exportLink(chat)
  expect(primary).toEqual(LINK)
  const limited: BotLink = { link: LINK, name: 'Limited', limit: 1, asks: false, revoked: false }
  const made = await bot.createLink(chat, { name: 'Limited', limit: 1 })
  expect(made).toEqual(limited)
  const { link } = made
  const edited = { link, name: 'Asks', limit: undefined, asks: true, revoked: false }
  expect(await bot.editLink(chat, link, { name: 'Asks', asks: true })).toEqual(edited)
  const short = await bot.createLink(chat, { name: 'Short-lived' })
  const { name, limit, asks } = short
  const revoked = { link: short.link, name, limit, asks, revoked: true }
  expect(await bot.revokeLink(chat, short.link)).toEqual(revoked)
  return { primary, asking: link }
}

interface People {
  readonly owner: Person
  /** The bot lets him in. */
  readonly guest: Person
  /** The bot does not. */
  readonly refused: Person
  readonly otherId: number
}

/** Two ask to join, one is let in and one is not; he comes by another link. */
async function decides(
  { bot, owner, stranger, supergroup }: TestWorld,
  notes: Notes,
  { guest, refused, otherId }: People,
  { primary, asking }: Links,
): Promise<void> {
  const chat = supergroup.botApiChatId
  expect(await guest.follow(asking)).toBe('asked')
  await guest.hears(news.came(chat, stranger.id, 'request'))
  await notes.find({ what: 'chat_member', user: stranger.id })
  expect(await refused.follow(asking)).toBe('asked')
  await notes.find({ what: 'declined', user: otherId })
  expect(await refused.follow(primary)).toBe('joined')
  await notes.find({ what: 'chat_member', user: otherId })
  const came = { what: 'chat_member', chat, old: 'left', now: 'member' }
  // Where a library's handlers run at once, the next update may come before it is through with this one.
  const heard = notes.of(chat).filter((one) => one.what !== 'approved')
  const office = { what: 'my_chat_member', chat, old: 'left', now: 'administrator' }
  expect(heard).toEqual([
    // What came before the bot was started.
    { ...office, from: owner.id, user: bot.id },
    { what: 'asked', chat, from: stranger.id, link: asking },
    { ...came, from: bot.id, user: stranger.id, link: asking },
    { what: 'asked', chat, from: otherId, link: asking },
    { what: 'declined', chat, user: otherId },
    { ...came, from: otherId, user: otherId, link: primary },
  ])
  await notes.find({ what: 'approved', chat, user: stranger.id })
}

/** The owner takes an office from the bot. */
async function hearsOfItself(
  { bot, owner, supergroup }: TestWorld,
  notes: Notes,
  person: Person,
): Promise<void> {
  const chat = supergroup.botApiChatId
  await person.client.editAdminRights({
    chatId: supergroup.username,
    userId: bot.username,
    rights: {},
  })
  const told = await notes.find({ what: 'my_chat_member', chat, now: 'member' })
  expect(told).toEqual({
    what: 'my_chat_member',
    chat,
    from: owner.id,
    user: bot.id,
    old: 'administrator',
    now: 'member',
  })
}

/** A basic group becomes a supergroup: the bot hears both ids, and its library knows where to go. */
async function moves(
  { group }: TestWorld,
  notes: Notes,
  bot: RunningBot,
  owner: Person,
): Promise<void> {
  const old = group.botApiChatId
  await owner.client.call({ _: 'messages.migrateChat', chatId: group.id })
  const there = await notes.find({ what: 'migrated', chat: old })
  const here = await notes.find({ what: 'migrated', other: old })
  expect(here.chat).toBe(there.other)
  expect(await bot.movedTo(old)).toBe(here.chat)
}
