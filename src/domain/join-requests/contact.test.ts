import { afterEach, beforeEach, expect, it } from 'vitest'
import { adminOf, createChatWorld, type ChatWorld } from '../chats/testing.ts'
import { postToUser } from '../messages/post.ts'
import type { TestAccount } from '../testing.ts'
import { requestBehindChat } from './contact.ts'
import { askByLink, makeAdmin, requestLink } from './testing.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount

beforeEach(async () => {
  w = await createChatWorld()
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann' })
})
afterEach(() => w.close())

const behind = (peer: TestAccount) => w.unit((u) => requestBehindChat(u, ann.caller, peer.id))

it('an admin who writes to a requester is shown as such, as long as he may answer the request', async () => {
  const chat = await w.channel(owner)
  await askByLink(w, ann, await requestLink(w, chat, owner))
  expect(await behind(owner)).toBeUndefined()
  await w.unit((u) => postToUser(u, owner.id, ann.id, { text: 'Who are you?' }))
  expect(await behind(owner)).toMatchObject({
    chat: { id: chat.id },
    request: { userId: ann.id, date: w.clock.now() },
  })
  const stranger = await w.createUser()
  await w.unit((u) => postToUser(u, stranger.id, ann.id, { text: 'hello' }))
  expect(await behind(stranger)).toBeUndefined()
  await makeAdmin(w, chat, owner, stranger)
  expect(await behind(stranger)).toMatchObject({ chat: { id: chat.id } })
  await w.standing(chat, stranger, adminOf('banUsers'))
  expect(await behind(stranger)).toBeUndefined()
})
