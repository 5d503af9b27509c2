import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ChatRow } from '../store/tables/chats.ts'
import { authorizeKey } from './accounts/authorization.ts'
import { listBlocked } from './accounts/block.ts'
import { getAdminLog } from './admin-log/get.ts'
import { exportChatlist } from './chatlists/export.ts'
import { listChatlistInvites } from './chatlists/links.ts'
import { saveFolder } from './chatlists/save.ts'
import { createChatlistWorld, given, type ChatlistWorld } from './chatlists/testing.ts'
import { newMember } from './chats/create.ts'
import { editTitle } from './chats/edit.ts'
import { channelInput, userInput } from './chats/testing.ts'
import type { Unit } from './context.ts'
import { editInvite } from './invites/edit.ts'
import { exportInvite } from './invites/export.ts'
import { linkOf } from './invites/hash.ts'
import { listImporters } from './invites/importers.ts'
import { listInvites } from './invites/list.ts'
import { KEEP, PLAIN } from './invites/testing.ts'
import { getParticipants } from './members/participants.ts'
import { listDialogs } from './messages/dialogs.ts'
import { listHistory } from './messages/history.ts'
import { postToChat, postToUser } from './messages/post.ts'
import type { TestAccount } from './testing.ts'

/** How many things happen within the second. */
const MANY = 6

type Key = string | number

/** A list: what makes several entries of it within one second, and how to read a part of it. */
interface List {
  readonly name: string
  /** Makes them; resolves to their keys in the order of the list, undefined where that is the list's own. */
  make(u: Unit): Promise<readonly Key[] | undefined>
  /** The part after an entry, or the whole list. */
  read(u: Unit, after: Key | undefined, limit: number): Promise<readonly Key[]>
  /** Without pages: every answer is the whole list. */
  readonly whole?: true
}

let w: ChatlistWorld
let owner: TestAccount
let people: TestAccount[]
let chat: ChatRow

beforeAll(async () => {
  w = await createChatlistWorld()
  owner = w.owner
  await w.premium(owner)
  people = []
  for (let i = 0; i < MANY; i++) people.push(await w.createUser({ firstName: `P${i}` }))
  chat = await w.supergroup(owner)
})
afterAll(() => w.close())

const peer = (u: Unit) => channelInput(u, owner, chat)
const hashes: string[] = []
let linkId: number | null = null

/** Where a list of keys goes on by a number of places. */
const placeAfter = (all: readonly Key[], after: Key | undefined): number =>
  after === undefined ? 0 : all.indexOf(after) + 1

async function links(u: Unit, revoked: boolean, after: Key | undefined, limit: number) {
  const offset = after === undefined ? undefined : { date: u.now, link: linkOf(String(after)) }
  const page = { adminId: { kind: 'self' }, revoked, offset, limit } as const
  const { invites } = await listInvites(u, owner.caller, peer(u), page)
  return invites.filter((one) => !one.permanent).map((one) => one.hash)
}

async function importers(u: Unit, requested: boolean, after: Key | undefined, limit: number) {
  const offset = { date: after === undefined ? 0 : u.now, userId: Number(after ?? 0) }
  const options = { requested, subscriptionExpired: false, link: undefined, query: undefined }
  const page = { ...options, offset, limit }
  return (await listImporters(u, owner.caller, peer(u), page)).importers.map((one) => one.userId)
}

async function seen(u: Unit, of: 'recent' | 'kicked', after: Key | undefined, limit: number) {
  const page = { of, search: 'P', limit: MANY, offset: 0 }
  const all = (await getParticipants(u, owner.caller, peer(u), page)).members.map((m) => m.userId)
  const offset = placeAfter(all, after)
  const part = await getParticipants(u, owner.caller, peer(u), { ...page, offset, limit })
  return part.members.map((one) => one.userId)
}

const everybody = (status: 'member' | 'banned') => async (u: Unit) => {
  for (const { id } of people) {
    const bannedRights = status === 'banned' ? 1 : 0
    const came = { inviteId: status === 'member' ? linkId : null, bannedRights }
    await u.db.members.put({ ...newMember(chat.id, id, status, u.now), ...came })
  }
  return newestFirst()
}

/** People by their ids, the highest first: those of one second have no other order. */
const newestFirst = (): number[] => people.map(({ id }) => id).toReversed()

const LISTS: readonly List[] = [
  {
    name: 'links of an admin',
    async make(u) {
      for (let i = 0; i < MANY; i++) {
        const { id, hash } = await exportInvite(u, owner.caller, peer(u), PLAIN)
        linkId ??= id
        hashes.push(hash)
      }
      return hashes.toReversed()
    },
    read: (u, after, limit) => links(u, false, after, limit + (after === undefined ? 1 : 0)),
  },
  {
    name: 'revoked links',
    async make(u) {
      const made: string[] = []
      for (let i = 0; i < MANY; i++) {
        const { hash } = await exportInvite(u, owner.caller, peer(u), PLAIN)
        await editInvite(u, owner.caller, peer(u), linkOf(hash), { ...KEEP, revoked: true })
        made.unshift(hash)
      }
      return made
    },
    read: (u, after, limit) => links(u, true, after, limit),
  },
  {
    name: 'requests to join',
    async make(u) {
      for (const { id } of people) {
        const request = { chatId: chat.id, userId: id, inviteId: null, date: u.now, about: '' }
        await u.db.invites.insertRequest(request)
      }
      return newestFirst()
    },
    read: (u, after, limit) => importers(u, true, after, limit),
  },
  {
    name: 'members',
    make: everybody('member'),
    read: (u, after, limit) => seen(u, 'recent', after, limit),
  },
  {
    name: 'members by links',
    make: everybody('member'),
    read: (u, after, limit) => importers(u, false, after, limit),
  },
  {
    name: 'banned people',
    make: everybody('banned'),
    read: (u, after, limit) => seen(u, 'kicked', after, limit),
  },
  {
    name: 'blocked people',
    async make(u) {
      for (const { id } of people) {
        const row = { ownerId: owner.id, peerKind: 'user' as const, peerId: id, date: u.now }
        await u.db.blocked.add(row)
      }
      return newestFirst()
    },
    async read(u, after, limit) {
      const all = (await listBlocked(u, owner.caller, 0, MANY)).rows.map((row) => row.peerId)
      const offset = placeAfter(all, after)
      return (await listBlocked(u, owner.caller, offset, limit)).rows.map((row) => row.peerId)
    },
  },
  {
    name: 'dialogs',
    async make(u) {
      for (const { id } of people) await postToUser(u, id, owner.id, { text: 'hello' })
      return undefined
    },
    async read(u, after, limit) {
      const person = people.find((one) => one.id === after)
      const row = person && (await u.db.messages.dialog(owner.id, 'user', person.id))
      const { dialogs } = await listDialogs(u, owner.caller, {
        offsetDate: row?.topDate ?? 0,
        offsetId: row?.topMessage ?? 0,
        offsetPeer: person ? userInput(u, owner, person) : { kind: 'empty' },
        limit,
      })
      return dialogs.filter((one) => one.peerKind === 'user').map((one) => one.peerId)
    },
  },
  {
    name: 'messages',
    async make(u) {
      const made: number[] = []
      for (let i = 0; i < MANY; i++)
        made.unshift((await postToChat(u, chat, owner.id, { text: `m${i}` })).id)
      return made
    },
    async read(u, after, limit) {
      const page = { offsetId: Number(after ?? 0), offsetDate: 0, addOffset: 0, minId: 0, maxId: 0 }
      const { rows } = await listHistory(u, owner.caller, peer(u), { ...page, limit })
      return rows.filter((row) => row.text !== '').map((row) => row.id)
    },
  },
  {
    name: 'events of the admin log',
    async make(u) {
      for (let i = 0; i < MANY; i++) await editTitle(u, owner.caller, peer(u), `Birds ${i}`)
      return undefined
    },
    async read(u, after, limit) {
      const page = { search: '', filter: undefined, admins: undefined, minId: 0, limit }
      const log = await getAdminLog(u, owner.caller, peer(u), {
        ...page,
        maxId: Number(after ?? 0),
      })
      return log.events.map((event) => event.id)
    },
  },
  {
    name: 'links of a folder',
    whole: true,
    async make(u) {
      const peers = [peer(u)]
      await saveFolder(u, owner.caller, 2, given(peers))
      const made: string[] = []
      for (let i = 0; i < MANY; i++)
        made.push((await exportChatlist(u, owner.caller, 2, { title: '', peers })).invite.slug)
      return made
    },
    async read(u) {
      return (await listChatlistInvites(u, owner.caller, 2)).map((one) => one.slug)
    },
  },
  {
    name: 'logins of an account',
    whole: true,
    async make(u) {
      const device = { apiId: 1, deviceModel: '', systemVersion: '', appVersion: '' }
      const words = { systemLangCode: '', langPack: '', langCode: '' }
      const keys = people.map(() => u.random.bytes(8).toString('hex'))
      for (const keyId of keys) {
        await authorizeKey(u, { keyId, layer: 229, device: { ...device, ...words } }, owner.row)
      }
      return keys
    },
    read: async (u) => (await u.db.auth.authorizationsOf(owner.id)).map((row) => row.keyId),
  },
]

it.each(LISTS)('$name of one second come in one order, each once', async (list) => {
  const wanted = await w.unit((u) => list.make(u))
  const first = await w.unit((u) => list.read(u, undefined, 100))
  expect(first.length).toBeGreaterThanOrEqual(MANY)
  expect(await w.unit((u) => list.read(u, undefined, 100))).toEqual(first)
  if (wanted) expect(first.slice(0, wanted.length)).toEqual(wanted)
  if (list.whole) return
  const paged: Key[] = []
  while (paged.length <= first.length) {
    const page = await w.unit((u) => list.read(u, paged.at(-1), 1))
    if (page.length === 0) break
    paged.push(...page)
  }
  expect(paged).toEqual(first)
})
