import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createUser, prepareUser } from '../domain/accounts/create-user.ts'
import { createChannel } from '../domain/chats/create.ts'
import { deleteChannel } from '../domain/chats/delete.ts'
import { adminOf, bannedMask, channelInput } from '../domain/chats/testing.ts'
import { linkOf } from '../domain/invites/hash.ts'
import { newInvite } from '../domain/invites/primary.ts'
import { addMember } from '../domain/members/join.ts'
import { postToChat } from '../domain/messages/post.ts'
import type { Unit } from '../domain/context.ts'
import type { TestAccount } from '../domain/testing.ts'
import { openSqliteStore } from '../store/sqlite/store.ts'
import type { Store } from '../store/store.ts'
import type { ChatRow } from '../store/tables/chats.ts'
import type { UserRow } from '../store/tables/users.ts'
import { decodeObject } from '../tl/api.ts'
import type { TypeUpdates } from '../tl/generated/base.ts'
import { createTestRpc, type TestClient, type TestRpc } from './testing.ts'

/* Acts that take several units, and what others do between two of them (domain/rest.ts). */

let t: TestRpc
let owner: TestAccount
let admin: TestAccount
/** Done once, when the next unit is over and before its caller goes on. */
let afterUnit: (() => Promise<unknown>) | undefined
let client: TestClient
let chat: ChatRow

beforeEach(async () => {
  const store = await openSqliteStore(':memory:')
  const unit: Store['unit'] = async (work) => {
    try {
      return await store.unit(work)
    } finally {
      const next = afterUnit
      afterUnit = undefined
      await next?.()
    }
  }
  t = await createTestRpc([], { store: { ...store, unit } })
  owner = await t.createUser({ firstName: 'Owner' })
  admin = await t.createUser({ firstName: 'Admin' })
  chat = await t.unit(async (u) => {
    const { id } = await createChannel(u, owner.caller, 'supergroup', 'Birds', '')
    await u.db.chats.update(id, { defaultBannedRights: bannedMask('inviteUsers') })
    const made = (await u.db.chats.byId(id)) as ChatRow
    await addMember(u, made, admin.id, { kind: 'added', byId: owner.id })
    const { adminRights = 0 } = adminOf('inviteUsers', 'deleteMessages')
    const office = { status: 'admin', promotedBy: owner.id, rank: '', adminRights } as const
    await u.db.members.update(id, admin.id, office)
    return made
  })
  client = await online(admin)
})
afterEach(() => t.close())

async function online(account: TestAccount): Promise<TestClient> {
  const one = await t.connect({ account })
  await one.call('updates.getState')
  return one
}

const channelOf = (who: TestAccount) =>
  t.unit(async (u) => {
    const accessHash = u.accessHashes.of(who.id, 'channel', chat.id)
    return { _: 'inputChannel' as const, channelId: chat.id, accessHash }
  })
const peerOf = async (who: TestAccount) => ({
  ...(await channelOf(who)),
  _: 'inputPeerChannel' as const,
})

async function crowd(count: number): Promise<UserRow[]> {
  const { random } = t.domain
  const wanted = await Promise.all(
    Array.from({ length: count }, () => prepareUser(random, { firstName: 'Guest' })),
  )
  return t.unit(async (u) => {
    const rows: UserRow[] = []
    for (const one of wanted) rows.push(await createUser(u, one))
    return rows
  })
}

/** @returns the link by which they ask */
async function manyAsk(count: number): Promise<string> {
  const guests = await crowd(count)
  return t.unit(async (u) => {
    const wanted = { ...newInvite(u, chat, owner.id), requestNeeded: 1 as const, requested: count }
    const invite = await u.db.invites.insert(wanted)
    for (const { id: userId } of guests) {
      const request = { chatId: chat.id, userId, inviteId: invite.id, date: u.now, about: '' }
      await u.db.invites.insertRequest(request)
    }
    const { requestsPending = 0 } = (await u.db.chats.byId(chat.id)) ?? {}
    await u.db.chats.update(chat.id, { requestsPending: requestsPending + count })
    return linkOf(invite.hash)
  })
}

const pending = () => t.unit(async (u) => (await u.db.chats.byId(chat.id))?.requestsPending)

/** What there is to do, how it is done by one call, and how much of it is left. */
interface Act {
  readonly name: string
  prepare(): Promise<() => Promise<unknown>>
  left(): Promise<number | undefined>
}

const ACTS: readonly Act[] = [
  {
    name: 'letting in all who ask',
    prepare: async () => {
      await manyAsk(40)
      const peer = await peerOf(admin)
      return () => client.call('messages.hideAllChatJoinRequests', { peer, approved: true })
    },
    left: pending,
  },
  {
    name: 'deleting revoked links',
    prepare: async () => {
      await t.unit(async (u) => {
        for (let i = 0; i < 250; i++) {
          const link = { ...newInvite(u, chat, admin.id), permanent: 0, revoked: 1 } as const
          await u.db.invites.insert(link)
        }
      })
      const [peer, adminId] = [await peerOf(admin), { _: 'inputUserSelf' } as const]
      return () => client.call('messages.deleteRevokedExportedChatInvites', { peer, adminId })
    },
    left: () => t.unit((u) => u.db.invites.countOf(chat.id, admin.id, 1)),
  },
  {
    name: 'deleting a history',
    prepare: async () => {
      await t.unit(async (u) => {
        for (let i = 0; i < 1100; i++) await postToChat(u, chat, owner.id, { text: 'hello' })
      })
      const channel = await channelOf(admin)
      const all = { forEveryone: true, maxId: 0, channel }
      return () => client.call('channels.deleteHistory', all)
    },
    left: () =>
      t.unit(
        (u) =>
        u.db.history.count({
          boxKind: 'channel', boxId: chat.id, peerKind: 'channel', peerId: chat.id, clearedTo: 0,
        }), // prettier-ignore
      ),
  },
  {
    name: 'putting in many',
    prepare: async () => {
      const guests = await crowd(150)
      const channel = await channelOf(admin)
      const users = await t.unit(async (u) =>
        guests.map(({ id: userId }) => {
          const accessHash = u.accessHashes.of(admin.id, 'user', userId)
          return { _: 'inputUser' as const, userId, accessHash }
        }),
      )
      return () => client.call('channels.inviteToChannel', { channel, users })
    },
    left: () =>
      t.unit(async (u) => 152 - ((await u.db.chats.byId(chat.id))?.participantsCount ?? 0)),
  },
]

/** Places in the channel's sequence that some updates tell. */
const ptsIn = (updates: TypeUpdates): number[] =>
  updates._ === 'updates'
    ? updates.updates.flatMap((one) => (one._ === 'updateNewChannelMessage' ? [one.pts] : []))
    : []

const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: unknown) => (error as Error).message,
  )

describe.each(ACTS)('$name', ({ prepare, left }) => {
  it('goes to its end', async () => {
    const act = await prepare()
    expect(await outcome(act())).toBe('none')
    expect(await left()).toBe(0)
  })

  /** How the act ends where something happens after its first unit. */
  async function interrupted(happens: (u: Unit) => Promise<unknown>): Promise<string> {
    const act = await prepare()
    // Nothing is on its way any more, so that the next unit is the act's first.
    await client.pushed()
    afterUnit = () => t.unit(happens)
    return outcome(act())
  }

  it('stops where the caller loses the right to it', async () => {
    const demote = (u: Unit) =>
      u.db.members.update(chat.id, admin.id, { status: 'member', adminRights: 0 })
    expect(['CHAT_ADMIN_REQUIRED', 'MESSAGE_DELETE_FORBIDDEN']).toContain(await interrupted(demote))
    expect(await left()).toBeGreaterThan(0)
  })

  it('stops where the chat is deleted', async () => {
    const end = await interrupted((u) =>
      deleteChannel(u, owner.caller, channelInput(u, owner, chat)),
    )
    expect(end).toBe('CHANNEL_PRIVATE')
  })

  it('stops where the caller’s login ends, as by a reset', async () => {
    const { keyId } = client
    const end = await interrupted(async (u) => {
      u.events.push({ to: 'keys', keyIds: [keyId], what: 'loggedOut' })
    })
    expect(end).toBe('AUTH_KEY_UNREGISTERED')
    expect(await left()).toBeGreaterThan(0)
  })

  it('may be done twice at once', async () => {
    const act = await prepare()
    const ends = await Promise.all([outcome(act()), outcome(act())])
    expect(ends[0]).toBe('none')
    expect(['none', 'HIDE_REQUESTER_MISSING']).toContain(ends[1])
    expect(await left()).toBe(0)
  })
})

describe('letting in all who ask, by two calls at once', () => {
  it('tells each caller, before its answer comes, what happened until then', async () => {
    const [few, many] = [await manyAsk(20), await manyAsk(70)]
    const since = await t.unit(async (u) => (await u.db.chats.byId(chat.id))?.pts ?? 0)
    const hide = async (who: TestAccount, link: string): Promise<number[]> => {
      const pushed: Uint8Array[] = []
      const one = await t.connect({ account: who, onPush: (body) => pushed.push(body) })
      const peer = await peerOf(who)
      await one.call('updates.getState')
      const all = { peer, link, approved: true }
      const answer = await one.call('messages.hideAllChatJoinRequests', all)
      const told = [...pushed.map((body) => decodeObject(body) as TypeUpdates), answer]
      return told.flatMap(ptsIn).sort((a, b) => a - b)
    }
    for (const told of await Promise.all([hide(owner, few), hide(owner, many)])) {
      expect(told.length).toBeGreaterThan(0)
      expect(told).toEqual(told.map((_, i) => since + 1 + i))
    }
  })

  it('says to the one that finds nobody any more that nobody asks', async () => {
    await manyAsk(17)
    const peer = await peerOf(admin)
    const hide = (approved: boolean) =>
      outcome(client.call('messages.hideAllChatJoinRequests', { peer, approved }))
    expect(await Promise.all([hide(false), hide(true), hide(true)])).toEqual([
      'none',
      'none',
      'HIDE_REQUESTER_MISSING',
    ])
  })
})
