import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { InviteRow } from '../../store/tables/invites.ts'
import { deleteAccount } from '../accounts/delete-account.ts'
import {
  adminOf,
  bannedMask,
  channelInput,
  createChatWorld,
  heard,
  userInput,
  type ChatWorld,
} from '../chats/testing.ts'
import { linkOf } from '../invites/hash.ts'
import { editBanned } from '../members/ban.ts'
import { addMember } from '../members/join.ts'
import type { Rest } from '../rest.ts'
import type { TestAccount } from '../testing.ts'
import { hideAllJoinRequests, hideJoinRequest } from './hide.ts'
import {
  askByLink,
  askDirectly,
  chatInput,
  makeAdmin,
  requestGroup,
  requestLink,
} from './testing.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount
let bob: TestAccount

async function open(limits: Parameters<typeof createChatWorld>[0] = {}): Promise<void> {
  w = await createChatWorld(limits)
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann', about: 'I like birds' })
  bob = await w.createUser({ firstName: 'Bob' })
}
beforeEach(() => open())
afterEach(() => w.close())

const hiding =
  (chat: ChatRow, whom: TestAccount, approved: boolean, by = owner) =>
  (u: Parameters<typeof hideJoinRequest>[0]) =>
    hideJoinRequest(u, by.caller, chatInput(u, by, chat), userInput(u, by, whom), approved)
const approving = (chat: ChatRow, whom: TestAccount, by = owner) => hiding(chat, whom, true, by)
const declining = (chat: ChatRow, whom: TestAccount, by = owner) => hiding(chat, whom, false, by)
const hidingAll =
  (chat: ChatRow, approved: boolean, link?: string, by = owner) =>
  (u: Parameters<typeof hideJoinRequest>[0]) =>
    hideAllJoinRequests(u, by.caller, chatInput(u, by, chat), link, approved)

const counters = async (chat: ChatRow, invite?: InviteRow) => ({
  pending: (await w.chat(chat.id)).requestsPending,
  ...(invite && { invite: await w.unit((u) => u.db.invites.byHash(invite.hash)) }),
})

describe('approving a request', () => {
  it.each(['group', 'supergroup', 'channel'] as const)(
    'lets the requester into a %s by his link and names who did',
    async (kind) => {
      const chat = await w[kind](owner)
      const invite = await requestLink(w, chat, owner)
      expect(await askByLink(w, ann, invite)).toBe('INVITE_REQUEST_SENT')
      await w.unit(approving(chat, ann))
      expect(await w.member(chat, ann)).toMatchObject({
        status: 'member',
        viaRequest: 1,
        approvedBy: owner.id,
        inviteId: invite.id,
      })
      expect(await counters(chat, invite)).toMatchObject({
        pending: 0,
        invite: { requested: 0, usage: 1 },
      })
      expect(await w.counts(chat)).toEqual({ rows: 2, count: 2 })
    },
  )

  it('says in a group that he joined by request, and tells the admin of the chat as it is now', async () => {
    const chat = await w.supergroup(owner)
    await askByLink(w, ann, await requestLink(w, chat, owner))
    const events = heard(await w.events(approving(chat, ann)))
    expect(events).toEqual([
      `${owner.id}:pendingRequests`,
      `${ann.id}:channel`,
      'channel:newMessage',
      `${owner.id}:channel`,
    ])
    const { lastMessageId } = await w.chat(chat.id)
    const message = await w.unit((u) => u.db.messages.find('channel', chat.id, lastMessageId))
    expect(message).toMatchObject({ fromId: ann.id, action: '{"kind":"chatJoinedByRequest"}' })
  })

  it('works for a request without a link, and by a link that was revoked or deleted since', async () => {
    const chat = await requestGroup(w, owner)
    expect(await askDirectly(w, ann, chat)).toBe('INVITE_REQUEST_SENT')
    await w.unit(approving(chat, ann))
    expect(await w.member(chat, ann)).toMatchObject({ viaRequest: 1, inviteId: null })
    const invite = await requestLink(w, chat, owner)
    await askByLink(w, bob, invite)
    await w.unit((u) => u.db.invites.update(invite.id, { revoked: 1 }))
    await w.unit((u) => u.db.invites.delete(invite.id))
    await w.unit(approving(chat, bob))
    expect(await w.member(chat, bob)).toMatchObject({ status: 'member', viaRequest: 1 })
    expect(await counters(chat)).toEqual({ pending: 0 })
  })

  it('is for every admin with the right to invite, bots too, whosoever the link is', async () => {
    const chat = await w.supergroup(owner)
    const invite = await requestLink(w, chat, owner)
    const bot = await w.createBot()
    await makeAdmin(w, chat, owner, bot)
    await askByLink(w, ann, invite)
    await w.unit(approving(chat, ann, bot))
    expect(await w.member(chat, ann)).toMatchObject({ approvedBy: bot.id })
    await makeAdmin(w, chat, owner, bob)
    await w.standing(chat, bob, adminOf('banUsers'))
    const eve = await w.createUser()
    await askByLink(w, eve, invite)
    expect(await w.refusal(approving(chat, eve, bob))).toBe('CHAT_ADMIN_REQUIRED')
    expect(await w.refusal(approving(chat, eve, ann))).toBe('CHAT_ADMIN_REQUIRED')
    expect(await w.refusal(approving(chat, eve, eve))).toBe('CHANNEL_PRIVATE')
  })

  it('keeps the request of somebody who is in too many channels', async () => {
    await w.close()
    await open({ channelsPerUser: 1 })
    const chat = await w.supergroup(owner)
    await askByLink(w, ann, await requestLink(w, chat, owner))
    await w.supergroup(ann)
    expect(await w.refusal(approving(chat, ann))).toBe('USER_CHANNELS_TOO_MUCH')
    expect(await counters(chat)).toEqual({ pending: 1 })
  })

  it('is refused where the requester is in already, was never there, or another was faster', async () => {
    const chat = await w.supergroup(owner, bob)
    expect(await w.refusal(approving(chat, bob))).toBe('USER_ALREADY_PARTICIPANT')
    expect(await w.refusal(declining(chat, bob))).toBe('HIDE_REQUESTER_MISSING')
    expect(await w.refusal(approving(chat, ann))).toBe('HIDE_REQUESTER_MISSING')
    await askByLink(w, ann, await requestLink(w, chat, owner))
    const outcomes = await Promise.all([
      w.refusal(approving(chat, ann)),
      w.refusal(declining(chat, ann)),
    ])
    expect(outcomes).toEqual(['none', 'HIDE_REQUESTER_MISSING'])
  })

  it('is refused for what is no account that can join', async () => {
    const chat = await w.supergroup(owner)
    await askByLink(w, ann, await requestLink(w, chat, owner))
    const hide = (u: Parameters<typeof hideJoinRequest>[0], userId: number) =>
      hideJoinRequest(
        u,
        owner.caller,
        channelInput(u, owner, chat),
        { kind: 'user', userId, accessHash: 1n },
        true,
      )
    expect(await w.refusal((u) => hide(u, 1))).toBe('USER_ID_INVALID')
    await w.unit((u) => deleteAccount(u, ann.row, undefined))
    expect(await w.refusal(approving(chat, ann))).toBe('INPUT_USER_DEACTIVATED')
  })

  it('is refused by the chat’s own errors: a user, a group that was left, a group that is gone', async () => {
    expect(
      await w.refusal((u) =>
        hideJoinRequest(u, owner.caller, userInput(u, owner, ann), userInput(u, owner, ann), true),
      ),
    ).toBe('PEER_ID_INVALID')
    const group = await w.group(owner, bob)
    await w.standing(group, bob, { status: 'left' })
    expect(await w.refusal(approving(group, ann, bob))).toBe('CHAT_WRITE_FORBIDDEN')
  })
})

describe('declining a request', () => {
  it('takes it away and leaves the requester outside, who may ask again', async () => {
    const chat = await w.channel(owner)
    const invite = await requestLink(w, chat, owner)
    await askByLink(w, ann, invite)
    expect(heard(await w.events(declining(chat, ann)))).toEqual([`${owner.id}:pendingRequests`])
    expect(await counters(chat, invite)).toMatchObject({ pending: 0, invite: { requested: 0 } })
    expect(await w.counts(chat)).toEqual({ rows: 1, count: 1 })
    expect(await askByLink(w, ann, invite)).toBe('INVITE_REQUEST_SENT')
    expect(await counters(chat, invite)).toMatchObject({ pending: 1, invite: { requested: 1 } })
  })
})

describe('answering all requests', () => {
  it('lets everybody in, or those of one link, and tells the admins once', async () => {
    const chat = await w.supergroup(owner)
    const [one, two] = [await requestLink(w, chat, owner), await requestLink(w, chat, owner)]
    const eve = await w.createUser()
    await askByLink(w, ann, one)
    await askByLink(w, bob, two)
    await askByLink(w, eve, two)
    const events = heard(await w.events(hidingAll(chat, true, linkOf(two.hash))))
    expect(events.filter((event) => event === `${owner.id}:pendingRequests`)).toHaveLength(1)
    expect(await w.counts(chat)).toEqual({ rows: 3, count: 3 })
    expect(await counters(chat, one)).toMatchObject({ pending: 1, invite: { requested: 1 } })
    expect(await counters(chat, two)).toMatchObject({ invite: { requested: 0, usage: 2 } })
    await w.unit(hidingAll(chat, true, ''))
    expect(await w.counts(chat)).toEqual({ rows: 4, count: 4 })
    expect(await w.refusal(hidingAll(chat, true))).toBe('HIDE_REQUESTER_MISSING')
  })

  it('declines everybody', async () => {
    const chat = await requestGroup(w, owner)
    await askDirectly(w, ann, chat)
    await askByLink(w, bob, await requestLink(w, chat, owner))
    await w.unit(hidingAll(chat, false))
    expect(await counters(chat)).toEqual({ pending: 0 })
    expect(await w.counts(chat)).toEqual({ rows: 1, count: 1 })
  })

  it('keeps those who are in too many channels, and fails where that is everybody', async () => {
    await w.close()
    await open({ channelsPerUser: 1 })
    const chat = await w.supergroup(owner)
    const invite = await requestLink(w, chat, owner)
    await askByLink(w, ann, invite)
    await askByLink(w, bob, invite)
    await w.supergroup(ann)
    await w.unit(hidingAll(chat, true))
    expect(await counters(chat, invite)).toMatchObject({ pending: 1, invite: { requested: 1 } })
    expect(await w.refusal(hidingAll(chat, true))).toBe('USER_CHANNELS_TOO_MUCH')
  })

  it('lets nobody in where not all have room', async () => {
    await w.close()
    await open({ supergroupMembers: 2 })
    const chat = await w.supergroup(owner)
    const invite = await requestLink(w, chat, owner)
    await askByLink(w, ann, invite)
    await askByLink(w, bob, invite)
    expect(await w.refusal(hidingAll(chat, true))).toBe('USERS_TOO_MUCH')
    expect(await w.counts(chat)).toEqual({ rows: 1, count: 1 })
    expect(await counters(chat)).toEqual({ pending: 2 })
  })

  it('by another admin’s link is for the owner, by a link of another chat for nobody', async () => {
    const chat = await w.supergroup(owner)
    await makeAdmin(w, chat, owner, bob)
    const [own, his] = [await requestLink(w, chat, owner), await requestLink(w, chat, bob)]
    await askByLink(w, ann, his)
    expect(await w.refusal(hidingAll(chat, true, linkOf(own.hash), bob))).toBe(
      'CHAT_ADMIN_REQUIRED',
    )
    const elsewhere = await requestLink(w, await w.channel(owner), owner)
    expect(await w.refusal(hidingAll(chat, true, linkOf(elsewhere.hash)))).toBe(
      'INVITE_HASH_EXPIRED',
    )
    await w.unit(hidingAll(chat, true, linkOf(his.hash)))
    expect(await w.member(chat, ann)).toMatchObject({ status: 'member' })
  })
})

describe('answering very many', () => {
  async function manyAsk(chat: ChatRow, invite: InviteRow, count: number): Promise<TestAccount[]> {
    const all = []
    for (let i = 0; i < count; i++) {
      const guest = await w.createUser()
      await askByLink(w, guest, invite)
      all.push(guest)
    }
    return all
  }

  /** All that is left, each part in a unit of its own. */
  async function finish(rest: Rest | undefined, between?: () => Promise<unknown>): Promise<number> {
    let units = 0
    for (let next = rest; next !== undefined; units++) {
      const some = next
      next = await w.unit((u) => some(u))
      await between?.()
    }
    return units
  }

  it('takes several units, and leaves who asks meanwhile', async () => {
    const chat = await w.supergroup(owner)
    const invite = await requestLink(w, chat, owner)
    await manyAsk(chat, invite, 40)
    const rest = await w.unit(hidingAll(chat, true))
    expect(await w.counts(chat)).toEqual({ rows: 1, count: 1 })
    w.clock.advance(1)
    const late = await w.createUser()
    expect(await finish(rest, () => askByLink(w, late, invite))).toBe(4)
    expect(await w.counts(chat)).toEqual({ rows: 41, count: 41 })
    expect(await counters(chat, invite)).toMatchObject({
      pending: 1,
      invite: { requested: 1, usage: 40 },
    })
  })

  it('declines them all the same', async () => {
    const chat = await w.channel(owner)
    const invite = await requestLink(w, chat, owner)
    await manyAsk(chat, invite, 17)
    await finish(await w.unit(hidingAll(chat, false, linkOf(invite.hash))))
    expect(await counters(chat, invite)).toMatchObject({ pending: 0, invite: { requested: 0 } })
    expect(await w.counts(chat)).toEqual({ rows: 1, count: 1 })
  })

  it('ends where the right to is lost, with those let in who were', async () => {
    const chat = await w.supergroup(owner)
    await makeAdmin(w, chat, owner, bob)
    const invite = await requestLink(w, chat, bob)
    await manyAsk(chat, invite, 40)
    const rest = await w.unit(hidingAll(chat, true, undefined, bob))
    const demote = () =>
      w.unit((u) => u.db.members.update(chat.id, bob.id, { status: 'member', adminRights: 0 }))
    await expect(finish(rest, demote)).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    expect(await w.counts(chat)).toEqual({ rows: 18, count: 18 })
    expect(await counters(chat, invite)).toMatchObject({ pending: 24, invite: { requested: 24 } })
  })

  it('passes over who was answered or got in meanwhile', async () => {
    const chat = await w.supergroup(owner)
    const invite = await requestLink(w, chat, owner)
    const guests = await manyAsk(chat, invite, 40)
    const [, , third] = guests.slice(-3)
    const rest = await w.unit(hidingAll(chat, true))
    let answered = false
    await finish(rest, async () => {
      if (!answered) await w.unit(declining(chat, third as TestAccount))
      answered = true
    })
    expect(await w.counts(chat)).toEqual({ rows: 40, count: 40 })
    expect(await counters(chat)).toEqual({ pending: 0 })
  })

  it('lets nobody in where not all have room, and skips those who are in too many channels', async () => {
    await w.close()
    await open({ supergroupMembers: 30, channelsPerUser: 1 })
    const chat = await w.supergroup(owner)
    const invite = await requestLink(w, chat, owner)
    const guests = await manyAsk(chat, invite, 29)
    for (const guest of guests.slice(0, 20)) await w.supergroup(guest)
    await finish(await w.unit(hidingAll(chat, true)))
    expect(await counters(chat)).toEqual({ pending: 20 })
    const rest = await w.unit(hidingAll(chat, true))
    await expect(finish(rest)).rejects.toThrow('USER_CHANNELS_TOO_MUCH')
    await manyAsk(chat, invite, 1)
    expect(await w.refusal(hidingAll(chat, true))).toBe('USERS_TOO_MUCH')
  })
})

describe('a request vanishes', () => {
  it('when its requester is banned, comes in otherwise, or is deleted', async () => {
    const chat = await requestGroup(w, owner)
    const invite = await requestLink(w, chat, owner)
    const eve = await w.createUser()
    for (const who of [ann, bob, eve]) await askByLink(w, who, invite)
    const ban = await w.events((u) =>
      editBanned(
        u,
        owner.caller,
        channelInput(u, owner, chat),
        userInput(u, owner, ann),
        bannedMask('viewMessages'),
        0,
      ),
    )
    expect(heard(ban)).toContain(`${owner.id}:pendingRequests`)
    expect(await counters(chat, invite)).toMatchObject({ pending: 2, invite: { requested: 2 } })
    const current = await w.chat(chat.id)
    const added = await w.events((u) =>
      addMember(u, current, bob.id, { kind: 'added', byId: owner.id }),
    )
    expect(heard(added)).toContain(`${owner.id}:pendingRequests`)
    expect(await w.member(chat, bob)).toMatchObject({ viaRequest: 0 })
    await w.unit((u) => deleteAccount(u, eve.row, undefined))
    expect(await counters(chat, invite)).toMatchObject({ pending: 0, invite: { requested: 0 } })
  })
})
