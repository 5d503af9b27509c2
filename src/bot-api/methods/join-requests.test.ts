import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RpcError } from '../../core/rpc-error.ts'
import { importInvite } from '../../domain/invites/import.ts'
import { newInvite } from '../../domain/invites/primary.ts'
import { openQuery } from '../../domain/join-requests/query.ts'
import { standing } from '../../domain/peers.ts'
import type { TestAccount } from '../../domain/testing.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import { markedChatId } from '../../core/chat-ids.ts'
import { openTestDoor, type TestDoor } from '../testing.ts'

let door: TestDoor
let ann: TestAccount
let chat: ChatRow

beforeAll(async () => {
  door = await openTestDoor()
})

afterAll(() => door.close())

beforeEach(async () => {
  ann = await door.world.createUser()
  chat = await door.managed('supergroup')
})

/** Asks to join by a link that needs approval. */
async function ask(): Promise<void> {
  const hash = await door.domain.unit(async (u) => {
    const invite = { ...newInvite(u, chat, door.owner.id), requestNeeded: 1 as const }
    return (await u.db.invites.insert(invite)).hash
  })
  await door.domain
    .unit((u) => importInvite(u, ann.caller, hash))
    .catch((error: unknown) => {
      expect((error as RpcError).message).toBe('INVITE_REQUEST_SENT')
    })
}

const statusOf = (): Promise<string | undefined> =>
  door.domain.unit(async (u) => (await standing(u, chat, ann.id))?.status)

async function refusal(method: string, params: object): Promise<unknown> {
  const { status, body } = await door.call(method, params)
  expect([status, body.error_code]).toEqual([400, 400])
  return body.description
}

describe('requests to join', () => {
  it('are approved once', async () => {
    await ask()
    const params = { chat_id: markedChatId(chat), user_id: ann.id }
    expect((await door.call('approveChatJoinRequest', params)).body).toEqual({
      ok: true,
      result: true,
    })
    expect(await statusOf()).toBe('member')
    expect(await refusal('approveChatJoinRequest', params)).toBe(
      'Bad Request: USER_ALREADY_PARTICIPANT',
    )
    expect(await refusal('declineChatJoinRequest', params)).toBe(
      'Bad Request: HIDE_REQUESTER_MISSING',
    )
  })

  it('are declined', async () => {
    await ask()
    const params = { chat_id: markedChatId(chat), user_id: ann.id }
    expect((await door.call('declineChatJoinRequest', params)).body.result).toBe(true)
    expect(await statusOf()).toBeUndefined()
  })

  it.each(['approveChatJoinRequest', 'declineChatJoinRequest'])(
    'are refused by %s in the order of its checks',
    async (method) => {
      const user_id = ann.id
      const chat_id = markedChatId(chat)
      for (const bad of [undefined, 0, -5, 'x', String(2n ** 63n)]) {
        expect(await refusal(method, { chat_id, user_id: bad })).toBe(
          'Bad Request: invalid user_id specified',
        )
      }
      expect(await refusal(method, { chat_id, user_id: 2 ** 40 })).toBe(
        'Bad Request: user not found',
      )
      expect(await refusal(method, { user_id })).toBe('Bad Request: chat_id is empty')
      expect(await refusal(method, { chat_id: door.bot.id, user_id })).toBe(
        "Bad Request: the chat can't have join requests",
      )
      expect(await refusal(method, { chat_id, user_id: 1 })).toBe('Bad Request: USER_ID_INVALID')
      await door.stand(chat, 'member')
      expect(await refusal(method, { chat_id, user_id })).toBe(
        'Bad Request: not enough rights to manage chat join requests',
      )
    },
  )

  it('of a deleted account are forbidden', async () => {
    await ask()
    await door.domain.unit((u) => u.db.users.update(ann.id, { deleted: 1 }))
    const params = { chat_id: markedChatId(chat), user_id: ann.id }
    const { status, body } = await door.call('approveChatJoinRequest', params)
    expect(status).toBe(403)
    expect(body.description).toBe('Forbidden: user is deactivated')
  })
})

describe('a guard bot', () => {
  const open = (): Promise<string> =>
    door.domain.unit(async (u) => (await openQuery(u, chat, ann.id, door.bot.id)).queryId)

  it.each([
    ['approve', 'member', false],
    ['decline', undefined, false],
    ['queue', undefined, true],
  ])('may %s the request that it is asked about', async (result, status, pending) => {
    await ask()
    const params = { chat_join_request_query_id: await open(), result }
    expect((await door.call('answerChatJoinRequestQuery', params)).body.result).toBe(true)
    expect(await statusOf()).toBe(status)
    const request = await door.domain.unit((u) => u.db.invites.request(chat.id, ann.id))
    expect(request !== undefined).toBe(pending)
    expect(await refusal('answerChatJoinRequestQuery', params)).toBe(
      'Bad Request: query is too old and response timeout expired or query ID is invalid',
    )
  })

  it('may have its page opened first', async () => {
    await ask()
    const chat_join_request_query_id = await open()
    const web_app_url = 'https://example.org/check'
    const params = { chat_join_request_query_id, web_app_url }
    expect((await door.call('sendChatJoinRequestWebApp', params)).body.result).toBe(true)
    const query = await door.domain.unit((u) => u.db.joinQueries.byId(chat_join_request_query_id))
    expect(query?.webAppUrl).toBe(web_app_url)
    for (const bad of ['', 'nowhere', 'tg://resolve']) {
      expect(await refusal('sendChatJoinRequestWebApp', { ...params, web_app_url: bad })).toBe(
        'Bad Request: URL_INVALID',
      )
    }
  })

  it('must say what shall be', async () => {
    await ask()
    const params = { chat_join_request_query_id: await open() }
    for (const result of ['', 'approved', 'constructor']) {
      expect(await refusal('answerChatJoinRequestQuery', { ...params, result })).toBe(
        'Bad Request: invalid join request query result specified',
      )
    }
  })
})
