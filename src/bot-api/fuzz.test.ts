import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { markedChatId } from './chat-ids.ts'
import { BOT_API_METHODS } from './methods/index.ts'
import { shapeProblems } from './testing-shape.ts'
import { openTestDoor, type Answer, type TestDoor } from './testing.ts'

let door: TestDoor
/** Chats of every kind, so that calls get past their first check. */
let chatIds: (number | string)[]

beforeAll(async () => {
  door = await openTestDoor()
  chatIds = [door.bot.id, '@fuzzed_place', 42]
  for (const kind of ['group', 'supergroup', 'channel'] as const) {
    chatIds.push(markedChatId(await door.managed(kind, kind === 'group' ? undefined : `f_${kind}`)))
  }
  await door.managed('channel', 'fuzzed_place')
})

afterAll(() => door.close())

const RESULTS: Readonly<Record<string, string>> = {
  getMe: 'User',
  getChat: 'ChatFullInfo',
  exportChatInviteLink: 'String',
  createChatInviteLink: 'ChatInviteLink',
}

/** Whatever comes, the answer is of one of two forms, and no bug. */
function check(method: string, { status, body, text }: Answer): void {
  if (status === 200) {
    expect(Object.keys(body)).toEqual(['ok', 'result'])
    expect(shapeProblems(RESULTS[method] ?? '?', body.result)).toEqual([])
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

const names = ['chat_id', 'name', 'expire_date', 'member_limit', 'creates_join_request']

describe('every implemented method', () => {
  it('is fuzzed', () => {
    const known = [...BOT_API_METHODS.values()].map((method) => method.name)
    expect(known.filter((name) => !(name in RESULTS))).toEqual([])
  })

  it('answers any values of its parameters without a fault', async () => {
    const params = fc.dictionary(fc.constantFrom(...names), anything)
    const method = fc.constantFrom(...Object.keys(RESULTS))
    const chat = fc.option(fc.nat(5))
    await fc.assert(
      fc.asyncProperty(method, params, chat, async (name, values, index) => {
        const chatId = index === null ? {} : { chat_id: chatIds[index] }
        check(name, await door.call(name, { ...values, ...chatId }))
      }),
      { numRuns: 300 },
    )
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
