import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileIdOf, fileUniqueIdOf } from '../src/bot-api/file-id.ts'
import { newBotToken } from '../src/domain/accounts/create-bot.ts'
import { sendCode } from '../src/domain/accounts/login-code.ts'
import { exportLoginToken } from '../src/domain/accounts/qr-login.ts'
import { newInvite } from '../src/domain/invites/primary.ts'
import { openQuery } from '../src/domain/join-requests/query.ts'
import type { LoginKey } from '../src/domain/accounts/authorization.ts'
import { createBasicGroup } from '../src/domain/chats/create.ts'
import { createTestDomain, type TestDomain } from '../src/domain/testing.ts'
import type { Unit } from '../src/domain/context.ts'
import type { ChatRow } from '../src/store/tables/chats.ts'

/** How many of each are made: a stray bit shows in one of four. */
const MANY = 200

let world: TestDomain
let chat: ChatRow
let botId: number

beforeAll(async () => {
  world = await createTestDomain()
  const owner = await world.createUser()
  botId = (await world.createBot()).id
  chat = await world.unit((u) => createBasicGroup(u, owner.caller, 'Place', []))
})

afterAll(() => world.close())

/** An identifier that clients are given: how one is made, and the form of Telegram's own. */
interface Identifier {
  readonly name: string
  readonly form: RegExp
  /** Whether it is base64url from its last colon on, which must be whole: no bits but those of its bytes. */
  readonly base64url?: boolean
  make(u: Unit, i: number): string | Promise<string>
}

const photo = (i: number) => ({ kind: 'photo', photoId: BigInt(2 ** 42 + i), size: 'b' }) as const
const chatPhoto = (i: number) =>
  ({ kind: 'chatPhoto', photoId: BigInt(2 ** 42 + i), big: false, chatId: -1e12 - 1 - i }) as const

const IDENTIFIERS: readonly Identifier[] = [
  {
    name: 'a bot token',
    // 26 bytes, as Client.cpp start_up of telegram-bot-api decodes them.
    form: /^\d{8,10}:AA[\w-]{32}[AEIMQUYcgkosw048]$/,
    base64url: true,
    make: (u, i) => newBotToken(u.random, 700_000_000 + i),
  },
  {
    name: 'an invite hash',
    form: /^(?!\d+$)[\w-]{16}$/,
    base64url: true,
    make: async (u) => (await u.db.invites.insert(newInvite(u, chat, chat.creatorId))).hash,
  },
  {
    name: 'a slug',
    form: /^(?!\d+$)[\w-]{16}$/,
    base64url: true,
    make: async (u) => {
      const link = { ownerId: chat.creatorId, folderId: 2, title: '', date: u.now, chatIds: '[]' }
      return (await u.db.chatlists.insertInvite(link)).slug
    },
  },
  {
    name: 'the file id of a size of a photo',
    form: /^AgACAgI[\w-]{45,65}$/,
    base64url: true,
    make: (u, i) => fileIdOf(u, 700_000_000 + i, photo(i)),
  },
  {
    name: "the file id of a chat's photo",
    form: /^AQADAgA[\w-]{30,50}$/,
    base64url: true,
    make: (u, i) => fileIdOf(u, 700_000_000 + i, chatPhoto(i)),
  },
  {
    name: 'the unique id of a file',
    form: /^AQA[\w-]{5,14}$/,
    base64url: true,
    make: (_u, i) => fileUniqueIdOf(i % 2 ? photo(i) : chatPhoto(i)),
  },
  {
    name: 'a phone code hash',
    form: /^[\da-f]{18}$/,
    make: async (u, i) => (await sendCode(u, `+1555${1_000_000 + i}`, 4, '0'.repeat(32))).codeHash,
  },
  {
    name: 'a login token',
    form: /^[\da-f]{64}$/,
    async make(u, i) {
      const keyId = i.toString(16).padStart(16, '0')
      const key = { keyId, layer: 200, device: {} } as LoginKey
      const login = await exportLoginToken(u, key, 4, '0'.repeat(32), [])
      return login.kind === 'token' ? login.token.toString('hex') : ''
    },
  },
  {
    name: 'the id of a question to a guard bot',
    // Of 64 bits, never 0.
    form: /^[1-9]\d{0,18}$/,
    async make(u) {
      const { queryId } = await openQuery(u, chat, chat.creatorId, botId)
      await u.db.joinQueries.delete(queryId)
      return queryId
    },
  },
]

describe.each(IDENTIFIERS)('$name', ({ form, base64url, make }) => {
  it(`has Telegram's form, and is another each time`, async () => {
    const all = await world.unit(async (u) => {
      const made: string[] = []
      for (let i = 0; i < MANY; i++) made.push(await make(u, i))
      return made
    })
    expect(all.filter((one) => !form.test(one))).toEqual([])
    expect(new Set(all).size).toBe(MANY)
    if (!base64url) return
    const text = all.map((one) => one.slice(one.lastIndexOf(':') + 1))
    expect(text.map((one) => Buffer.from(one, 'base64url').toString('base64url'))).toEqual(text)
  })
})
