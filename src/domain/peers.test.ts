import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../store/tables/chats.ts'
import { channelInput, createChatWorld, type ChatWorld } from './chats/testing.ts'
import { postToChat } from './messages/post.ts'
import { resolvePeer } from './peers.ts'
import type { TestAccount } from './testing.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount
let chat: ChatRow
let msgId: number

beforeEach(async () => {
  w = await createChatWorld()
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann' })
  chat = await w.supergroup(owner, ann)
  msgId = (await w.unit((u) => postToChat(u, chat, owner.id, { text: 'hello' }))).id
})
afterEach(() => w.close())

/** What becomes of Ann naming the owner by his message in the chat. */
const named = () =>
  w.refusal((u) => {
    const peer = channelInput(u, ann, chat)
    return resolvePeer(u, ann.caller, { kind: 'userFromMessage', peer, msgId, userId: owner.id })
  })

describe('an account that is named by a message of a channel', () => {
  it('is found by whoever may read the message', async () => {
    expect(await named()).toBe('none')
    await w.standing(chat, ann, { status: 'left' })
    expect(await named()).toBe('MSG_ID_INVALID')
    await w.unit((u) => u.db.chats.update(chat.id, { username: 'birds' }))
    expect(await named()).toBe('none')
  })

  it('is found by somebody who looks into the channel by a link, as long as he may', async () => {
    await w.standing(chat, ann, { status: 'left' })
    await w.unit((u) => u.db.peeks.put(chat.id, ann.id, u.now + 60))
    expect(await named()).toBe('none')
    await w.unit((u) => u.db.peeks.put(chat.id, ann.id, u.now))
    expect(await named()).toBe('MSG_ID_INVALID')
  })

  it('is not found by somebody who is banned from a public one, or after it is gone', async () => {
    await w.unit((u) => u.db.chats.update(chat.id, { username: 'birds' }))
    await w.standing(chat, ann, { status: 'banned' })
    expect(await named()).toBe('MSG_ID_INVALID')
    await w.standing(chat, ann, { status: 'member' })
    await w.unit((u) => u.db.chats.update(chat.id, { deleted: 1 }))
    expect(await named()).toBe('MSG_ID_INVALID')
  })
})
