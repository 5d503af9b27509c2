import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
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
import { sendText, type SendOptions, type SentMessage } from './send.ts'

let w: ChatWorld
let ann: TestAccount
let bob: TestAccount

beforeEach(async () => {
  w = await createChatWorld()
  ann = await w.createUser({ firstName: 'Ann', lastName: 'Lee' })
  bob = await w.createUser({ firstName: 'Bob' })
})
afterEach(() => w.close())

type To = InputPeer | ((u: Unit) => InputPeer)

function sending(from: TestAccount, to: To, text: string, patch: Partial<SendOptions> = {}) {
  return (u: Unit): Promise<SentMessage> =>
    sendText(u, from.caller, typeof to === 'function' ? to(u) : to, {
      text,
      entities: [],
      randomId: '0',
      replyToId: undefined,
      sendAs: undefined,
      scheduleDate: undefined,
      ...patch,
    })
}

const to =
  (from: TestAccount, who: TestAccount): To =>
  (u) =>
    userInput(u, from, who)
const into =
  (from: TestAccount, chat: ChatRow): To =>
  (u) =>
    chat.kind === 'group' ? { kind: 'chat', chatId: chat.id } : channelInput(u, from, chat)

function boxOf(who: TestAccount) {
  return w.unit((u) =>
    u.db.history.before(
      { boxKind: 'account', boxId: who.id, peerKind: 'user', peerId: who.id },
      1e9,
      9,
    ),
  )
}

describe('a private message', () => {
  it('is outgoing for its sender, incoming for its receiver, each in their own numbers', async () => {
    await w.unit(sending(bob, to(bob, bob), 'a note'))
    const { message } = await w.unit(sending(ann, to(ann, bob), 'hello'))
    expect(message).toMatchObject({ boxId: ann.id, id: 1, out: 1, peerId: bob.id, text: 'hello' })
    const theirs = await w.unit((u) => u.db.messages.find('account', bob.id, 2))
    expect(theirs).toMatchObject({ out: 0, peerKind: 'user', peerId: ann.id, uid: message.uid })
  })

  it('to oneself is one message, and not outgoing', async () => {
    await w.unit(sending(ann, { kind: 'self' }, 'a note'))
    expect(await boxOf(ann)).toMatchObject([{ out: 0, text: 'a note' }])
  })

  it('answers another one in the numbers of each box', async () => {
    await w.unit(sending(bob, to(bob, bob), 'a note'))
    const first = await w.unit(sending(ann, to(ann, bob), 'hello'))
    const answer = await w.unit(sending(bob, to(bob, ann), 'hi', { replyToId: 2 }))
    expect(answer.message.replyToId).toBe(2)
    const hers = await w.unit((u) => u.db.messages.find('account', ann.id, 2))
    expect(hers?.replyToId).toBe(first.message.id)
    const refused = sending(ann, to(ann, ann), 'x', { replyToId: 1 })
    expect(await w.refusal(refused)).toBe('REPLY_MESSAGE_ID_INVALID')
  })

  it('under the same random_id is sent once and answered twice alike', async () => {
    const again = sending(ann, to(ann, bob), 'hello', { randomId: '-77' })
    const first = await w.unit(again)
    await w.unit(sending(ann, to(ann, bob), 'more'))
    const events = await w.events(async (u) => {
      expect(await again(u)).toEqual(first)
    })
    expect(events).toEqual([])
    const elsewhere = sending(ann, to(ann, ann), 'hello', { randomId: '-77' })
    expect(await w.refusal(elsewhere)).toBe('RANDOM_ID_DUPLICATE')
    const other = await w.unit(sending(bob, to(bob, ann), 'hello', { randomId: '-77' }))
    expect(other.message.boxId).toBe(bob.id)
  })

  it('is refused by what is wrong with it', async () => {
    const refusal = (text: string, patch?: Partial<SendOptions>): Promise<string> =>
      w.refusal(sending(ann, to(ann, bob), text, patch))
    expect(await refusal(' \n')).toBe('MESSAGE_EMPTY')
    expect(await refusal('x'.repeat(4097))).toBe('MESSAGE_TOO_LONG')
    expect(await refusal('x', { scheduleDate: 2_000_000_000 })).toBe('SCHEDULE_TOO_MUCH')
    expect(await refusal('x', { sendAs: { kind: 'empty' } })).toBe('PEER_ID_INVALID')
    const stranger: InputPeer = { kind: 'user', userId: bob.id, accessHash: 1n }
    expect(await w.refusal(sending(ann, stranger, 'x'))).toBe('PEER_ID_INVALID')
    await w.unit((u) => u.db.users.update(bob.id, { deleted: 1 }))
    expect(await refusal('x')).toBe('INPUT_USER_DEACTIVATED')
  })

  it('names accounts that its sender may name', async () => {
    const at = { kind: 'inputMentionName' as const, offset: 0, length: 3 }
    const { message } = await w.unit((u) =>
      sending(ann, to(ann, bob), 'you', { entities: [{ ...at, user: userInput(u, ann, bob) }] })(u),
    )
    expect(JSON.parse(message.entities ?? '')).toEqual([
      { kind: 'mentionName', offset: 0, length: 3, userId: bob.id },
    ])
    const wrong: InputPeer = { kind: 'user', userId: bob.id, accessHash: 1n }
    const sent = await w.unit(
      sending(ann, to(ann, bob), 'you', { entities: [{ ...at, user: wrong }] }),
    )
    expect(sent.message).toMatchObject({ text: 'you', entities: null })
  })
})

describe('a bot', () => {
  it('writes to no bot, and to a person only after a word from them', async () => {
    const bot = await w.createBot()
    const other = await w.createBot()
    expect(await w.refusal(sending(bot, to(bot, other), 'x'))).toBe('USER_IS_BOT')
    expect(await w.refusal(sending(bot, to(bot, ann), 'x'))).toBe('PEER_ID_INVALID')
    await w.unit(sending(ann, to(ann, bot), '/start'))
    expect(await w.refusal(sending(bot, to(bot, ann), 'x'))).toBe('none')
    const later = sending(bot, to(bot, ann), 'x', { scheduleDate: 2_000_000_000 })
    expect(await w.refusal(later)).toBe('SCHEDULE_BOT_NOT_ALLOWED')
  })

  it('writes for five minutes to somebody whose request to join it may answer', async () => {
    const bot = await w.createBot()
    const chat = await w.supergroup(bob, bot)
    await w.standing(chat, bot, adminOf('inviteUsers'))
    const request = { chatId: chat.id, userId: ann.id, inviteId: null, about: '' }
    await w.unit((u) => u.db.invites.insertRequest({ ...request, date: u.now }))
    expect(await w.refusal(sending(bot, to(bot, ann), 'why?'))).toBe('none')
    const another = await w.createUser()
    await w.unit((u) => u.db.invites.insertRequest({ ...request, userId: another.id, date: u.now }))
    w.clock.advance(301)
    expect(await w.refusal(sending(bot, to(bot, another), 'why?'))).toBe('PEER_ID_INVALID')
  })
})

describe('a message in a basic group', () => {
  it('comes to everybody, but not to a bot that may not hear it', async () => {
    const bot = await w.createBot()
    const chat = await w.group(ann, bob, bot)
    const talk = await w.events(sending(ann, into(ann, chat), 'hello'))
    expect(heard(talk)).toEqual([`${ann.id}:newMessage`, `${bob.id}:newMessage`])
    const command = await w.events(sending(ann, into(ann, chat), '/start'))
    expect(heard(command)).toContain(`${bot.id}:newMessage`)
    const answer = await w.unit(sending(bot, into(bot, chat), 'started'))
    expect(answer.message).toMatchObject({ boxId: bot.id, out: 1, fromId: bot.id })
    const reply = await w.events(sending(bob, into(bob, chat), 'thanks', { replyToId: 4 }))
    expect(heard(reply)).toContain(`${bot.id}:newMessage`)
  })

  it('is refused where the right to write is gone', async () => {
    const chat = await w.group(ann, bob)
    const text = sending(bob, into(bob, chat), 'hello')
    await w.unit((u) =>
      u.db.chats.update(chat.id, { defaultBannedRights: bannedMask('sendPlain') }),
    )
    expect(await w.refusal(text)).toBe('CHAT_SEND_PLAIN_FORBIDDEN')
    expect(await w.refusal(sending(ann, into(ann, chat), 'hello'))).toBe('none')
    await w.standing(chat, bob, { status: 'left' })
    expect(await w.refusal(text)).toBe('CHAT_WRITE_FORBIDDEN')
    const stranger = await w.createUser()
    const refused = sending(stranger, into(stranger, chat), 'hello')
    expect(await w.refusal(refused)).toBe('CHAT_ID_INVALID')
  })
})

describe('a message in a supergroup', () => {
  it('is one message, which its author has read', async () => {
    const chat = await w.supergroup(ann, bob)
    const sent = await w.unit(sending(bob, into(bob, chat), 'hello'))
    expect(sent.message).toMatchObject({ boxKind: 'channel', fromId: bob.id, post: 0 })
    expect(heard(sent.events)).toEqual(['channel:newMessage', `${bob.id}:readInbox`])
    const dialog = await w.unit((u) => u.db.messages.dialog(bob.id, 'channel', chat.id))
    expect(dialog?.readInbox).toBe(sent.message.id)
  })

  it('under the same random_id is sent once and answered twice alike', async () => {
    const chat = await w.supergroup(ann, bob)
    const again = sending(bob, into(bob, chat), 'hello', { randomId: '5' })
    expect(await w.unit(again)).toEqual(await w.unit(again))
    const before = await w.chat(chat.id)
    await w.unit(again)
    expect(await w.chat(chat.id)).toEqual(before)
  })

  it('comes from the group where an admin is anonymous', async () => {
    const chat = await w.supergroup(ann, bob)
    await w.standing(chat, bob, adminOf('anonymous'))
    const { message } = await w.unit(sending(bob, into(bob, chat), 'hello'))
    expect(message).toMatchObject({ fromId: null, authorId: bob.id, post: 0 })
    const asHimself = sending(bob, into(bob, chat), 'x', { sendAs: { kind: 'self' } })
    expect(await w.refusal(asHimself)).toBe('SEND_AS_PEER_INVALID')
  })

  it('is refused to those outside, by why they are', async () => {
    const chat = await w.supergroup(ann, bob)
    const text = sending(bob, into(bob, chat), 'hello')
    await w.standing(chat, bob, { status: 'restricted', bannedRights: bannedMask('sendMessages') })
    expect(await w.refusal(text)).toBe('CHAT_WRITE_FORBIDDEN')
    await w.standing(chat, bob, { status: 'left', bannedRights: 0 })
    expect(await w.refusal(text)).toBe('CHANNEL_PRIVATE')
    await w.unit((u) => u.db.chats.update(chat.id, { username: 'birds' }))
    expect(await w.refusal(text)).toBe('CHAT_WRITE_FORBIDDEN')
    await w.unit((u) => u.db.chats.update(chat.id, { linkedChatId: 1, joinToSend: 1 }))
    expect(await w.refusal(text)).toBe('CHAT_GUEST_SEND_FORBIDDEN')
    await w.unit((u) => u.db.chats.update(chat.id, { joinToSend: 0 }))
    expect(await w.refusal(text)).toBe('none')
    await w.standing(chat, bob, { status: 'banned', bannedRights: bannedMask('viewMessages') })
    expect(await w.refusal(text)).toBe('USER_BANNED_IN_CHANNEL')
  })
})

describe('a post in a channel', () => {
  it('speaks for the channel, and names its admin where the channel signs', async () => {
    const chat = await w.channel(ann)
    const { message } = await w.unit(sending(ann, into(ann, chat), 'news'))
    expect(message).toMatchObject({ fromId: null, authorId: ann.id, post: 1, postAuthor: null })
    await w.unit((u) => u.db.chats.update(chat.id, { signatures: 1 }))
    const signed = await w.unit(sending(ann, into(ann, chat), 'news'))
    expect(signed.message.postAuthor).toBe('Ann Lee')
  })

  it('needs the right to post', async () => {
    const chat = await w.channel(ann, bob)
    const text = sending(bob, into(bob, chat), 'news')
    expect(await w.refusal(text)).toBe('CHAT_ADMIN_REQUIRED')
    await w.standing(chat, bob, adminOf('changeInfo'))
    expect(await w.refusal(text)).toBe('CHAT_ADMIN_REQUIRED')
    await w.standing(chat, bob, adminOf('postMessages'))
    expect(await w.refusal(text)).toBe('none')
  })
})
