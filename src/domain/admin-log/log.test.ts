import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import { deleteChannel } from '../chats/delete.ts'
import { setDiscussionGroup } from '../chats/discussion.ts'
import { editAbout, editDefaultBannedRights, editTitle, toggleSignatures } from '../chats/edit.ts'
import {
  adminMask,
  bannedMask,
  channelInput,
  createChatWorld,
  userInput,
  type ChatWorld,
} from '../chats/testing.ts'
import { updateChatUsername } from '../chats/username.ts'
import { editInvite, type EditOptions } from '../invites/edit.ts'
import { exportInvite } from '../invites/export.ts'
import { linkOf } from '../invites/hash.ts'
import { importInvite } from '../invites/import.ts'
import { deleteInvite, deleteRevokedInvites } from '../invites/list.ts'
import { ensurePrimary } from '../invites/primary.ts'
import { editBanned } from '../members/ban.ts'
import { inviteToChannel } from '../members/invite.ts'
import { addMember } from '../members/join.ts'
import { leaveChannel } from '../members/leave.ts'
import { editAdmin } from '../members/promote.ts'
import type { TestAccount } from '../testing.ts'
import type { AdminLogAction } from './action.ts'
import { askLog, inChannel, logOf, storedLog } from './testing.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount
let bob: TestAccount

beforeEach(async () => {
  w = await createChatWorld()
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann' })
  bob = await w.createUser({ firstName: 'Bob' })
})
afterEach(() => w.close())

const EXPORT = {
  legacyRevokePermanent: false,
  requestNeeded: false,
  expireDate: undefined,
  usageLimit: undefined,
  title: undefined,
  pricing: undefined,
} as const
const KEEP: EditOptions = {
  revoked: false,
  expireDate: undefined,
  usageLimit: undefined,
  requestNeeded: undefined,
  title: undefined,
}

describe('the admin log', () => {
  it('tells how everybody got in and out', async () => {
    const chat = await w.supergroup(owner)
    const eve = await w.createUser()
    const invite = await w.unit((u) => ensurePrimary(u, chat, owner.id))
    await w.unit((u) => importInvite(u, ann.caller, invite.hash))
    const request = { kind: 'request', invite, approvedBy: owner.id } as const
    await w.unit((u) => addMember(u, chat, bob.id, request))
    await inChannel(w, owner, chat, (u, input) =>
      inviteToChannel(u, owner.caller, input, [userInput(u, owner, eve)]),
    )
    await inChannel(w, eve, chat, (u, input) => leaveChannel(u, eve.caller, input))
    await w.unit((u) => addMember(u, chat, eve.id, { kind: 'public' }))
    await inChannel(w, eve, chat, (u, input) => leaveChannel(u, eve.caller, input))
    const direct = { kind: 'request', approvedBy: owner.id } as const
    await w.unit((u) => addMember(u, chat, eve.id, direct))
    expect(
      (await logOf(w, owner, chat)).map(({ userId, action }) => [userId, action]),
    ).toMatchObject([
      [
        ann.id,
        { kind: 'joinByInvite', invite: { hash: invite.hash, usage: 1 }, viaChatlist: false },
      ],
      [bob.id, { kind: 'joinByRequest', invite: { usage: 2 }, approvedBy: owner.id }],
      [owner.id, { kind: 'invite', member: { userId: eve.id, status: 'member' } }],
      [eve.id, { kind: 'leave' }],
      [eve.id, { kind: 'join' }],
      [eve.id, { kind: 'leave' }],
      [eve.id, { kind: 'joinByRequest', invite: null, approvedBy: owner.id }],
    ])
  })

  it('tells of bans, restrictions and their end, with the standing before and after', async () => {
    const chat = await w.supergroup(owner, ann)
    const change = (mask: number) =>
      inChannel(w, owner, chat, (u, input) =>
        editBanned(u, owner.caller, input, userInput(u, owner, ann), mask, 0),
      )
    for (const mask of [bannedMask('sendMessages'), 0, bannedMask('viewMessages'), 0]) {
      await change(mask)
    }
    const events = (await logOf(w, owner, chat)).slice(1)
    expect(events.map((one) => one.userId)).toEqual([owner.id, owner.id, owner.id, owner.id])
    expect(events.map((one) => one.action)).toMatchObject([
      { kind: 'toggleBan', prev: { status: 'member' }, next: { status: 'restricted' } },
      { kind: 'toggleBan', prev: { status: 'restricted' }, next: { status: 'member' } },
      { kind: 'toggleBan', prev: { status: 'member' }, next: { status: 'banned' } },
      { kind: 'toggleBan', prev: { status: 'banned' }, next: { status: 'left', bannedRights: 0 } },
    ])
    const shown = async (bit: number) => (await logOf(w, owner, chat, { filter: 1 << bit })).length
    expect([await shown(3), await shown(4), await shown(5), await shown(6)]).toEqual([1, 1, 1, 1])
  })

  it('tells of a ban of somebody who is not in the chat', async () => {
    const chat = await w.channel(owner)
    await inChannel(w, owner, chat, (u, input) =>
      editBanned(u, owner.caller, input, userInput(u, owner, ann), bannedMask('viewMessages'), 0),
    )
    expect((await logOf(w, owner, chat)).map((one) => one.action)).toMatchObject([
      { kind: 'toggleBan', prev: { status: 'left' }, next: { status: 'banned' } },
    ])
  })

  it('tells of promotions and demotions, once for each real change', async () => {
    const chat = await w.channel(owner, ann)
    const promote = (who: TestAccount, mask: number, rank?: string) =>
      inChannel(w, owner, chat, (u, input) =>
        editAdmin(u, owner.caller, input, userInput(u, owner, who), mask, rank),
      )
    await promote(ann, adminMask('inviteUsers'))
    await promote(ann, adminMask('inviteUsers'))
    await promote(ann, adminMask('inviteUsers'), 'boss')
    await promote(ann, 0)
    await promote(bob, adminMask('inviteUsers'))
    expect((await logOf(w, owner, chat)).slice(1).map((one) => one.action)).toMatchObject([
      { kind: 'toggleAdmin', prev: { status: 'member' }, next: { status: 'admin', rank: '' } },
      { kind: 'toggleAdmin', prev: { rank: '' }, next: { rank: 'boss' } },
      { kind: 'toggleAdmin', prev: { status: 'admin' }, next: { status: 'member' } },
      { kind: 'invite', member: { userId: bob.id, status: 'member', adminRights: 0 } },
      { kind: 'toggleAdmin', prev: { status: 'member' }, next: { status: 'admin' } },
    ])
    expect(await logOf(w, owner, chat, { filter: 1 << 7 })).toHaveLength(3)
    expect(await logOf(w, owner, chat, { filter: 1 << 8 })).toHaveLength(1)
  })

  it('tells of changes of the chat itself', async () => {
    const group = await w.supergroup(owner)
    const chat = await w.channel(owner)
    const { caller } = owner
    await inChannel(w, owner, chat, (u, input) => editTitle(u, caller, input, 'Bees'))
    await inChannel(w, owner, chat, (u, input) => editAbout(u, caller, input, 'On bees'))
    await inChannel(w, owner, chat, (u, input) => updateChatUsername(u, caller, input, 'the_bees'))
    await inChannel(w, owner, chat, (u, input) => toggleSignatures(u, caller, input, true))
    await inChannel(w, owner, group, (u, input) =>
      editDefaultBannedRights(u, caller, input, bannedMask('sendPolls'), 0),
    )
    expect((await logOf(w, owner, chat)).map((one) => one.action)).toEqual([
      { kind: 'changeTitle', prev: 'Birds', next: 'Bees' },
      { kind: 'changeAbout', prev: '', next: 'On bees' },
      { kind: 'changeUsername', prev: '', next: 'the_bees' },
      { kind: 'toggleSignatures', on: true },
    ])
    expect((await logOf(w, owner, group)).map((one) => one.action)).toEqual([
      { kind: 'defaultBannedRights', prev: 0, next: bannedMask('sendPolls') },
    ])
  })

  it('tells every chat concerned which other it was linked to, and is now', async () => {
    const [channel, other] = [await w.channel(owner), await w.channel(owner)]
    const group = await w.supergroup(owner)
    const link = (one: ChatRow) =>
      w.unit((u) =>
        setDiscussionGroup(
          u,
          owner.caller,
          channelInput(u, owner, one),
          channelInput(u, owner, group),
        ),
      )
    await link(channel)
    await link(other)
    await inChannel(w, owner, other, (u, input) => deleteChannel(u, owner.caller, input))
    const links = async (chat: ChatRow) => (await logOf(w, owner, chat)).map((one) => one.action)
    const changes = (...pairs: [number, number][]): AdminLogAction[] =>
      pairs.map(([prev, next]) => ({ kind: 'changeLinkedChat', prev, next }))
    expect(await links(channel)).toEqual(changes([0, group.id], [group.id, 0]))
    expect(await links(group)).toEqual(
      changes([0, channel.id], [channel.id, other.id], [other.id, 0]),
    )
  })

  it('tells how links were edited, revoked and deleted, but not that they were made', async () => {
    const chat = await w.channel(owner)
    const { caller } = owner
    const link = await w.unit((u) =>
      exportInvite(u, caller, channelInput(u, owner, chat), { ...EXPORT, title: 'Flyer' }),
    )
    const second = await w.unit((u) =>
      exportInvite(u, caller, channelInput(u, owner, chat), EXPORT),
    )
    expect(await logOf(w, owner, chat)).toEqual([])
    const edit = (hash: string, options: Partial<EditOptions>) =>
      inChannel(w, owner, chat, (u, input) =>
        editInvite(u, caller, input, linkOf(hash), { ...KEEP, ...options }),
      )
    await edit(link.hash, { title: 'Poster' })
    await edit(link.hash, { revoked: true })
    await inChannel(w, owner, chat, (u, input) => deleteInvite(u, caller, input, linkOf(link.hash)))
    await edit(second.hash, { revoked: true })
    await inChannel(w, owner, chat, (u, input) =>
      deleteRevokedInvites(u, caller, input, { kind: 'self' }),
    )
    const { hash } = link
    expect((await logOf(w, owner, chat)).map((one) => one.action)).toMatchObject([
      { kind: 'inviteEdit', prev: { hash, title: 'Flyer' }, next: { hash, title: 'Poster' } },
      { kind: 'inviteRevoke', invite: { hash, title: 'Poster', revoked: 1 } },
      { kind: 'inviteDelete', invite: { hash } },
      { kind: 'inviteRevoke', invite: { hash: second.hash } },
      { kind: 'inviteDelete', invite: { hash: second.hash } },
    ])
  })

  it('tells that a primary link was revoked, in either way', async () => {
    const chat = await w.supergroup(owner)
    const first = await w.unit((u) => ensurePrimary(u, chat, owner.id))
    const second = await inChannel(w, owner, chat, (u, input) =>
      exportInvite(u, owner.caller, input, { ...EXPORT, legacyRevokePermanent: true }),
    )
    const { hash } = second
    await inChannel(w, owner, chat, (u, input) =>
      editInvite(u, owner.caller, input, linkOf(hash), { ...KEEP, revoked: true }),
    )
    expect((await logOf(w, owner, chat)).map((one) => one.action)).toMatchObject([
      { kind: 'inviteRevoke', invite: { hash: first.hash, permanent: 1, revoked: 1 } },
      { kind: 'inviteRevoke', invite: { hash, permanent: 1, revoked: 1 } },
    ])
  })

  it('does not change what it said when the link or the member changes later', async () => {
    const chat = await w.supergroup(owner)
    const invite = await w.unit((u) => ensurePrimary(u, chat, owner.id))
    await w.unit((u) => importInvite(u, ann.caller, invite.hash))
    await w.unit((u) => u.db.invites.update(invite.id, { title: 'New', usage: 7, revoked: 1 }))
    expect((await logOf(w, owner, chat))[0]?.action).toMatchObject({
      invite: { title: null, usage: 1, revoked: 0 },
    })
    await w.unit((u) => u.db.invites.delete(invite.id))
    expect((await logOf(w, owner, chat))[0]?.action).toMatchObject({
      invite: { hash: invite.hash },
    })
  })

  it('is not kept for a basic group', async () => {
    const chat = await w.group(owner, ann)
    await w.unit((u) => editTitle(u, owner.caller, { kind: 'chat', chatId: chat.id }, 'Bees'))
    expect(await storedLog(w, chat)).toEqual([])
    expect(await w.refusal(askLog(owner, chat))).toBe('CHANNEL_INVALID')
  })

  it('keeps nothing of a change that was refused', async () => {
    const chat = await w.supergroup(owner, ann)
    const before = await logOf(w, owner, chat)
    expect(
      await w.refusal(async (u) => {
        await editTitle(u, owner.caller, channelInput(u, owner, chat), 'Bees')
        await editTitle(u, owner.caller, channelInput(u, owner, chat), '')
      }),
    ).toBe('CHAT_TITLE_EMPTY')
    expect(await logOf(w, owner, chat)).toEqual(before)
  })
})
