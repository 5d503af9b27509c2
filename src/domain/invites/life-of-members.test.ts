import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { InviteRow } from '../../store/tables/invites.ts'
import { bannedMask, userInput } from '../chats/testing.ts'
import { addChatUser } from '../members/invite.ts'
import { addMember } from '../members/join.ts'
import { createLinkWorld, type LinkWorld } from './testing.ts'

let w: LinkWorld

beforeEach(async () => {
  w = await createLinkWorld()
})
afterEach(() => w.close())

describe('somebody who came by a link', () => {
  const FREE = 0
  const MUTED = bannedMask('sendMessages')
  const OUT = bannedMask('viewMessages')

  it.each([
    ['left', 'group', (chat: ChatRow) => w.leave(chat, w.guest), 'none', 'member'],
    ['left', 'supergroup', (chat: ChatRow) => w.leave(chat, w.guest), 'none', 'member'],
    ['left', 'channel', (chat: ChatRow) => w.leave(chat, w.guest), 'none', 'member'],
    ['was removed', 'group', (chat: ChatRow) => w.ban(chat, w.guest), 'none', 'member'],
    [
      'was banned',
      'supergroup',
      (chat: ChatRow) => w.ban(chat, w.guest),
      'INVITE_HASH_EXPIRED',
      'banned',
    ],
    [
      'was banned',
      'channel',
      (chat: ChatRow) => w.ban(chat, w.guest),
      'INVITE_HASH_EXPIRED',
      'banned',
    ],
    ['was kicked', 'supergroup', kick, 'none', 'member'],
    ['was banned for a time that is over', 'channel', banForAnHour, 'none', 'member'],
    ['left with a restriction', 'supergroup', leaveMuted, 'none', 'restricted'],
  ] as const)(
    'and %s (%s) frees the use, and finds the link so',
    async (_, kind, fate, back, status) => {
      const chat = await w.chatWithAdmin(kind)
      const invite = await w.link(chat, w.owner, { usageLimit: 1 })
      expect(await w.joins(w.guest, invite)).toBe('none')
      await fate(chat)
      expect(await w.stored(invite)).toMatchObject({ usage: 0 })
      expect(await w.looks(w.guest, invite)).toBe(back)
      expect(await w.joins(w.guest, invite)).toBe(back)
      expect((await w.member(chat, w.guest)).status).toBe(status)
      // Who may not come back leaves the place to others.
      expect(await w.joins(await w.createUser(), invite)).toBe(
        back === 'none' ? 'INVITE_HASH_EXPIRED' : 'none',
      )
    },
  )

  async function kick(chat: ChatRow): Promise<void> {
    await w.ban(chat, w.guest, OUT)
    await w.ban(chat, w.guest, FREE)
  }

  async function banForAnHour(chat: ChatRow): Promise<void> {
    const until = w.clock.now() + 3600
    await w.ban(chat, w.guest, OUT, until)
    expect(await w.looks(w.guest, await w.link(chat, w.owner))).toBe('INVITE_HASH_EXPIRED')
    w.clock.advance(3600)
  }

  async function leaveMuted(chat: ChatRow): Promise<void> {
    await w.ban(chat, w.guest, MUTED)
    await w.leave(chat, w.guest)
  }

  it('and was restricted is still in', async () => {
    const chat = await w.chatWithAdmin('supergroup')
    const invite = await w.link(chat, w.owner, { usageLimit: 1 })
    await w.joins(w.guest, invite)
    await w.ban(chat, w.guest, MUTED)
    expect(await w.stored(invite)).toMatchObject({ usage: 1 })
    expect(await w.joins(w.guest, invite)).toBe('USER_ALREADY_PARTICIPANT')
  })

  it('and deleted their account keeps their place', async () => {
    const chat = await w.chatWithAdmin('supergroup')
    const invite = await w.link(chat, w.owner, { usageLimit: 1 })
    await w.joins(w.guest, invite)
    await w.deleteOwn(w.guest)
    expect(await w.stored(invite)).toMatchObject({ usage: 1 })
    expect(await w.counts(chat)).toEqual({ rows: 3, count: 3 })
  })

  it('and was removed from a basic group comes back by a member’s hand, and then by link again', async () => {
    const chat = await w.chatWithAdmin('group')
    const invite = await w.link(chat, w.owner)
    await w.joins(w.guest, invite)
    await w.ban(chat, w.guest)
    await w.unit((u) => addChatUser(u, w.owner.caller, chat.id, userInput(u, w.owner, w.guest)))
    await w.leave(chat, w.guest)
    expect(await w.joins(w.guest, invite)).toBe('none')
  })

  it('and gets out of a chat whose link is gone changes nothing else', async () => {
    const chat = await w.chatWithAdmin('supergroup')
    const invite = await w.link(chat, w.owner)
    await w.joins(w.guest, invite)
    await w.revokes(w.owner, chat, invite)
    await w.deletes(w.owner, chat, invite)
    await w.leave(chat, w.guest)
    expect(await w.counts(chat)).toEqual({ rows: 2, count: 2 })
    expect(await w.joins(w.guest, invite)).toBe('INVITE_HASH_EXPIRED')
  })
})

describe('a request by a link', () => {
  const asks = (invite: InviteRow) => w.joins(w.guest, invite)
  const approved = (chat: ChatRow, invite: InviteRow) =>
    w.refusal((u) =>
      addMember(u, chat, w.guest.id, { kind: 'request', invite, approvedBy: w.owner.id }),
    )

  it('outlives its link and its admin', async () => {
    const chat = await w.chatWithAdmin('supergroup')
    const invite = await w.link(chat, w.ann, { requestNeeded: 1 })
    expect(await asks(invite)).toBe('INVITE_REQUEST_SENT')
    await w.promote(chat, w.ann, 0)
    await w.revokes(w.owner, chat, invite)
    expect(await w.stored(invite)).toMatchObject({ revoked: 1, requested: 1 })
    expect(await approved(await w.chat(chat.id), invite)).toBe('none')
    expect(await w.stored(invite)).toMatchObject({ requested: 0, usage: 1 })
  })

  it('ends with a ban', async () => {
    const chat = await w.chatWithAdmin('supergroup')
    const invite = await w.link(chat, w.owner, { requestNeeded: 1 })
    await asks(invite)
    await w.ban(chat, w.guest)
    expect(await w.unit((u) => u.db.invites.request(chat.id, w.guest.id))).toBeUndefined()
    expect(await w.stored(invite)).toMatchObject({ requested: 0 })
    expect((await w.chat(chat.id)).requestsPending).toBe(0)
    expect(await asks(invite)).toBe('INVITE_HASH_EXPIRED')
  })
})
