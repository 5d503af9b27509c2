import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createChatWorld, type ChatWorld } from '../../../domain/chats/testing.ts'
import type { TestAccount } from '../../../domain/testing.ts'
import type { TlMethods } from '../../../tl/generated/methods.ts'
import type { MethodName } from '../../method.ts'
import { callMethod, chatsOf, inputChannelOf, inputUserOf } from '../testing.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount

beforeEach(async () => {
  w = await createChatWorld()
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann' })
})
afterEach(() => w.close())

const call = <N extends MethodName>(
  who: TestAccount,
  name: N,
  request: Omit<TlMethods[N]['request'], '_'>,
) => callMethod(w, who, name, request)

describe('messages.createChat', () => {
  it('answers the new chat with its members, and nobody who is missing', async () => {
    const made = await call(owner, 'messages.createChat', {
      users: [await inputUserOf(w, owner, ann)],
      title: 'Birds',
    })
    expect(made.missingInvitees).toEqual([])
    expect(chatsOf(made.updates)).toMatchObject([
      {
        _: 'chat',
        creator: true,
        participantsCount: 2,
        version: 1,
        defaultBannedRights: { untilDate: 2_147_483_647 },
      },
    ])
    if (made.updates._ !== 'updates') throw new Error(made.updates._)
    expect(made.updates.updates.map((one) => one._)).toEqual([
      'updateMessageID',
      'updateChatParticipants',
      'updateNewMessage',
    ])
    expect(made.updates.users.map((one) => one.id).sort()).toEqual([owner.id, ann.id].sort())
  })

  it('refuses a user whose access hash is not the caller’s', async () => {
    const users = [await inputUserOf(w, ann, ann)]
    await expect(
      call(owner, 'messages.createChat', { users, title: 'Birds' }),
    ).rejects.toMatchObject({
      type: 'USER_ID_INVALID',
    })
  })
})

describe('messages.getFullChat', () => {
  it('lists members, and gives the creator the link and the requests', async () => {
    const bot = await w.createBot()
    const chat = await w.group(owner, ann, bot)
    const full = await call(owner, 'messages.getFullChat', { chatId: chat.id })
    expect(full.fullChat).toMatchObject({
      _: 'chatFull',
      availableReactions: { _: 'chatReactionsAll' },
      participants: { _: 'chatParticipants', version: 1 },
      exportedInvite: { permanent: true, adminId: owner.id },
      requestsPending: 0,
      botInfo: [{ userId: bot.id }],
    })
    expect(full.users).toHaveLength(3)
    const seen = await call(ann, 'messages.getFullChat', { chatId: chat.id })
    expect(seen.fullChat).toMatchObject({ exportedInvite: undefined, requestsPending: undefined })
  })

  it('hides the members from who is out', async () => {
    const chat = await w.group(owner, ann)
    const userId = await inputUserOf(w, owner, ann)
    await call(owner, 'messages.deleteChatUser', { chatId: chat.id, userId })
    const full = await call(ann, 'messages.getFullChat', { chatId: chat.id })
    expect(full.fullChat).toMatchObject({ participants: { _: 'chatParticipantsForbidden' } })
    expect(full.chats).toMatchObject([{ _: 'chatForbidden', title: 'Birds' }])
  })
})

describe('messages.migrateChat', () => {
  it('answers both chats, the old one pointing at the new', async () => {
    const chat = await w.group(owner, ann)
    const updates = await call(owner, 'messages.migrateChat', { chatId: chat.id })
    const migratedTo = (await w.chat(chat.id)).migratedTo ?? 0
    const channel = await inputChannelOf(w, owner, { id: migratedTo })
    expect(chatsOf(updates)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ _: 'chat', deactivated: true, migratedTo: channel }),
        expect.objectContaining({
          _: 'channel',
          id: migratedTo,
          megagroup: true,
          participantsCount: 2,
        }),
      ]),
    )
    const full = await call(owner, 'channels.getFullChannel', { channel })
    expect(full.fullChat).toMatchObject({ migratedFromChatId: chat.id, migratedFromMaxId: 2 })
  })
})

describe('changes of a basic group', () => {
  it('answer with the chat as it is then', async () => {
    const chat = await w.group(owner, ann)
    const chatId = chat.id
    const userId = await inputUserOf(w, owner, ann)
    const titled = await call(owner, 'messages.editChatTitle', { chatId, title: 'Bees' })
    expect(chatsOf(titled)).toMatchObject([{ title: 'Bees' }])
    expect(await call(owner, 'messages.editChatAdmin', { chatId, userId, isAdmin: true })).toBe(
      true,
    )
    const peer = { _: 'inputPeerChat', chatId } as const
    expect(await call(owner, 'messages.editChatAbout', { peer, about: 'of prey' })).toBe(true)
    const restricted = await call(owner, 'messages.editChatDefaultBannedRights', {
      peer,
      bannedRights: { _: 'chatBannedRights', sendPolls: true, untilDate: 0 },
    })
    expect(chatsOf(restricted)).toMatchObject([{ defaultBannedRights: { sendPolls: true } }])
    const bob = await w.createUser()
    const added = await call(owner, 'messages.addChatUser', {
      chatId,
      userId: await inputUserOf(w, owner, bob),
      fwdLimit: 0,
    })
    expect(chatsOf(added.updates)).toMatchObject([{ participantsCount: 3 }])
    expect((await call(owner, 'messages.getChats', { id: [chatId] })).chats).toMatchObject([
      { id: chatId, title: 'Bees' },
    ])
    expect(await call(owner, 'messages.deleteChat', { chatId })).toBe(true)
    expect((await call(ann, 'messages.getChats', { id: [chatId] })).chats).toMatchObject([
      { _: 'chatForbidden' },
    ])
  })
})

it('messages.getCommonChats answers a slice where more are left', async () => {
  await w.group(owner, ann)
  await w.group(owner, ann)
  const userId = await inputUserOf(w, owner, ann)
  const ask = (limit: number) => call(owner, 'messages.getCommonChats', { userId, maxId: 0, limit })
  expect(await ask(1)).toMatchObject({ _: 'messages.chatsSlice', count: 2 })
  expect(await ask(10)).toMatchObject({ _: 'messages.chats' })
})

it('messages.editChatCreator says with empty peers whether a transfer is possible', async () => {
  const ask = call(owner, 'messages.editChatCreator', {
    peer: { _: 'inputPeerEmpty' },
    userId: { _: 'inputUserEmpty' },
    password: { _: 'inputCheckPasswordEmpty' },
  })
  await expect(ask).rejects.toMatchObject({ type: 'PASSWORD_MISSING' })
})
