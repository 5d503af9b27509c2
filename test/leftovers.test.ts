import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../src/core/limits.ts'
import { createLogger } from '../src/core/logger.ts'
import { deleteAccount } from '../src/domain/accounts/delete-account.ts'
import { saveFolder } from '../src/domain/chatlists/save.ts'
import { given } from '../src/domain/chatlists/testing.ts'
import { createChannel } from '../src/domain/chats/create.ts'
import { deleteChannel } from '../src/domain/chats/delete.ts'
import { editTitle } from '../src/domain/chats/edit.ts'
import { channelInput } from '../src/domain/chats/testing.ts'
import type { Unit } from '../src/domain/context.ts'
import { placeRequest } from '../src/domain/invites/request.ts'
import { addMember } from '../src/domain/members/join.ts'
import { postToChat, postToUser } from '../src/domain/messages/post.ts'
import { createTestDomain, type TestAccount, type TestDomain } from '../src/domain/testing.ts'
import { startHousekeeping } from '../src/start/housekeeping.ts'
import type { ChatRow } from '../src/store/tables/chats.ts'

const CHAT = '"chatId"'
const CHANNEL_BOX = `"boxKind" = 'channel' AND "boxId"`
const OWN_BOX = `"boxKind" = 'account' AND "boxId"`
/** Rows of a table that nothing of the kind concerns. */
const NONE = ''

/** How long rows may stay after their chat, or their account, was deleted. */
interface Fate {
  /** `gone`: SQL that names the rows which go, up to the id. */
  readonly gone?: string
  /** Why rows stay. */
  readonly kept?: string
}
const gone = (where: string): Fate => ({ gone: where })
const kept = (why: string): Fate => ({ kept: why })

/** What becomes of the rows of every table: of those of a deleted chat, and of a deleted account. */
const TABLES: Readonly<Record<string, readonly [chat: Fate, account: Fate]>> = {
  acquaintances: [kept(NONE), kept('the bot is told that the account is deleted')],
  admin_log: [gone(CHAT), kept('the log of a chat that is there')],
  auth_keys: [kept(NONE), kept('the key is of the client, which may log in as somebody else')],
  authorizations: [kept(NONE), gone('"accountId"')],
  blocked_peers: [kept('lists of those who blocked it, which they empty'), gone('"ownerId"')],
  bot_commands: [kept('few rows, under ids that are never used again'), kept(NONE)],
  bot_queues: [kept(NONE), kept('bots delete no accounts')],
  bot_updates: [kept('the bot has still to hear of them, for a day'), kept(NONE)],
  bots: [kept(NONE), kept('bots delete no accounts')],
  chat_bots: [gone(CHAT), kept(NONE)],
  chatlist_invites: [kept('chats that are gone are passed over'), gone('"ownerId"')],
  chats: [kept('the id leads to a chat that is gone'), kept('chats outlive their creators')],
  contacts: [kept(NONE), gone('"ownerId"')],
  dialogs: [gone(`"peerKind" = 'channel' AND "peerId"`), gone('"accountId"')],
  exported_authorizations: [kept(NONE), kept('expires within minutes')],
  folders: [kept('chats that are gone are passed over'), gone('"accountId"')],
  invites: [gone(CHAT), kept('links of a former admin stay in force')],
  join_queries: [gone(CHAT), gone('"userId"')],
  join_requests: [gone(CHAT), gone('"userId"')],
  leftovers: [gone(`"kind" = 'chat' AND "id"`), gone(`"kind" = 'account' AND "id"`)],
  login_codes: [kept(NONE), kept('by phone: deleted with the account, or expire')],
  login_tokens: [kept(NONE), kept('expire within seconds')],
  login_tries: [kept(NONE), kept('by phone, for an hour')],
  members: [kept('those who were there find the chat gone'), kept('chats show a deleted account')],
  messages: [gone(CHANNEL_BOX), gone(OWN_BOX)],
  meta: [kept(NONE), kept(NONE)],
  peeks: [gone(CHAT), kept('expire within minutes')],
  photos: [gone(CHAT), kept(NONE)],
  srp_challenges: [kept(NONE), kept('expire within minutes')],
  updates: [
    // The newest, outside the sequence, says that the chat is gone.
    gone(`"ptsCount" > 0 AND ${CHANNEL_BOX}`),
    gone(OWN_BOX),
  ],
  usernames: [gone(`"kind" = 'chat' AND "id"`), gone(`"kind" = 'user' AND "id"`)],
  users: [kept(NONE), kept('the id leads to a deleted account')],
}

let folder: string
let world: TestDomain
let owner: TestAccount
let ann: TestAccount
let chat: ChatRow

const file = (): string => join(folder, 'localgram.db')

/** Reads the database while no server has it. */
async function inspect<T>(read: (db: DatabaseSync) => T): Promise<T> {
  await world.close()
  const db = new DatabaseSync(file(), { readOnly: true })
  try {
    return read(db)
  } finally {
    db.close()
    world = await createTestDomain({ file: file() })
  }
}

/** Rows that go, by table. */
function rowsOf(which: 0 | 1, id: number): Promise<Record<string, number>> {
  return inspect((db) => {
    const counts = Object.entries(TABLES).flatMap(([table, fates]) => {
      const rows = fates[which].gone
      if (rows === undefined) return []
      const text = `SELECT SUM(CASE WHEN ${rows} = ? THEN 1 ELSE 0 END) AS n FROM ${table}`
      return [[table, Number(db.prepare(text).get(id)?.n ?? 0)] as const]
    })
    return Object.fromEntries(counts)
  })
}

const none = (which: 0 | 1): Record<string, number> =>
  Object.fromEntries(
    Object.entries(TABLES).flatMap(([table, fates]) =>
      fates[which].gone === undefined ? [] : [[table, 0]],
    ),
  )

/** One round of housekeeping, more than a day later. */
async function keepHouse(): Promise<void> {
  world.clock.advance(2 * 86_400)
  const housekeeping = startHousekeeping({
    store: world.store,
    clock: world.clock,
    limits: DEFAULT_LIMITS,
    log: createLogger('silent'),
    inUse: () => false,
    forgetKey: () => undefined,
  })
  await housekeeping.run()
  await housekeeping.stop()
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'localgram-leftovers-'))
  world = await createTestDomain({ file: file() })
  owner = await world.createUser({ firstName: 'Owner' })
  ann = await world.createUser({ firstName: 'Ann', username: 'ann_a', phone: '9996610001' })
  const bot = await world.createBot()
  chat = await world.unit(async (u) => {
    const made = await createChannel(u, owner.caller, 'supergroup', 'Birds', '')
    await addMember(u, made, bot.id, { kind: 'added', byId: owner.id })
    await fill(u, made, bot)
    return made
  })
})

afterAll(async () => {
  await world.close()
  rmSync(folder, { recursive: true })
})

/** Makes rows of every table about the chat and about Ann. */
async function fill(u: Unit, made: ChatRow, bot: TestAccount): Promise<void> {
  const input = channelInput(u, owner, made)
  await editTitle(u, owner.caller, input, 'Finches')
  await postToChat(u, made, owner.id, { text: 'hello' })
  for (const { id } of [owner, ann]) await u.db.messages.markUnread(id, 'channel', made.id)
  await u.db.usernames.take('finches', 'chat', made.id)
  await u.db.chats.update(made.id, { username: 'finches', guardBotId: bot.id })
  made.username = 'finches'
  made.guardBotId = bot.id
  const admin = { status: 'admin', adminRights: -1 >>> 1 } as const
  await u.db.members.update(made.id, bot.id, admin)
  await placeRequest(u, ann.caller, made, undefined)
  await u.db.peeks.put(made.id, ann.id, u.now + 9e6)
  const photo = {
    id: 7,
    chatId: made.id,
    date: 1,
    type: 'png',
    width: 1,
    height: 1,
    size: 1,
  } as const
  await u.db.photos.insert(photo, Buffer.from([1]))
  await saveFolder(u, ann.caller, 2, given([{ kind: 'self' }]))
  const row = { slug: 'slug', ownerId: ann.id, folderId: 2, title: '', date: 1, chatIds: '[]' }
  await u.db.chatlists.insertInvite(row)
  await postToUser(u, ann.id, owner.id, { text: 'hello' })
  const names = { firstName: '', lastName: '', date: 1 }
  await u.db.users.addContact({ ownerId: ann.id, userId: owner.id, ...names })
  await u.db.blocked.add({ ownerId: ann.id, peerKind: 'user', peerId: bot.id, date: 1 })
  const device = { deviceModel: '', systemVersion: '', appVersion: '', systemLangCode: '' }
  const login = { keyId: 'aa', accountId: ann.id, passwordPendingFor: null, hash: '1', layer: 1 }
  const rest = { apiId: 1, langPack: '', langCode: '', createdAt: 1, activeAt: 1 }
  await u.db.auth.insertAuthorization({ ...device, ...login, ...rest })
}

it('every table of the database says what becomes of its rows', async () => {
  // Those of SQLite itself are counters.
  const text = `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
  const made = await inspect((db) => db.prepare(text).all())
  const tables = made.map(({ name }) => String(name))
  expect(tables.sort()).toEqual(Object.keys(TABLES))
})

describe('what is deleted', () => {
  it('a chat takes its waiting requests along at once, and the rest within a day or two', async () => {
    const before = await rowsOf(0, chat.id)
    const missing = Object.entries(before).filter(([, n]) => n === 0)
    // Nothing is left over before it is deleted.
    expect(missing.map(([table]) => table)).toEqual(['leftovers'])
    await world.unit((u) => deleteChannel(u, owner.caller, channelInput(u, owner, chat)))
    const atOnce = await rowsOf(0, chat.id)
    expect([atOnce.join_requests, atOnce.join_queries]).toEqual([0, 0])
    await keepHouse()
    expect(await rowsOf(0, chat.id)).toEqual(none(0))
    expect(await world.unit((u) => u.db.invites.requestsOf(ann.id))).toEqual([])
  })

  it('an account takes along what only it could see', async () => {
    const asked = await world.unit(async (u) => {
      const made = await createChannel(u, owner.caller, 'supergroup', 'Owls', '')
      await placeRequest(u, ann.caller, made, undefined)
      return made
    })
    const before = await rowsOf(1, ann.id)
    const missing = Object.entries(before).filter(([, n]) => n === 0)
    expect(missing.map(([table]) => table)).toEqual(['join_queries', 'leftovers'])
    const row = await world.unit((u) => u.db.users.byId(ann.id))
    if (!row) throw new Error('no row')
    await world.unit((u) => deleteAccount(u, row, undefined))
    expect((await rowsOf(1, ann.id)).join_requests).toBe(0)
    expect((await world.unit((u) => u.db.chats.byId(asked.id)))?.requestsPending).toBe(0)
    await keepHouse()
    expect(await rowsOf(1, ann.id)).toEqual(none(1))
  })
})
