import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { MessageRow } from '../../store/tables/messages.ts'
import {
  adminOf,
  bannedMask,
  channelInput,
  createChatWorld,
  heard,
  userInput,
  type ChatWorld,
} from '../chats/testing.ts'
import type { Unit } from '../context.ts'
import type { InputPeer } from '../peers.ts'
import type { TestAccount } from '../testing.ts'
import { editText } from './edit.ts'
import { postToChat, postToUser } from './post.ts'

let w: ChatWorld
let ann: TestAccount
let bob: TestAccount

beforeEach(async () => {
  w = await createChatWorld({ messageEditSeconds: 100 })
  ann = await w.createUser({ firstName: 'Ann' })
  bob = await w.createUser({ firstName: 'Bob' })
})
afterEach(() => w.close())

type Where = (u: Unit, who: TestAccount) => InputPeer

const withUser =
  (other: TestAccount): Where =>
  (u, who) =>
    userInput(u, who, other)
const inGroup =
  ({ id }: ChatRow): Where =>
  () => ({ kind: 'chat', chatId: id })
const inChannel =
  (chat: ChatRow): Where =>
  (u, who) =>
    channelInput(u, who, chat)

/** An edit; a text of undefined is one of the keyboard only. */
const edit =
  (who: TestAccount, where: Where, id: number, text: string | undefined = 'after', media = false) =>
  (u: Unit) =>
    editText(u, who.caller, where(u, who), id, { text, entities: [], media })

const say = (chat: ChatRow, who: TestAccount, text = 'before'): Promise<MessageRow> =>
  w.unit((u) => postToChat(u, chat, who.id, { text }))

describe('an edited message', () => {
  it('changes in every box of a private chat and of a basic group, each by its own numbers', async () => {
    await w.unit((u) => postToUser(u, bob.id, bob.id, { text: 'a note' }))
    const own = await w.unit((u) => postToUser(u, ann.id, bob.id, { text: 'before' }))
    const events = await w.events(edit(ann, withUser(bob), own.id))
    expect(events).toMatchObject([
      { accountId: ann.id, update: { kind: 'editMessage', id: 1 }, pts: 3, ptsCount: 1 },
      { accountId: bob.id, update: { kind: 'editMessage', id: 2 }, pts: 4, ptsCount: 1 },
    ])
    for (const { boxId, id } of [own, { boxId: bob.id, id: 2 }]) {
      const row = await w.unit((u) => u.db.messages.find('account', boxId, id))
      expect(row).toMatchObject({ text: 'after', editDate: w.clock.now() })
    }
    const group = await w.group(ann, bob)
    const said = await say(group, bob)
    expect(heard(await w.events(edit(bob, inGroup(group), said.id)))).toEqual(
      expect.arrayContaining([`${ann.id}:editMessage`, `${bob.id}:editMessage`]),
    )
  })

  it('changes once in a channel, for everybody', async () => {
    const chat = await w.supergroup(ann, bob)
    const said = await say(chat, bob)
    expect(heard(await w.events(edit(bob, inChannel(chat), said.id)))).toEqual([
      'channel:editMessage',
    ])
    expect(await w.unit((u) => u.db.messages.find('channel', chat.id, said.id))).toMatchObject({
      text: 'after',
    })
  })

  it('may be a post of another admin for those with the right to edit only', async () => {
    const chat = await w.channel(ann, bob)
    const post = await say(chat, ann)
    const editing = () => w.refusal(edit(bob, inChannel(chat), post.id))
    expect(await editing()).toBe('MESSAGE_AUTHOR_REQUIRED')
    await w.standing(chat, bob, adminOf('postMessages'))
    expect(await editing()).toBe('MESSAGE_AUTHOR_REQUIRED')
    await w.standing(chat, bob, adminOf('editMessages'))
    expect(await editing()).toBe('none')
  })

  it('may be one’s own post while one may post', async () => {
    const chat = await w.channel(ann, bob)
    await w.standing(chat, bob, adminOf('postMessages'))
    const post = await say(chat, bob)
    expect(await w.refusal(edit(bob, inChannel(chat), post.id))).toBe('none')
    await w.standing(chat, bob, adminOf('banUsers'))
    expect(await w.refusal(edit(bob, inChannel(chat), post.id, 'again'))).toBe(
      'CHAT_ADMIN_REQUIRED',
    )
  })
})

describe('an edit is refused', () => {
  it('of what others wrote, of service messages, and of what is not in that chat', async () => {
    const group = await w.group(ann, bob)
    const said = await say(group, bob)
    const his = await w.unit(async (u) =>
      (await u.db.messages.copies(said.uid)).find((copy) => copy.boxId === ann.id),
    )
    expect(await w.refusal(edit(ann, inGroup(group), his?.id ?? 0))).toBe('MESSAGE_AUTHOR_REQUIRED')
    expect(await w.refusal(edit(ann, inGroup(group), 1))).toBe('MESSAGE_ID_INVALID')
    expect(await w.refusal(edit(ann, inGroup(group), 99))).toBe('MESSAGE_ID_INVALID')
    expect(await w.refusal(edit(bob, withUser(ann), said.id))).toBe('MESSAGE_ID_INVALID')
    const chat = await w.supergroup(ann, bob)
    expect(await w.refusal(edit(ann, inChannel(chat), 1))).toBe('MESSAGE_ID_INVALID')
  })

  it('when its time is over, but for bots, for those who may pin, and in one’s own notes', async () => {
    const bot = await w.createBot()
    const chat = await w.supergroup(ann, bob, bot)
    const said = { ann: await say(chat, ann), bob: await say(chat, bob), bot: await say(chat, bot) }
    const note = await w.unit((u) => postToUser(u, bob.id, bob.id, { text: 'a note' }))
    w.clock.advance(100)
    expect(await w.refusal(edit(bob, inChannel(chat), said.bob.id))).toBe('none')
    w.clock.advance(1)
    expect(await w.refusal(edit(bob, inChannel(chat), said.bob.id, 'late'))).toBe(
      'MESSAGE_EDIT_TIME_EXPIRED',
    )
    expect(await w.refusal(edit(ann, inChannel(chat), said.ann.id))).toBe('none')
    expect(await w.refusal(edit(bot, inChannel(chat), said.bot.id))).toBe('none')
    expect(await w.refusal(edit(bob, withUser(bob), note.id))).toBe('none')
  })

  it('without the right to write', async () => {
    const chat = await w.supergroup(ann, bob)
    const said = await say(chat, bob)
    const bannedRights = bannedMask('sendMessages')
    await w.standing(chat, bob, { status: 'restricted', bannedRights })
    expect(await w.refusal(edit(bob, inChannel(chat), said.id))).toBe('CHAT_WRITE_FORBIDDEN')
    await w.standing(chat, bob, { status: 'left' })
    expect(await w.refusal(edit(bob, inChannel(chat), said.id))).toBe('CHANNEL_PRIVATE')
  })

  it.each([
    ['', false, 'MESSAGE_EMPTY'],
    ['x'.repeat(4097), false, 'MESSAGE_TOO_LONG'],
    ['before', false, 'MESSAGE_NOT_MODIFIED'],
    ['after', true, 'MEDIA_NEW_INVALID'],
  ])('where the new content is %j (media: %s)', async (text, media, error) => {
    const said = await w.unit((u) => postToUser(u, ann.id, bob.id, { text: 'before' }))
    expect(await w.refusal(edit(ann, withUser(bob), said.id, text, media))).toBe(error)
  })
})
