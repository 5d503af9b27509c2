import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrateGroup } from '../../domain/chats/migrate.ts'
import { TEST_NOW } from '../../domain/testing.ts'
import { markedChatId } from '../../core/chat-ids.ts'
import { openTestDoor, type Answer, type TestDoor } from '../testing.ts'

/** Rows of the table of exact errors (spec section 6.2) that hold for every method about links. */
let door: TestDoor

beforeAll(async () => {
  door = await openTestDoor()
})

afterAll(() => door.close())

/** Everything that a method about links or requests may need, so that the chat decides. */
const PARAMS = {
  user_id: 42,
  invite_link: 'https://t.me/+abcdefghijklmnop',
  subscription_period: 2_592_000,
  subscription_price: 1,
}

const LINKS = [
  'exportChatInviteLink', 'createChatInviteLink', 'editChatInviteLink', 'revokeChatInviteLink',
  'createChatSubscriptionInviteLink', 'editChatSubscriptionInviteLink',
] as const // prettier-ignore

const ALL = [...LINKS, 'approveChatJoinRequest', 'declineChatJoinRequest'] as const

function told({ status, body }: Answer): unknown[] {
  expect(body.ok).toBe(false)
  expect(body.error_code).toBe(status)
  return [status, body.description]
}

describe.each(ALL)('%s', (method) => {
  const call = async (params: object): Promise<Answer> =>
    door.call(method, { ...PARAMS, ...params })

  it('needs a chat that the bot knows (rows 3 and 4)', async () => {
    expect(told(await call({}))).toEqual([400, 'Bad Request: chat_id is empty'])
    expect(told(await call({ chat_id: '' }))).toEqual([400, 'Bad Request: chat_id is empty'])
    for (const chat_id of [1, -1, -1_000_000_000_001, '@nobody_here', 'x', '0']) {
      expect(told(await call({ chat_id }))).toEqual([400, 'Bad Request: chat not found'])
    }
    const alien = markedChatId(await door.chat('supergroup'))
    expect(told(await call({ chat_id: alien }))).toEqual([400, 'Bad Request: chat not found'])
  })

  it('tells where an upgraded group lives (row 5)', async () => {
    const group = await door.managed('group')
    const next = await door.domain.unit((u) => migrateGroup(u, group, door.owner.id))
    const { status, text } = await call({ chat_id: markedChatId(group) })
    expect(status).toBe(400)
    expect(text).toBe(
      '{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat",' +
        `"parameters":{"migrate_to_chat_id":${markedChatId(next)}}}`,
    )
  })

  it('is forbidden to a bot that is not there any more (row 6)', async () => {
    for (const kind of ['group', 'supergroup', 'channel'] as const) {
      const chat = await door.chat(kind)
      const chat_id = markedChatId(chat)
      await door.stand(chat, 'banned')
      expect(told(await call({ chat_id }))).toEqual([
        403,
        `Forbidden: bot was kicked from the ${kind} chat`,
      ])
      await door.stand(chat, 'left')
      expect(told(await call({ chat_id }))).toEqual([
        403,
        `Forbidden: bot is not a member of the ${kind} chat`,
      ])
    }
    const gone = await door.managed('group')
    await door.domain.unit((u) => u.db.chats.update(gone.id, { deleted: 1 }))
    expect(told(await call({ chat_id: markedChatId(gone) }))).toEqual([
      403,
      'Forbidden: the group chat was deleted',
    ])
  })

  it('needs the right to invite (row 9)', async () => {
    const what = LINKS.some((one) => one === method) ? 'invite link' : 'join requests'
    for (const kind of ['group', 'supergroup', 'channel'] as const) {
      const chat = await door.chat(kind)
      await door.stand(chat, kind === 'group' ? 'member' : 'admin')
      expect(told(await call({ chat_id: markedChatId(chat) }))).toEqual([
        400,
        `Bad Request: not enough rights to manage chat ${what}`,
      ])
    }
  })

  it('is not for private chats (rows 7 and 9)', async () => {
    const text = LINKS.some((one) => one === method)
      ? "can't invite members to a private chat"
      : "the chat can't have join requests"
    expect(told(await call({ chat_id: door.bot.id }))).toEqual([400, `Bad Request: ${text}`])
  })
})

describe('the other rows', () => {
  it('unknown paths and methods (row 1)', async () => {
    const get = (url: string) => door.send({ method: 'GET', url })
    expect(told(await get('/nowhere'))).toEqual([404, 'Not Found'])
    expect(told(await get(`/bot${door.token}/getNothing`))).toEqual([
      404,
      'Not Found: method not found',
    ])
  })

  it('bad tokens (row 2)', async () => {
    const get = (token: string) => door.send({ method: 'GET', url: `/bot${token}/getMe` })
    expect(told(await get('token'))).toEqual([401, 'Unauthorized: invalid token specified'])
    expect(told(await get(`${door.token}x`))).toEqual([401, 'Unauthorized'])
  })

  it('names of methods count in any case, on the test path too', async () => {
    for (const path of ['GETCHATMEMBERCOUNT', 'getchatmembercount', 'test/getChatMemberCount']) {
      const url = `/bot${door.token}/${path}?chat_id=${door.bot.id}`
      expect((await door.send({ method: 'GET', url })).body.result).toBe(1)
    }
  })

  it('a flood (row 18)', async () => {
    const busy = await openTestDoor({ limits: { botMessagesPerGroup: 2 } })
    const chat_id = markedChatId(await busy.managed('supergroup'))
    const send = () => busy.call('sendMessage', { chat_id, text: 'x' })
    expect([(await send()).status, (await send()).status]).toEqual([200, 200])
    const { status, headers, body, text } = await send()
    await busy.close()
    const seconds = Number(headers['retry-after'])
    expect(status).toBe(429)
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThanOrEqual(60)
    expect(text).toBe(
      `{"ok":false,"error_code":429,"description":"${String(body.description)}","parameters":{"retry_after":${seconds}}}`,
    )
    expect(body.description).toBe(`Too Many Requests: retry after ${seconds}`)
  })

  it('a bot that logged out comes back after ten minutes', async () => {
    const leaving = await openTestDoor()
    expect((await leaving.call('logOut')).body).toEqual({ ok: true, result: true })
    expect(told(await leaving.call('getMe'))).toEqual([400, 'Logged out'])
    expect(leaving.domain.clock.now()).toBe(TEST_NOW)
    leaving.world.clock.advance(600)
    expect((await leaving.call('getMe')).status).toBe(200)
    expect((await leaving.call('close')).body.result).toBe(true)
    await leaving.close()
  })
})
