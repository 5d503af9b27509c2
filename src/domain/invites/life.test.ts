import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import { deleteBasicGroup, deleteChannel } from '../chats/delete.ts'
import { migrateChat } from '../chats/migrate.ts'
import { adminMask, adminOf, bannedMask } from '../chats/testing.ts'
import type { TestAccount } from '../testing.ts'
import { editInvite } from './edit.ts'
import { linkOf } from './hash.ts'
import { ensurePrimary } from './primary.ts'
import { createLinkWorld, KEEP, peerOf, type LinkWorld } from './testing.ts'

type Kind = 'group' | 'supergroup' | 'channel'

let w: LinkWorld

beforeEach(async () => {
  w = await createLinkWorld()
})
afterEach(() => w.close())

describe('links of an admin', () => {
  const FATES = {
    'is no admin any more': (chat: ChatRow) => w.promote(chat, w.ann, 0),
    'lost the right to invite': (chat: ChatRow) => w.promote(chat, w.ann, adminMask('changeInfo')),
    left: (chat: ChatRow) => w.leave(chat, w.ann),
    'was banned': (chat: ChatRow) => w.ban(chat, w.ann),
    'was restricted': (chat: ChatRow) => w.ban(chat, w.ann, bannedMask('sendMessages')),
    'deleted his account': () => w.deleteOwn(w.ann),
  } as const
  const CASES: readonly [keyof typeof FATES, Kind, string | undefined][] = [
    ['is no admin any more', 'group', 'CHAT_ADMIN_REQUIRED'],
    ['is no admin any more', 'supergroup', 'CHAT_ADMIN_REQUIRED'],
    ['is no admin any more', 'channel', 'CHAT_ADMIN_REQUIRED'],
    ['lost the right to invite', 'supergroup', 'CHAT_ADMIN_REQUIRED'],
    ['lost the right to invite', 'channel', 'CHAT_ADMIN_REQUIRED'],
    ['left', 'group', 'CHAT_WRITE_FORBIDDEN'],
    ['left', 'supergroup', 'CHANNEL_PRIVATE'],
    ['left', 'channel', 'CHANNEL_PRIVATE'],
    ['was banned', 'group', 'CHAT_WRITE_FORBIDDEN'],
    ['was banned', 'supergroup', 'CHANNEL_PRIVATE'],
    ['was banned', 'channel', 'CHANNEL_PRIVATE'],
    ['was restricted', 'supergroup', 'CHAT_ADMIN_REQUIRED'],
    // He has no logins left with which to try.
    ['deleted his account', 'group', undefined],
    ['deleted his account', 'supergroup', undefined],
  ]

  it.each(CASES)(
    'who %s of a %s stay in force, but not in his hands',
    async (fate, kind, error) => {
      const chat = await w.chatWithAdmin(kind)
      const invite = await w.link(chat, w.ann)
      await FATES[fate](chat)
      expect(await w.joins(w.guest, invite)).toBe('none')
      expect(await w.member(chat, w.guest)).toMatchObject({
        inviterId: w.ann.id,
        inviteId: invite.id,
      })
      if (error !== undefined) {
        expect(await w.edits(w.ann, chat, invite)).toBe(error)
        expect(await w.revokes(w.ann, chat, invite)).toBe(error)
        expect(await w.exports(w.ann, chat)).toBe(error)
      }
    },
  )

  it.each(CASES)('who %s of a %s are the owner’s to see and to end', async (fate, kind) => {
    const chat = await w.chatWithAdmin(kind)
    const invite = await w.link(chat, w.ann)
    await FATES[fate](chat)
    expect(await w.listed(chat, w.ann)).toEqual([invite.hash])
    expect(await w.edits(w.owner, chat, invite)).toBe('none')
    expect(await w.revokes(w.owner, chat, invite)).toBe('none')
    expect(await w.joins(w.guest, invite)).toBe('INVITE_HASH_EXPIRED')
    expect(await w.listed(chat, w.ann, true)).toEqual([invite.hash])
    expect(await w.deletes(w.owner, chat, invite)).toBe('none')
    expect(await w.stored(invite)).toBeUndefined()
  })

  it.each(['group', 'supergroup', 'channel'] as const)(
    'of a %s are his again when he is admin again',
    async (kind) => {
      const chat = await w.chatWithAdmin(kind)
      const primary = await w.unit((u) => ensurePrimary(u, chat, w.ann.id))
      await w.promote(chat, w.ann, 0)
      await w.promote(chat, w.ann, adminMask('inviteUsers'))
      expect(await w.unit((u) => ensurePrimary(u, chat, w.ann.id))).toEqual(primary)
      expect(await w.edits(w.ann, chat, await w.link(chat, w.ann))).toBe('none')
    },
  )

  it('get no successor when the owner revokes the primary of a former admin', async () => {
    const chat = await w.chatWithAdmin('supergroup')
    const first = await w.unit((u) => ensurePrimary(u, chat, w.ann.id))
    const { replacement } = await w.revoked(w.owner, chat, first)
    expect(replacement).toMatchObject({ permanent: 1, adminId: w.ann.id })
    await w.promote(chat, w.ann, 0)
    expect(await w.revoked(w.owner, chat, replacement ?? first)).toMatchObject({
      invite: { revoked: 1, permanent: 1 },
      replacement: undefined,
    })
    expect(await w.listed(chat, w.ann)).toEqual([])
  })
})

describe('links of a bot', () => {
  it.each([
    ['is an admin', 'supergroup', undefined],
    [
      'is no admin any more',
      'supergroup',
      (chat: ChatRow, bot: TestAccount) => w.promote(chat, bot, 0),
    ],
    ['was removed', 'group', (chat: ChatRow, bot: TestAccount) => w.ban(chat, bot)],
    ['was removed', 'supergroup', (chat: ChatRow, bot: TestAccount) => w.ban(chat, bot)],
    ['was removed', 'channel', (chat: ChatRow, bot: TestAccount) => w.ban(chat, bot)],
    ['left', 'channel', (chat: ChatRow, bot: TestAccount) => w.leave(chat, bot)],
  ] as const)(
    'that %s (%s) admit people, and only the bot could change them',
    async (_, kind, fate) => {
      const bot = await w.createBot()
      const chat = await w.chatWithAdmin(kind, bot)
      const invite = await w.link(chat, bot)
      await fate?.(chat, bot)
      expect(await w.joins(w.guest, invite)).toBe('none')
      expect(await w.listed(chat, bot)).toEqual([invite.hash])
      expect(await w.edits(w.owner, chat, invite)).toBe('EDIT_BOT_INVITE_FORBIDDEN')
      expect(await w.revokes(w.owner, chat, invite)).toBe('EDIT_BOT_INVITE_FORBIDDEN')
      expect(await w.deletes(w.owner, chat, invite)).toBe('INVITE_REVOKED_MISSING')
      const revoked = await w.link(chat, bot, { revoked: 1 })
      expect(await w.deletes(w.owner, chat, revoked)).toBe('none')
    },
  )
})

describe('links of a chat', () => {
  it.each([
    ['group', 'CHAT_WRITE_FORBIDDEN'],
    ['supergroup', 'CHANNEL_PRIVATE'],
    ['channel', 'CHANNEL_PRIVATE'],
  ] as const)('that is a deleted %s lead nowhere, for nobody', async (kind, error) => {
    const chat = await w.chatWithAdmin(kind)
    const invite = await w.link(chat, w.owner)
    await w.unit((u) =>
      kind === 'group'
        ? deleteBasicGroup(u, w.owner.caller, chat.id)
        : deleteChannel(u, w.owner.caller, peerOf(u, w.owner, chat)),
    )
    for (const who of [w.owner, w.ann, w.guest]) {
      expect(await w.looks(who, invite)).toBe('INVITE_HASH_EXPIRED')
      expect(await w.joins(who, invite)).toBe('INVITE_HASH_EXPIRED')
    }
    for (const who of [w.owner, w.ann]) {
      expect(await w.exports(who, chat)).toBe(error)
      expect(await w.revokes(who, chat, invite)).toBe(error)
      expect(await w.deletes(who, chat, invite)).toBe(error)
    }
  })

  it.each([
    ['group', 'CHAT_WRITE_FORBIDDEN'],
    ['supergroup', 'CHANNEL_PRIVATE'],
  ] as const)('whose creator left (%s) admit people, and him as creator', async (kind, error) => {
    const chat = await w.chatWithAdmin(kind)
    const invite = await w.link(chat, w.owner)
    await w.leave(chat, w.owner)
    expect(await w.joins(w.guest, invite)).toBe('none')
    expect(await w.exports(w.owner, chat)).toBe(error)
    expect(await w.edits(w.owner, chat, invite)).toBe(error)
    expect(await w.joins(w.owner, invite)).toBe('none')
    expect((await w.member(chat, w.owner)).status).toBe('creator')
    expect(await w.edits(w.owner, chat, invite)).toBe('none')
  })

  it('whose owner deleted his account admit people', async () => {
    const chat = await w.chatWithAdmin('channel')
    const invite = await w.link(chat, w.owner)
    await w.deleteOwn(w.owner)
    expect(await w.joins(w.guest, invite)).toBe('none')
    expect(await w.revokes(w.ann, chat, invite)).toBe('CHAT_ADMIN_REQUIRED')
  })

  it('that has another owner now are his to manage, and no longer the former one’s', async () => {
    const chat = await w.chatWithAdmin('supergroup')
    const [mine, theirs] = [await w.link(chat, w.owner), await w.link(chat, w.ann)]
    await w.standing(chat, w.ann, { status: 'creator' })
    await w.standing(chat, w.owner, adminOf('inviteUsers'))
    await w.unit((u) => u.db.chats.update(chat.id, { creatorId: w.ann.id }))
    expect(await w.edits(w.ann, chat, mine)).toBe('none')
    expect(await w.edits(w.owner, chat, mine)).toBe('none')
    expect(await w.edits(w.owner, chat, theirs)).toBe('CHAT_ADMIN_REQUIRED')
  })

  it('that became a supergroup lead there, with their members and counts', async () => {
    const group = await w.chatWithAdmin('group')
    const invite = await w.link(group, w.ann, { usageLimit: 2 })
    expect(await w.joins(w.guest, invite)).toBe('none')
    const chat = await w.unit((u) => migrateChat(u, w.owner.caller, group.id))
    expect(await w.looks(w.guest, invite)).toBe('none')
    const eve = await w.createUser()
    expect(await w.joins(eve, invite)).toBe('none')
    expect(await w.member(chat, eve)).toMatchObject({ inviteId: invite.id })
    expect(await w.stored(invite)).toMatchObject({ chatId: chat.id, usage: 2 })
    await w.leave(chat, w.guest)
    expect(await w.stored(invite)).toMatchObject({ usage: 1 })
    expect(await w.edits(w.ann, chat, invite)).toBe('none')
    const old = w.unit((u) =>
      editInvite(u, w.ann.caller, peerOf(u, w.ann, group), linkOf(invite.hash), KEEP),
    )
    await expect(old).rejects.toMatchObject({
      message: 'CHAT_WRITE_FORBIDDEN',
      migrateToChatId: chat.id,
    })
  })

  it('that became public or private again stay in force', async () => {
    const chat = await w.chatWithAdmin('supergroup')
    const invite = await w.link(chat, w.owner)
    for (const username of ['the_birds', null]) {
      await w.unit((u) => u.db.chats.update(chat.id, { username }))
      expect(await w.joins(await w.createUser(), invite)).toBe('none')
    }
  })
})
