import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startServer, type LocalgramServer } from '../src/start-server.ts'

/* A reset makes a new world, in which accounts and chats have the numbers of the old one again. */

interface World {
  readonly token: string
  readonly chatId: number
  readonly memberId: number
}

let server: LocalgramServer
beforeEach(async () => {
  server = await startServer()
})
afterEach(() => server.stop())

/** The same people each time, with the same numbers. */
async function makeWorld(): Promise<World> {
  const owner = await server.createUser({ firstName: 'Ann' })
  const member = await server.createUser({ firstName: 'Bob' })
  const { id, token } = await server.createBot({ username: 'birds_bot', name: 'Birds' })
  const { botApiChatId } = await server.createChat({
    type: 'supergroup',
    title: 'Birds',
    ownerId: owner.id,
    memberIds: [member.id],
    admins: [{ id, rights: ['banUsers'] }],
  })
  return { token, chatId: botApiChatId, memberId: member.id }
}

async function call(token: string, method: string, params: object = {}) {
  const response = await fetch(`${server.url}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  })
  return (await response.json()) as { ok: boolean; error_code?: number; result: unknown }
}

const statusOf = async ({ token, chatId, memberId }: World): Promise<string> => {
  const { result } = await call(token, 'getChatMember', { chat_id: chatId, user_id: memberId })
  return (result as { status: string }).status
}

/** Forgets what there is to fetch; resolves to where the next update will be. */
async function emptyQueue(token: string): Promise<number> {
  const { result } = await call(token, 'getUpdates')
  const offset = ((result as { update_id: number }[]).at(-1)?.update_id ?? 0) + 1
  await call(token, 'getUpdates', { offset })
  return offset
}

describe('what began before a reset', () => {
  it('takes no updates of the new world, and ends at once', async () => {
    const before = await makeWorld()
    const offset = await emptyQueue(before.token)
    const waiting = call(before.token, 'getUpdates', { offset, timeout: 50 })
    // Answered after it, so that the other one waits by then.
    await call(before.token, 'getMe')
    await server.reset()
    const after = await makeWorld()
    expect(after).toMatchObject({ chatId: before.chatId, memberId: before.memberId })
    expect(await waiting).toMatchObject({ ok: false, error_code: 401 })
    expect((await call(after.token, 'getUpdates')).result).not.toEqual([])
  })

  it('does nothing in the new world, such as what a webhook’s answer asks for', async () => {
    const held: ServerResponse[] = []
    const receiver = createServer((_request, response) => held.push(response))
    await once(receiver.listen(0, '127.0.0.1'), 'listening')
    const { port } = receiver.address() as AddressInfo
    const before = await makeWorld()
    const posted = once(receiver, 'request')
    await call(before.token, 'setWebhook', { url: `http://127.0.0.1:${port}/` })
    await posted
    await server.reset()
    const after = await makeWorld()
    const answer = { method: 'banChatMember', chat_id: before.chatId, user_id: before.memberId }
    for (const response of held) {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(answer))
      if (!response.closed) await once(response, 'close')
    }
    expect(await statusOf(after)).toBe('member')
    expect((await call(after.token, 'getUpdates')).result).not.toEqual([])
    receiver.close()
  })
})
