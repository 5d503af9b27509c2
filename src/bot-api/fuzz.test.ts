import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_RIGHTS, maskOf, type AdminRight } from '../domain/chats/rights.ts'
import { postToUser } from '../domain/messages/post.ts'
import type { ChatRow } from '../store/tables/chats.ts'
import { markedChatId } from '../core/chat-ids.ts'
import { readDocumented } from './documented.ts'
import { BOT_API_METHODS } from './methods/index.ts'
import { shapeProblems } from './testing-shape.ts'
import { openTestDoor, type Answer, type TestDoor } from './testing.ts'

let door: TestDoor
/** Chats of every kind, so that calls get past their first check. */
let chatIds: (number | string)[]
let userIds: number[]
/** The chats that are the bot's to manage, by the ids that calls name. */
const chats = new Map<number | string, ChatRow>()
const EVERY_RIGHT = maskOf(ADMIN_RIGHTS, Object.keys(ADMIN_RIGHTS) as AdminRight[])

beforeAll(async () => {
  door = await openTestDoor()
  const ann = await door.world.createUser()
  userIds = [door.bot.id, door.owner.id, ann.id]
  await door.domain.unit((u) => postToUser(u, ann.id, door.bot.id, { text: 'Hi' }))
  chatIds = [door.bot.id, '@fuzzed_place', 42, ann.id]
  for (const kind of ['group', 'supergroup', 'channel'] as const) {
    const chat = await door.managed(kind, kind === 'group' ? undefined : `f_${kind}`)
    chatIds.push(markedChatId(chat))
    chats.set(markedChatId(chat), chat)
  }
  await door.managed('channel', 'fuzzed_place')
})

afterAll(() => door.close())

const { methods } = readDocumented()

/** Every implemented method but those whose doing is to end what the others need. */
const METHODS = [...BOT_API_METHODS.values()]
  .map((method) => method.name)
  .filter((name) => !['logOut', 'setWebhook'].includes(name))

/** Whatever comes, the answer is of one of two forms, and no bug. */
function check(method: string, { status, body, text }: Answer): void {
  if (status === 200) {
    expect(Object.keys(body).slice(0, 2)).toEqual(['ok', 'result'])
    const problems = (methods[method]?.returns ?? []).map((type) =>
      shapeProblems(type, body.result),
    )
    expect(
      problems.some((some) => some.length === 0),
      text,
    ).toBe(true)
  } else {
    expect(body).toMatchObject({ ok: false, error_code: status })
    expect(body.description).toBeTypeOf('string')
    expect(status, text).toBeLessThan(500)
  }
}

const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.double(),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom('\ud800', '\0', '9'.repeat(400), '-', '1e9', '0x10', '٣'),
)

/** Texts that parsers of a parameter's own language get into. */
const almostRight = fc.oneof(
  fc.constantFrom(
    '{"type":"chat","chat_id":1}', '{"type":"chat_member"}', '[{"command":"a","description":"b"}]',
    '{"can_send_messages":true}', '{"can_send_messages":null}', '{"message_id":1}', '{"__proto__":{}}',
    '[{"type":"bold","offset":0,"length":9}]', '[{"type":"text_mention","offset":0,"length":1}]',
    '[null]', '[[]]', 'null', 'HTML', 'MarkdownV2', 'Markdown', '<b>*_x_*</b>', 'approve',
  ),
  fc.string({ unit: fc.constantFrom(...'<b>/*_~|`[]()!\\&;{}":,1a \n') }),
) // prettier-ignore

/** A method, and any values for any of its parameters. No call shall wait. */
const calls = fc.constantFrom(...METHODS).chain((name) => {
  const own = Object.keys(BOT_API_METHODS.get(name.toLowerCase())?.parameters ?? {})
  const value = fc.oneof(anything, almostRight, fc.nat(5))
  const known = own.length === 0 ? fc.constant({}) : fc.dictionary(fc.constantFrom(...own), value)
  return fc.record({ name: fc.constant(name), values: known })
})

describe('every implemented method', () => {
  it('answers any values of its parameters without a fault', async () => {
    const whichChat = fc.option(fc.nat(6))
    const whichUser = fc.option(fc.nat(2))
    await fc.assert(
      fc.asyncProperty(
        calls,
        whichChat,
        whichUser,
        async ({ name, values }, chatIndex, userIndex) => {
          const chatId = chatIndex === null ? {} : { chat_id: chatIds[chatIndex] }
          const userId = userIndex === null ? {} : { user_id: userIds[userIndex] }
          // A bot that left, or gave its office back, would get no further.
          const chat = chats.get(chatIds[chatIndex ?? 0] ?? '')
          if (chat) await door.stand(chat, 'admin', EVERY_RIGHT)
          check(name, await door.call(name, { ...values, ...chatId, ...userId, timeout: 0 }))
        },
      ),
      { numRuns: 1000 },
    )
    const failures = door.logged.filter((line) => Number(line.level) >= 50)
    expect(failures).toEqual([])
  })

  it('answers any body of any type without a fault', async () => {
    const type = fc.constantFrom(
      'application/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=B',
      'multipart/form-data; boundary=',
      'text/plain',
      'nonsense',
      'application/json; charset=latin1',
    )
    const form = '--B\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n42\r\n--B--\r\n'
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      fc.nat(form.length).map((length) => Buffer.from(form.slice(0, length))),
      fc.nat(form.length).map((at) => Buffer.from(`${form.slice(0, at)}\0${form.slice(at)}`)),
    )
    await fc.assert(
      fc.asyncProperty(type, body, async (contentType, payload) => {
        const url = `/bot${door.token}/exportChatInviteLink`
        const headers = { 'content-type': contentType }
        check('exportChatInviteLink', await door.send({ method: 'POST', url, headers, payload }))
      }),
      { numRuns: 300 },
    )
  })

  it('answers any path behind /bot without a fault', async () => {
    const path = fc.string({ unit: fc.constantFrom(...'/:%?#&=+-1aA0.é'.split('')) })
    await fc.assert(
      fc.asyncProperty(path, fc.boolean(), async (rest, withToken) => {
        const url = encodeURI(`/bot${withToken ? door.token : ''}${rest}`)
        check('getMe', await door.send({ method: 'GET', url }))
      }),
      { numRuns: 300 },
    )
  })
})
