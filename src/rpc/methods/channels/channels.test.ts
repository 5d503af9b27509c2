import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { adminOf, createChatWorld, type ChatWorld } from '../../../domain/chats/testing.ts'
import type { TestAccount } from '../../../domain/testing.ts'
import type { ChatRow } from '../../../store/tables/chats.ts'
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
const input = (who: TestAccount, chat: { id: number }) => inputChannelOf(w, who, chat)
const user = (who: TestAccount, whom: TestAccount) => inputUserOf(w, who, whom)

describe('channels.createChannel', () => {
  it('answers the updates of the new chat, of the kind asked for', async () => {
    const made = await call(owner, 'channels.createChannel', {
      broadcast: true,
      title: 'Birds',
      about: '',
    })
    expect(chatsOf(made)).toMatchObject([
      { _: 'channel', broadcast: true, creator: true, left: false },
    ])
    const group = await call(owner, 'channels.createChannel', {
      megagroup: true,
      title: 'Bees',
      about: '',
    })
    expect(chatsOf(group)).toMatchObject([{ _: 'channel', megagroup: true, broadcast: false }])
  })
})

describe('channels.getFullChannel', () => {
  it('allows every reaction, which TDLib takes for none where it is not said', async () => {
    for (const chat of [await w.supergroup(owner), await w.channel(owner)]) {
      const channel = await input(owner, chat)
      const { fullChat } = await call(owner, 'channels.getFullChannel', { channel })
      expect(fullChat).toMatchObject({ availableReactions: { _: 'chatReactionsAll' } })
    }
  })

  it('gives admins their own link and the requests, and a member neither', async () => {
    const chat = await w.supergroup(owner, ann)
    const full = await call(owner, 'channels.getFullChannel', { channel: await input(owner, chat) })
    expect(full.fullChat).toMatchObject({
      _: 'channelFull',
      exportedInvite: { permanent: true, adminId: owner.id },
      requestsPending: 0,
      recentRequesters: [],
      adminsCount: 1,
      pts: (await w.chat(chat.id)).pts,
    })
    expect(full.users.map((one) => one.id)).toContain(owner.id)
    expect(full.chats.map((one) => one.id)).toEqual([chat.id])
    const seen = await call(ann, 'channels.getFullChannel', { channel: await input(ann, chat) })
    expect(seen.fullChat).toMatchObject({
      exportedInvite: undefined,
      requestsPending: undefined,
      adminsCount: undefined,
    })
  })

  it('names the chats that belong to it', async () => {
    const [chat, group] = [await w.channel(owner), await w.supergroup(owner)]
    const channel = await input(owner, chat)
    await call(owner, 'channels.setDiscussionGroup', {
      broadcast: channel,
      group: await input(owner, group),
    })
    await call(owner, 'channels.updatePaidMessagesPrice', {
      channel,
      broadcastMessagesAllowed: true,
      sendPaidMessagesStars: 0n,
    })
    const monoforumId = (await w.chat(chat.id)).monoforumId ?? 0
    const full = await call(owner, 'channels.getFullChannel', { channel })
    expect(full.fullChat).toMatchObject({ linkedChatId: group.id })
    expect(new Set(full.chats.map((one) => one.id))).toEqual(
      new Set([chat.id, group.id, monoforumId]),
    )
    const mono = await input(owner, { id: monoforumId })
    const own = await call(owner, 'channels.getFullChannel', { channel: mono })
    expect(own.fullChat).toMatchObject({ exportedInvite: undefined, canViewParticipants: false })
    expect(own.chats).toContainEqual(
      expect.objectContaining({ id: monoforumId, monoforum: true, linkedMonoforumId: chat.id }),
    )
  })
})

describe('channels.getParticipants', () => {
  const recent = { _: 'channelParticipantsRecent' } as const

  it('gives each member its form, and says when nothing has changed', async () => {
    const chat = await w.supergroup(owner, ann)
    const admin = await w.createUser()
    const channel = await input(owner, chat)
    await call(owner, 'channels.editAdmin', {
      channel,
      userId: await user(owner, admin),
      adminRights: { _: 'chatAdminRights', inviteUsers: true },
      rank: 'boss',
    })
    const list = await call(owner, 'channels.getParticipants', {
      channel,
      filter: recent,
      offset: 0,
      limit: 10,
      hash: 0n,
    })
    if (list._ !== 'channels.channelParticipants') throw new Error(list._)
    expect(list.count).toBe(3)
    expect(list.participants).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ _: 'channelParticipantCreator', userId: owner.id }),
        expect.objectContaining({ _: 'channelParticipant', userId: ann.id }),
        expect.objectContaining({
          _: 'channelParticipantAdmin',
          userId: admin.id,
          canEdit: true,
          promotedBy: owner.id,
          rank: 'boss',
        }),
      ]),
    )
    const ids = list.participants.map((one) => ('userId' in one ? one.userId : 0))
    const again = await call(owner, 'channels.getParticipants', {
      channel,
      filter: recent,
      offset: 0,
      limit: 10,
      hash: hashOf(ids),
    })
    expect(again._).toBe('channels.channelParticipantsNotModified')
  })

  it('shows the banned and the restricted as such', async () => {
    const bob = await w.createUser()
    const chat = await w.supergroup(owner, ann, bob)
    const channel = await input(owner, chat)
    const ban = async (whom: TestAccount, rights: object) => {
      const { accessHash } = await user(owner, whom)
      return call(owner, 'channels.editBanned', {
        channel,
        participant: { _: 'inputPeerUser', userId: whom.id, accessHash },
        bannedRights: { _: 'chatBannedRights', untilDate: 0, ...rights },
      })
    }
    await ban(ann, { viewMessages: true })
    await ban(bob, { sendMessages: true })
    const page = { channel, offset: 0, limit: 10, hash: 0n }
    const kicked = await call(owner, 'channels.getParticipants', {
      ...page,
      filter: { _: 'channelParticipantsKicked', q: '' },
    })
    expect(kicked).toMatchObject({
      count: 1,
      participants: [
        {
          _: 'channelParticipantBanned',
          left: true,
          peer: { userId: ann.id },
          kickedBy: owner.id,
          bannedRights: { viewMessages: true, untilDate: 2_147_483_647 },
        },
      ],
    })
    const restricted = await call(owner, 'channels.getParticipants', {
      ...page,
      filter: { _: 'channelParticipantsBanned', q: '' },
    })
    expect(restricted).toMatchObject({
      participants: [
        { left: false, peer: { userId: bob.id }, bannedRights: { sendMessages: true } },
      ],
    })
  })
})

describe('channels.getParticipant', () => {
  it('tells askers about themselves how they came in', async () => {
    const chat = await w.supergroup(owner, ann)
    await w.standing(chat, ann, { viaRequest: 1, approvedBy: owner.id })
    const own = await call(ann, 'channels.getParticipant', {
      channel: await input(ann, chat),
      participant: { _: 'inputPeerSelf' },
    })
    expect(own.participant).toMatchObject({
      _: 'channelParticipantSelf',
      viaRequest: true,
      inviterId: owner.id,
    })
    expect(own.users.map((one) => one.id).sort()).toEqual([owner.id, ann.id].sort())
  })

  it('lets only the promoter of an admin edit them', async () => {
    const chat = await w.supergroup(owner, ann)
    await w.standing(chat, ann, { ...adminOf('addAdmins'), promotedBy: owner.id })
    const { accessHash } = await user(owner, ann)
    const seen = await call(owner, 'channels.getParticipant', {
      channel: await input(owner, chat),
      participant: { _: 'inputPeerUser', userId: ann.id, accessHash },
    })
    expect(seen.participant).toMatchObject({
      _: 'channelParticipantAdmin',
      canEdit: true,
      self: false,
    })
    const self = await call(ann, 'channels.getParticipant', {
      channel: await input(ann, chat),
      participant: { _: 'inputPeerSelf' },
    })
    expect(self.participant).toMatchObject({ canEdit: false, self: true, inviterId: owner.id })
  })
})

describe('joining and leaving', () => {
  it('answer updates with the chat as it is then', async () => {
    const chat = await w.supergroup(owner)
    await call(owner, 'channels.updateUsername', {
      channel: await input(owner, chat),
      username: 'birds',
    })
    const channel = await input(ann, chat)
    const joined = await call(ann, 'channels.joinChannel', { channel })
    expect(joined._).toBe('messages.chatInviteJoinResultOk')
    if (joined._ === 'messages.chatInviteJoinResultOk') {
      expect(chatsOf(joined.updates)).toMatchObject([
        { id: chat.id, left: false, username: 'birds' },
      ])
    }
    const left = await call(ann, 'channels.leaveChannel', { channel })
    expect(chatsOf(left)).toMatchObject([{ id: chat.id, left: true }])
  })

  it('by a removal answer the remover with the smaller chat', async () => {
    const chat = await w.channel(owner, ann)
    const { accessHash } = await user(owner, ann)
    const updates = await call(owner, 'channels.editBanned', {
      channel: await input(owner, chat),
      participant: { _: 'inputPeerUser', userId: ann.id, accessHash },
      bannedRights: { _: 'chatBannedRights', viewMessages: true, untilDate: 0 },
    })
    expect(chatsOf(updates)).toMatchObject([{ id: chat.id, participantsCount: 1 }])
  })

  it('by an invitation answer whom it did not reach', async () => {
    const chat = await w.supergroup(owner)
    const invited = await call(owner, 'channels.inviteToChannel', {
      channel: await input(owner, chat),
      users: [await user(owner, ann)],
    })
    expect(invited.missingInvitees).toEqual([])
    expect(chatsOf(invited.updates)).toMatchObject([{ participantsCount: 2 }])
    await call(ann, 'channels.leaveChannel', { channel: await input(ann, chat) })
    const again = await call(owner, 'channels.inviteToChannel', {
      channel: await input(owner, chat),
      users: [await user(owner, ann), await user(owner, owner)],
    })
    expect(again.missingInvitees).toEqual([{ _: 'missingInvitee', userId: ann.id }])
  })
})

it('deletes a channel for its creator’s eyes at once', async () => {
  const chat = await w.channel(owner)
  const updates = await call(owner, 'channels.deleteChannel', { channel: await input(owner, chat) })
  expect(chatsOf(updates)).toMatchObject([{ _: 'channelForbidden', id: chat.id }])
})

it('answers channels in the order asked for', async () => {
  const [a, b]: ChatRow[] = [await w.channel(owner), await w.supergroup(owner)]
  if (!a || !b) throw new Error('no chats')
  const id = [await input(owner, b), await input(owner, a)]
  const found = await call(owner, 'channels.getChannels', { id })
  expect(found.chats.map((one) => one.id)).toEqual([b.id, a.id])
})

/** The hash of https://core.telegram.org/api/offsets#hash-generation, written as the page has it. */
function hashOf(ids: readonly number[]): bigint {
  let hash = 0n
  for (const id of ids) {
    hash = hash ^ (hash >> 21n)
    hash = BigInt.asUintN(64, hash ^ (hash << 35n))
    hash = hash ^ (hash >> 4n)
    hash = BigInt.asUintN(64, hash + BigInt(id))
  }
  return BigInt.asIntN(64, hash)
}
