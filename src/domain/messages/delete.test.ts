import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { adminOf, channelInput, createChatWorld, heard, type ChatWorld } from '../chats/testing.ts'
import type { TestAccount } from '../testing.ts'
import { deleteChannelMessages, deleteMessages } from './delete.ts'
import { postToChat, postToUser } from './post.ts'

let w: ChatWorld
let ann: TestAccount
let bob: TestAccount

beforeEach(async () => {
  w = await createChatWorld()
  ann = await w.createUser({ firstName: 'Ann' })
  bob = await w.createUser({ firstName: 'Bob' })
})
afterEach(() => w.close())

function texts(who: TestAccount): Promise<string[]> {
  return w.unit(async (u) => {
    const ids = [1, 2, 3, 4, 5, 6]
    return (await u.db.messages.byIds('account', who.id, ids)).map((row) => row.text)
  })
}

describe('deleting private messages', () => {
  beforeEach(async () => {
    for (const text of ['one', 'two', 'three']) {
      await w.unit((u) => postToUser(u, ann.id, bob.id, { text }))
    }
  })

  it('empties only one’s own box unless everybody’s is meant', async () => {
    const events = await w.events((u) => deleteMessages(u, ann.caller, [1, 3, 3, 99], false))
    expect(events).toMatchObject([
      { accountId: ann.id, update: { kind: 'deleteMessages', ids: [1, 3] }, ptsCount: 2 },
    ])
    expect(await texts(ann)).toEqual(['two'])
    expect(await texts(bob)).toEqual(['one', 'two', 'three'])
  })

  it('with revoke empties both boxes, each by its own numbers', async () => {
    await w.unit((u) => postToUser(u, bob.id, bob.id, { text: 'a note' }))
    const affected = await w.unit((u) => deleteMessages(u, bob.caller, [2], true))
    expect(affected).toEqual({ pts: 6, ptsCount: 1 })
    expect(await texts(ann)).toEqual(['one', 'three'])
    expect(await texts(bob)).toEqual(['one', 'three', 'a note'])
  })

  it('moves the dialog to the newest message that is left', async () => {
    await w.unit((u) => deleteMessages(u, ann.caller, [3], false))
    const top = async (): Promise<number | undefined> =>
      (await w.unit((u) => u.db.messages.dialog(ann.id, 'user', bob.id)))?.topMessage
    expect(await top()).toBe(2)
    await w.unit((u) => deleteMessages(u, ann.caller, [1, 2], false))
    expect(await top()).toBe(0)
  })

  it('tells of many in updates that stay small', async () => {
    for (let i = 0; i < 120; i++) {
      await w.unit((u) => postToUser(u, ann.id, ann.id, { text: 'x' }))
    }
    const ids = Array.from({ length: 130 }, (_, i) => i + 1)
    const events = await w.events((u) => deleteMessages(u, ann.caller, ids, false))
    expect(events.map((event) => event.to === 'account' && event.ptsCount)).toEqual([100, 23])
  })
})

describe('deleting messages of a basic group for everybody', () => {
  it('is for the author and for admins', async () => {
    const other = await w.createUser()
    const chat = await w.group(ann, bob, other)
    await w.unit((u) => postToChat(u, chat, bob.id, { text: 'hello' }))
    const asOther = await w.refusal((u) => deleteMessages(u, other.caller, [2], true))
    expect(asOther).toBe('MESSAGE_DELETE_FORBIDDEN')
    const events = await w.events((u) => deleteMessages(u, bob.caller, [2], true))
    expect(heard(events).sort()).toEqual(
      [ann, bob, other].map((one) => `${one.id}:deleteMessages`).sort(),
    )
    await w.unit((u) => postToChat(u, chat, bob.id, { text: 'again' }))
    expect(await w.refusal((u) => deleteMessages(u, ann.caller, [3], true))).toBe('none')
  })
})

describe('deleting messages of a channel', () => {
  it('is told in the channel’s own sequence', async () => {
    const chat = await w.supergroup(ann, bob)
    await w.unit((u) => postToChat(u, chat, bob.id, { text: 'hello' }))
    const { pts, lastMessageId } = await w.chat(chat.id)
    const affected = await w.unit((u) =>
      deleteChannelMessages(u, bob.caller, channelInput(u, bob, chat), [lastMessageId, 99]),
    )
    expect(affected).toEqual({ pts: pts + 1, ptsCount: 1 })
    expect(await w.unit((u) => u.db.messages.find('channel', chat.id, lastMessageId))).toBe(
      undefined,
    )
  })

  it('needs the right for what others wrote', async () => {
    const chat = await w.supergroup(ann, bob)
    const remove = (who: TestAccount, id: number) =>
      w.refusal((u) => deleteChannelMessages(u, who.caller, channelInput(u, who, chat), [id]))
    expect(await remove(bob, 1)).toBe('MESSAGE_DELETE_FORBIDDEN')
    await w.standing(chat, bob, adminOf('deleteMessages'))
    expect(await remove(bob, 1)).toBe('none')
    const stranger = await w.createUser()
    expect(await remove(stranger, 1)).toBe('CHANNEL_PRIVATE')
  })

  it('needs the right to post for one’s own posts', async () => {
    const chat = await w.channel(ann, bob)
    await w.standing(chat, bob, adminOf('postMessages'))
    const { id } = await w.unit((u) => postToChat(u, chat, bob.id, { text: 'news' }))
    await w.standing(chat, bob, { adminRights: 0 })
    const remove = () =>
      w.refusal((u) => deleteChannelMessages(u, bob.caller, channelInput(u, bob, chat), [id]))
    expect(await remove()).toBe('MESSAGE_DELETE_FORBIDDEN')
    await w.standing(chat, bob, adminOf('postMessages'))
    expect(await remove()).toBe('none')
  })
})
