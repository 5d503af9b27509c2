import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  adminOf,
  channelInput,
  createChatWorld,
  type ChatWorld,
} from '../../../domain/chats/testing.ts'
import type { AdminLogAction } from '../../../domain/admin-log/action.ts'
import { logAdminEvent } from '../../../domain/admin-log/log.ts'
import { exportInvite } from '../../../domain/invites/export.ts'
import { addMember } from '../../../domain/members/join.ts'
import type { TestAccount } from '../../../domain/testing.ts'
import type { ChatRow } from '../../../store/tables/chats.ts'
import type { InviteRow } from '../../../store/tables/invites.ts'
import { decodeResult, encodeResult, OLDEST_LAYER } from '../../../tl/api.ts'
import type { ChannelsGetAdminLogRequest } from '../../../tl/generated/channels.ts'
import { callMethod, inputChannelOf, inputUserOf } from '../testing.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount
let bob: TestAccount
let chat: ChatRow

beforeEach(async () => {
  w = await createChatWorld()
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann' })
  bob = await w.createUser({ firstName: 'Bob' })
  chat = await w.channel(owner, ann)
  await w.standing(chat, ann, { ...adminOf('inviteUsers'), promotedBy: owner.id })
})
afterEach(() => w.close())

const ALL = { q: '', maxId: 0n, minId: 0n, limit: 100 }

async function log(who: TestAccount, more: Partial<ChannelsGetAdminLogRequest> = {}) {
  const channel = await inputChannelOf(w, who, chat)
  return callMethod(w, who, 'channels.getAdminLog', { ...ALL, ...more, channel })
}

/** Writes an event and returns it as an account sees it, with the names that stand beside it. */
async function seen(who: TestAccount, action: AdminLogAction, by = owner) {
  await w.unit((u) => logAdminEvent(u, chat, by.id, action))
  const { events, users, chats } = await log(who, { limit: 1 })
  const [event] = events
  return {
    action: event?.action,
    users: users.map((one) => one.id).sort((a, b) => a - b),
    chats: chats.map((one) => one.id),
  }
}

function linkOf(who: TestAccount, title = 'Flyer'): Promise<InviteRow> {
  return w.unit((u) =>
    exportInvite(u, who.caller, channelInput(u, who, chat), {
      legacyRevokePermanent: false,
      requestNeeded: false,
      expireDate: undefined,
      usageLimit: undefined,
      title,
      pricing: undefined,
    }),
  )
}

describe('a link in channels.getAdminLog', () => {
  it('is whole for the admin who made it and cut short for every other', async () => {
    const invite = await linkOf(ann)
    await w.unit((u) => addMember(u, chat, bob.id, { kind: 'link', invite }))
    const linkFor = async (who: TestAccount) => {
      const { events, users } = await log(who, { limit: 1 })
      expect(users.map((one) => one.id)).toEqual(expect.arrayContaining([ann.id, bob.id]))
      const [event] = events
      expect(event).toMatchObject({ userId: bob.id, date: chat.date })
      return event?.action
    }
    const shared = { title: 'Flyer', adminId: ann.id, usage: 1 }
    expect(await linkFor(ann)).toMatchObject({
      _: 'channelAdminLogEventActionParticipantJoinByInvite',
      viaChatlist: false,
      invite: { ...shared, link: `https://t.me/+${invite.hash}` },
    })
    expect(await linkFor(owner)).toMatchObject({
      invite: { ...shared, link: `https://t.me/+${invite.hash.slice(0, 8)}...` },
    })
  })

  it('is cut short in every event that names one', async () => {
    const invite = await linkOf(ann)
    const masked = { adminId: ann.id, link: `https://t.me/+${invite.hash.slice(0, 8)}...` }
    const next = { ...invite, title: 'Poster' }
    const about = async (action: AdminLogAction) => (await seen(owner, action, ann)).action
    expect(await about({ kind: 'inviteEdit', prev: invite, next })).toMatchObject({
      _: 'channelAdminLogEventActionExportedInviteEdit',
      prevInvite: { ...masked, title: 'Flyer' },
      newInvite: { ...masked, title: 'Poster' },
    })
    expect(await about({ kind: 'inviteRevoke', invite })).toMatchObject({
      _: 'channelAdminLogEventActionExportedInviteRevoke',
      invite: masked,
    })
    expect(await about({ kind: 'inviteDelete', invite })).toMatchObject({
      _: 'channelAdminLogEventActionExportedInviteDelete',
      invite: masked,
    })
    expect(await about({ kind: 'joinByRequest', invite, approvedBy: owner.id })).toMatchObject({
      _: 'channelAdminLogEventActionParticipantJoinByRequest',
      invite: masked,
      approvedBy: owner.id,
    })
  })

  it('is the sign of a direct request where there was none', async () => {
    const action = { kind: 'joinByRequest', invite: null, approvedBy: ann.id } as const
    expect(await seen(owner, action, bob)).toEqual({
      action: {
        _: 'channelAdminLogEventActionParticipantJoinByRequest',
        invite: { _: 'chatInvitePublicJoinRequests' },
        approvedBy: ann.id,
      },
      users: [ann.id, bob.id],
      chats: [chat.id],
    })
  })
})

describe('other events in channels.getAdminLog', () => {
  it('tell a standing before and after, with everybody it names', async () => {
    const [prev, admin] = [await w.member(chat, owner), await w.member(chat, ann)]
    const plain = { ...admin, userId: bob.id, status: 'member' } as const
    const next = { ...plain, status: 'admin', promotedBy: ann.id } as const
    const promoted = await seen(owner, { kind: 'toggleAdmin', prev: plain, next }, ann)
    expect(promoted).toMatchObject({
      action: {
        _: 'channelAdminLogEventActionParticipantToggleAdmin',
        prevParticipant: { _: 'channelParticipant', userId: bob.id },
        newParticipant: { _: 'channelParticipantAdmin', promotedBy: ann.id, canEdit: true },
      },
      users: [ann.id, bob.id],
    })
    const out = { ...plain, status: 'banned', bannedRights: 1, kickedBy: ann.id } as const
    expect(await seen(owner, { kind: 'toggleBan', prev: plain, next: out }, ann)).toMatchObject({
      action: {
        _: 'channelAdminLogEventActionParticipantToggleBan',
        newParticipant: { _: 'channelParticipantBanned', left: true, kickedBy: ann.id },
      },
    })
    expect(await seen(ann, { kind: 'invite', member: prev })).toMatchObject({
      action: {
        _: 'channelAdminLogEventActionParticipantInvite',
        participant: { _: 'channelParticipantCreator', userId: owner.id },
      },
    })
    const paid = { ...plain, subscriptionUntil: chat.date + 60 }
    expect(await seen(owner, { kind: 'subExtend', prev: plain, next: paid }, bob)).toMatchObject({
      action: {
        _: 'channelAdminLogEventActionParticipantSubExtend',
        newParticipant: { subscriptionUntilDate: chat.date + 60 },
      },
    })
  })

  it('tell what was changed of the chat, with the chats it names', async () => {
    const group = await w.supergroup(owner)
    const about = async (action: AdminLogAction) => (await seen(owner, action)).action
    for (const kind of ['changeTitle', 'changeAbout', 'changeUsername'] as const) {
      expect(await about({ kind, prev: 'a', next: 'b' })).toEqual({
        _: `channelAdminLogEventAction${kind[0]?.toUpperCase()}${kind.slice(1)}`,
        prevValue: 'a',
        newValue: 'b',
      })
    }
    expect(await about({ kind: 'toggleSignatures', on: true })).toMatchObject({ newValue: true })
    expect(await about({ kind: 'defaultBannedRights', prev: 0, next: 2 })).toMatchObject({
      prevBannedRights: { untilDate: 2_147_483_647 },
      newBannedRights: { sendMessages: true },
    })
    expect(await seen(owner, { kind: 'changeLinkedChat', prev: 0, next: group.id })).toEqual({
      action: {
        _: 'channelAdminLogEventActionChangeLinkedChat',
        prevValue: 0,
        newValue: group.id,
      },
      users: [owner.id],
      chats: [chat.id, group.id],
    })
    expect(await about({ kind: 'join' })).toEqual({
      _: 'channelAdminLogEventActionParticipantJoin',
    })
    expect(await about({ kind: 'leave' })).toEqual({
      _: 'channelAdminLogEventActionParticipantLeave',
    })
  })

  it('are left out where the client’s layer has no such event', async () => {
    const member = await w.member(chat, ann)
    await seen(owner, { kind: 'subExtend', prev: member, next: member })
    await seen(owner, { kind: 'leave' })
    const result = await log(owner)
    const name = 'channels.getAdminLog'
    const old = decodeResult(name, encodeResult(name, result, OLDEST_LAYER), OLDEST_LAYER)
    expect(result.events).toHaveLength(3)
    expect((old as typeof result).events.map((event) => event.id)).toEqual([3n, 1n])
  })
})

describe('what channels.getAdminLog is asked for', () => {
  beforeEach(async () => {
    await w.unit((u) => logAdminEvent(u, chat, ann.id, { kind: 'leave' }))
    await w.unit((u) =>
      logAdminEvent(u, chat, owner.id, { kind: 'changeTitle', prev: 'Birds', next: 'Bees' }),
    )
  })
  const ids = async (more: Partial<ChannelsGetAdminLogRequest>) =>
    (await log(owner, more)).events.map((event) => event.id)

  it('are kinds of events, admins, words and places in the log', async () => {
    expect(await ids({})).toEqual([3n, 2n, 1n])
    expect(await ids({ eventsFilter: filter({ leave: true, pinned: true }) })).toEqual([2n])
    expect(await ids({ eventsFilter: filter({ invites: true }) })).toEqual([])
    expect(await ids({ admins: [await inputUserOf(w, owner, ann)] })).toEqual([2n])
    expect(await ids({ admins: [{ _: 'inputUserSelf' }] })).toEqual([3n, 1n])
    expect(await ids({ q: 'BEE' })).toEqual([3n])
    expect(await ids({ maxId: 3n, minId: 1n })).toEqual([2n])
    expect(await ids({ maxId: 2n ** 63n - 1n, minId: -(2n ** 63n) })).toEqual([3n, 2n, 1n])
  })

  it('is answered to admins only, with the code that the documentation names', async () => {
    await expect(log(bob)).rejects.toMatchObject({ message: 'CHANNEL_PRIVATE' })
    await w.unit((u) => addMember(u, chat, bob.id, { kind: 'added', byId: owner.id }))
    await expect(log(bob)).rejects.toMatchObject({ message: 'CHAT_ADMIN_REQUIRED', code: 403 })
  })
})

function filter(flags: Record<string, true>) {
  return { _: 'channelAdminLogEventsFilter', ...flags } as const
}
