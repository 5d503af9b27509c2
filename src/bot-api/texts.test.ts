import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { markedChatId } from '../core/chat-ids.ts'
import { ADMIN_RIGHTS, maskOf } from '../domain/chats/rights.ts'
import { storedTexts } from '../store/sqlite/testing.ts'
import { BOT_API_METHODS } from './methods/index.ts'
import { openTestDoor, type TestDoor } from './testing.ts'

/** A text with all that no text may have; a number tells one from the other. */
const dirty = (n: number): string => ` a\r\u202e${n}b\t\0c\u0333\u2028 `
/** What is left of it in texts of several lines, and of one. */
const LINES = (n: number): string => `a${n}b  c`
const LINE = (n: number): string => `a${n}b c`
/** What no stored text has, raw or as JSON writes it. */
const DIRT = /\u0333|[\r\t\0\u202e\u2028]|\\[rt]|\\u00|\\u20|\\u03/

const RIGHTS = maskOf(ADMIN_RIGHTS, ['changeInfo', 'postMessages', 'inviteUsers'])

let folder: string
let door: TestDoor
let stored: ReturnType<typeof storedTexts>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'localgram-texts-'))
  const file = join(folder, 'world.db')
  door = await openTestDoor({ file })
  const channel = await door.chat('channel')
  await door.stand(channel, 'admin', RIGHTS)
  const chat_id = markedChatId(channel)
  let n = 0
  for (const { call } of Object.values(TEXTS)) await call({ chat_id }, n++)
  await door.close()
  stored = storedTexts(file)
})

afterAll(() => rmSync(folder, { recursive: true }))

interface Place {
  readonly chat_id: number
}

async function call(method: string, params: object): Promise<unknown> {
  const { body } = await door.call(method, params)
  expect(body.description).toBeUndefined()
  return body.result
}

/** A link of the chat's, with a price or without. */
async function linkOf(place: Place, price: object = {}): Promise<string> {
  const method =
    'subscription_price' in price ? 'createChatSubscriptionInviteLink' : 'createChatInviteLink'
  const made = (await call(method, { ...place, ...price })) as { invite_link: string }
  return made.invite_link
}

const PRICE = { subscription_period: 2_592_000, subscription_price: 10 }

/** A call for each text that bots write, by its method and parameter, and what is stored of the text. */
const TEXTS: Readonly<
  Record<string, { call: (at: Place, n: number) => Promise<unknown>; kept: (n: number) => string }>
> = {
  'sendMessage.text': {
    call: (at, n) => call('sendMessage', { ...at, text: dirty(n) }),
    kept: LINES,
  },
  'sendMessage.entities': {
    call: (at, n) => {
      const entities = [{ offset: 0, length: 3, type: 'pre', language: dirty(n) }]
      return call('sendMessage', { ...at, text: 'abc', entities })
    },
    kept: LINES,
  },
  'sendMessage.parse_mode': {
    call: (at, n) => call('sendMessage', { ...at, text: `<b>${dirty(n)}</b>`, parse_mode: 'HTML' }),
    kept: LINES,
  },
  'setChatTitle.title': {
    call: (at, n) => call('setChatTitle', { ...at, title: dirty(n) }),
    kept: LINE,
  },
  'setChatDescription.description': {
    call: (at, n) => call('setChatDescription', { ...at, description: dirty(n) }),
    kept: LINES,
  },
  'createChatInviteLink.name': {
    call: (at, n) => call('createChatInviteLink', { ...at, name: dirty(n) }),
    kept: LINE,
  },
  'editChatInviteLink.name': {
    call: async (at, n) => {
      const invite_link = await linkOf(at)
      await call('editChatInviteLink', { ...at, invite_link, name: dirty(n) })
    },
    kept: LINE,
  },
  'createChatSubscriptionInviteLink.name': {
    call: (at, n) => {
      return call('createChatSubscriptionInviteLink', { ...at, ...PRICE, name: dirty(n) })
    },
    kept: LINE,
  },
  'editChatSubscriptionInviteLink.name': {
    call: async (at, n) => {
      const invite_link = await linkOf(at, PRICE)
      await call('editChatSubscriptionInviteLink', { ...at, invite_link, name: dirty(n) })
    },
    kept: LINE,
  },
  'setMyCommands.commands': {
    call: (_, n) => {
      const commands = [{ command: '/start\r', description: dirty(n) }]
      return call('setMyCommands', { commands })
    },
    kept: LINES,
  },
}

/** Parameters that are no text for people: names with a form of their own, ids, secrets. */
const NO_TEXTS: ReadonlySet<string> = new Set([
  'chat_join_request_query_id', 'result', 'language_code', 'invite_link', 'file_id', 'allowed_updates',
  'web_app_url', 'business_connection_id', 'message_effect_id', 'url', 'ip_address', 'secret_token',
]) // prettier-ignore

describe('every text that bots write', () => {
  it('has a call here, whichever method takes it', () => {
    const names = [...BOT_API_METHODS.values()].flatMap(({ name, parameters }) =>
      Object.entries(parameters)
        .filter(([key, { schema }]) => {
          const { type } = schema
          return (type === 'string' || type === 'array') && !NO_TEXTS.has(key)
        })
        .map(([key]) => `${name}.${key}`),
    )
    expect(names.filter((name) => TEXTS[name] === undefined)).toEqual([])
  })

  it.each([...Object.keys(TEXTS).entries()])('is stored clean (%d): %s', (n, name) => {
    const kept = TEXTS[name]?.kept(n) ?? ''
    expect(stored.some(({ text }) => text.includes(kept))).toBe(true)
  })

  it('leaves nothing in the database that no text may have', () => {
    expect(stored.filter(({ text }) => DIRT.test(text))).toEqual([])
  })
})
