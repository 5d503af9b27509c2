// A test that starts its own server: a bot by fetch, people by mtcute, and a clock that it moves.
// localgram is not on npm yet, so build it first (`npm run build` at the root), then here:
//
//     npm install
//     npm test
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryStorage, TelegramClient } from '@mtcute/node'
import { startServer } from 'localgram'

test("a bot's link lets people in until it expires", async (t) => {
  await using server = await startServer()
  const owner = await server.createUser({ firstName: 'Olga' })
  const bot = await server.createBot({ username: 'doorman_bot', name: 'Doorman' })
  const chat = await server.createChat({
    type: 'supergroup',
    title: 'The club',
    ownerId: owner.id,
    admins: [{ id: bot.id, rights: ['inviteUsers'] }],
  })

  const link = await callBot(server, bot, 'createChatInviteLink', {
    // Bot API and mtcute mark a chat's id with -100...; chat.id is the one of MTProto itself.
    chat_id: chat.botApiChatId,
    // Not Date.now(): this clock may have been moved.
    expire_date: server.clock.now() + 3600,
  })

  const early = await logIn(t, server, 'Early')
  const joined = await early.joinChat(link.invite_link)
  assert.equal(joined.status, 'ok')
  assert.equal(joined.chat.id, chat.botApiChatId)

  server.clock.advance(3601)
  const late = await logIn(t, server, 'Late')
  await assert.rejects(late.joinChat(link.invite_link), { text: 'INVITE_HASH_EXPIRED' })
})

/** What your bot's library does, with server.url as its API root. */
async function callBot(server, bot, method, parameters) {
  const response = await fetch(`${server.url}/bot${bot.token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
  })
  const { ok, result, description } = await response.json()
  assert.ok(ok, description)
  return result
}

/** A new person, logged in: the session string carries the address and the login. */
async function logIn(t, server, firstName) {
  const user = await server.createUser({ firstName })
  // Any apiId and apiHash will do.
  const storage = new MemoryStorage()
  const client = new TelegramClient({ apiId: 1, apiHash: 'any', storage })
  t.after(() => client.destroy())
  await client.importSession(await server.createSession(user.id, 'mtcute'))
  return client
}
