import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { Unit } from '../context.ts'
import type { InputPeer } from '../peers.ts'
import type { TestAccount } from '../testing.ts'
import { wholeBannedRights } from './banned-rights.ts'
import { editAbout, editDefaultBannedRights, editTitle, toggleSignatures } from './edit.ts'
import {
  adminMask,
  adminOf,
  bannedMask,
  channelInput,
  createChatWorld,
  heard,
  type ChatWorld,
} from './testing.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount

beforeEach(async () => {
  w = await createChatWorld()
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann' })
})
afterEach(() => w.close())

function input(u: Unit, who: TestAccount, chat: ChatRow): InputPeer {
  return chat.kind === 'group' ? { kind: 'chat', chatId: chat.id } : channelInput(u, who, chat)
}
const title = (chat: ChatRow, who: TestAccount, text: string) => (u: Unit) =>
  editTitle(u, who.caller, input(u, who, chat), text)
const about = (chat: ChatRow, who: TestAccount, text: string) => (u: Unit) =>
  editAbout(u, who.caller, input(u, who, chat), text)
const defaults =
  (chat: ChatRow, who: TestAccount, mask: number, until = 0) =>
  (u: Unit) =>
    editDefaultBannedRights(u, who.caller, input(u, who, chat), mask, until)
const sign = (chat: ChatRow, who: TestAccount, on: boolean) => (u: Unit) =>
  toggleSignatures(u, who.caller, input(u, who, chat), on)

describe('a title', () => {
  it('is changed by members of a group unless that is taken from all, then by admins', async () => {
    const chat = await w.supergroup(owner, ann)
    expect(heard(await w.events(title(chat, ann, 'Bees')))).toEqual(['channel:newMessage'])
    expect((await w.chat(chat.id)).title).toBe('Bees')
    await w.unit(defaults(chat, owner, bannedMask('changeInfo')))
    expect(await w.refusal(title(chat, ann, 'Ants'))).toBe('CHAT_ADMIN_REQUIRED')
    await w.standing(chat, ann, adminOf('changeInfo'))
    expect(await w.refusal(title(chat, ann, 'Ants'))).toBe('none')
  })

  it('of a channel is changed by admins, and the channel itself says so', async () => {
    const chat = await w.channel(owner, ann)
    expect(await w.refusal(title(chat, ann, 'Bees'))).toBe('CHAT_ADMIN_REQUIRED')
    await w.unit(title(chat, owner, 'Bees'))
    const id = (await w.chat(chat.id)).lastMessageId
    const message = await w.unit((u) => u.db.messages.find('channel', chat.id, id))
    expect(message).toMatchObject({ fromId: null })
  })

  it('is told to everybody in a basic group, and is another and not empty', async () => {
    const chat = await w.group(owner, ann)
    const events = await w.events(title(chat, owner, 'Bees'))
    expect(heard(events)).toEqual([`${owner.id}:newMessage`, `${ann.id}:newMessage`])
    expect(await w.refusal(title(chat, owner, ' Bees '))).toBe('CHAT_NOT_MODIFIED')
    expect(await w.refusal(title(chat, owner, ' '))).toBe('CHAT_TITLE_EMPTY')
  })

  it('is not changed from outside', async () => {
    const [chat, channel] = [await w.group(owner, ann), await w.channel(owner)]
    await w.standing(chat, ann, { status: 'left' })
    expect(await w.refusal(title(chat, ann, 'Bees'))).toBe('CHAT_ID_INVALID')
    expect(await w.refusal(title(channel, ann, 'Bees'))).toBe('CHANNEL_PRIVATE')
  })

  it('set by an anonymous admin is announced by the group', async () => {
    const chat = await w.supergroup(owner, ann)
    await w.standing(chat, ann, {
      status: 'admin',
      adminRights: adminMask('changeInfo', 'anonymous'),
    })
    await w.unit(title(chat, ann, 'Bees'))
    const id = (await w.chat(chat.id)).lastMessageId
    const message = await w.unit((u) => u.db.messages.find('channel', chat.id, id))
    expect(message).toMatchObject({ fromId: null, authorId: ann.id })
  })
})

describe('a description', () => {
  it('is told to everybody in the chat, outside the sequence', async () => {
    const [chat, channel] = [await w.group(owner, ann), await w.channel(owner, ann)]
    expect(heard(await w.events(about(chat, owner, 'x')))).toEqual([
      `${owner.id}:chat`,
      `${ann.id}:chat`,
    ])
    const events = await w.events(about(channel, owner, ' of prey '))
    expect(events).toMatchObject([{ to: 'channel', update: { kind: 'channel' }, ptsCount: 0 }])
    expect((await w.chat(channel.id)).about).toBe('of prey')
  })

  it('is another, of some length, and a matter of who may change the chat', async () => {
    const chat = await w.channel(owner, ann)
    expect(await w.refusal(about(chat, owner, ''))).toBe('CHAT_ABOUT_NOT_MODIFIED')
    expect(await w.refusal(about(chat, owner, 'x'.repeat(256)))).toBe('CHAT_ABOUT_TOO_LONG')
    expect(await w.refusal(about(chat, ann, 'x'))).toBe('CHAT_ADMIN_REQUIRED')
    const group = await w.group(owner, ann)
    await w.standing(group, ann, { status: 'left' })
    expect(await w.refusal(about(group, ann, 'x'))).toBe('CHAT_WRITE_FORBIDDEN')
  })
})

describe('what everybody may do', () => {
  const mask = bannedMask('sendMessages', 'inviteUsers')

  it('is set by admins who may restrict, and is told to all', async () => {
    const chat = await w.group(owner, ann)
    const events = await w.events(defaults(chat, owner, mask, 2_147_483_647))
    expect(heard(events)).toEqual([`${owner.id}:chat`, `${ann.id}:chat`])
    const whole = wholeBannedRights(mask)
    expect(await w.chat(chat.id)).toMatchObject({ defaultBannedRights: whole, version: 2 })
    expect(await w.refusal(defaults(chat, ann, 0))).toBe('CHAT_ADMIN_REQUIRED')
    expect(await w.refusal(defaults(chat, owner, mask))).toBe('CHAT_NOT_MODIFIED')
  })

  it('holds for groups, without an end, and never forbids to read', async () => {
    const [chat, channel] = [await w.supergroup(owner), await w.channel(owner)]
    expect(await w.refusal(defaults(channel, owner, mask))).toBe('PEER_ID_INVALID')
    expect(await w.refusal(defaults(chat, owner, mask, 5))).toBe('UNTIL_DATE_INVALID')
    expect(await w.refusal(defaults(chat, owner, bannedMask('viewMessages')))).toBe(
      'BANNED_RIGHTS_INVALID',
    )
  })
})

describe('signatures', () => {
  it('are switched in channels only, and only to another value', async () => {
    const [chat, group] = [await w.channel(owner, ann), await w.supergroup(owner)]
    await w.unit(sign(chat, owner, true))
    expect((await w.chat(chat.id)).signatures).toBe(1)
    expect(await w.refusal(sign(chat, owner, true))).toBe('CHAT_NOT_MODIFIED')
    expect(await w.refusal(sign(group, owner, true))).toBe('CHAT_ID_INVALID')
    expect(await w.refusal(sign(chat, ann, false))).toBe('CHAT_ADMIN_REQUIRED')
  })
})
