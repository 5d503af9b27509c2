import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Unit } from '../domain/context.ts'
import type { TestAccount } from '../domain/testing.ts'
import { storedTexts } from '../store/sqlite/testing.ts'
import type {
  InputChannel,
  InputPeerChannel,
  InputUser,
  TypeMessageEntity,
} from '../tl/generated/base.ts'
import { newestLines } from '../tl/layers.ts'
import { parseFields, type TlType } from '../tl/schema.ts'
import { METHODS } from './methods/index.ts'
import { createTestRpc, TestRpcError, type TestClient, type TestRpc } from './testing.ts'

/** A text with all that no text may have; a number tells one from the other. */
const dirty = (n: number): string => ` a\r\u202e${n}b\t\0c\u0333\u2028 `
/** What is left of it in texts of several lines, and of one. */
const LINES = (n: number): string => `a${n}b  c`
const LINE = (n: number): string => `a${n}b c`
/** What no stored text has, raw or as JSON writes it. */
const DIRT = /\u0333|[\r\t\0\u202e\u2028]|\\[rt]|\\u00|\\u20|\\u03/

let folder: string
let rpc: TestRpc
let ann: TestAccount
let client: TestClient
let places: Places
let stored: ReturnType<typeof storedTexts>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'localgram-texts-'))
  const file = join(folder, 'world.db')
  rpc = await createTestRpc([], { file })
  ann = await rpc.createUser()
  client = await rpc.connect({ account: ann })
  places = await makePlaces()
  let n = 0
  for (const { call } of Object.values(TEXTS)) await call(n++)
  await tryLongSearches()
  await rpc.close()
  stored = storedTexts(file)
})

afterAll(() => rmSync(folder, { recursive: true }))

interface Places {
  readonly chatId: number
  readonly channel: InputChannel
  readonly peer: InputPeerChannel
  readonly people: readonly InputUser[]
  readonly link: string
}

async function makePlaces(): Promise<Places> {
  const made = await client.call('channels.createChannel', {
    megagroup: true,
    title: 'Birds',
    about: '',
  })
  const chat = 'chats' in made ? made.chats[0] : undefined
  if (chat?._ !== 'channel') throw new Error('no channel was made')
  const group = await client.call('messages.createChat', { users: [], title: 'Few' })
  const chatId = 'chats' in group.updates ? (group.updates.chats[0]?.id ?? 0) : 0
  const place = { channelId: chat.id, accessHash: chat.accessHash ?? 0n }
  const peer = { _: 'inputPeerChannel', ...place } as const
  const invite = await client.call('messages.exportChatInvite', { peer, title: 'x' })
  if (invite._ !== 'chatInviteExported') throw new Error('no link was made')
  const people: InputUser[] = []
  for (const firstName of ['Bob', 'Carl']) {
    const { id } = await rpc.createUser({ firstName })
    const hash = (u: Unit): Promise<bigint> =>
      Promise.resolve(u.accessHashes.of(ann.id, 'user', id))
    people.push({ _: 'inputUser', userId: id, accessHash: await rpc.unit(hash) })
  }
  await rpc.createUser({ phone: '9996623456' })
  return { chatId, channel: { _: 'inputChannel', ...place }, peer, people, link: invite.link }
}

const SELF = { _: 'inputPeerSelf' } as const
const CHATLIST = { _: 'inputChatlistDialogFilter', filterId: 2 } as const
const RIGHTS = { _: 'chatAdminRights', changeInfo: true } as const
let randomId = 0n

/** A call for each text that people write, by its method and parameter, and what is stored of the text. */
const TEXTS: Readonly<
  Record<string, { call: (n: number) => Promise<unknown>; kept: (n: number) => string }>
> = {
  'account.updateProfile.firstName': {
    call: (n) => client.call('account.updateProfile', { firstName: dirty(n) }),
    kept: LINE,
  },
  'account.updateProfile.lastName': {
    call: (n) => client.call('account.updateProfile', { lastName: dirty(n) }),
    kept: LINE,
  },
  'account.updateProfile.about': {
    call: (n) => client.call('account.updateProfile', { about: dirty(n) }),
    kept: LINES,
  },
  'auth.signUp.firstName': { call: (n) => signUp('9996611111', dirty(n), 'x'), kept: LINE },
  'auth.signUp.lastName': { call: (n) => signUp('9996611112', 'x', dirty(n)), kept: LINE },
  'contacts.addContact.firstName': { call: (n) => addContact(0, dirty(n), ''), kept: LINE },
  'contacts.addContact.lastName': { call: (n) => addContact(1, 'x', dirty(n)), kept: LINE },
  'contacts.importContacts.contacts': {
    call: (n) => {
      const names = { firstName: dirty(n), lastName: dirty(n) }
      const phone = '9996623456'
      const contact = { _: 'inputPhoneContact', clientId: 1n, phone, ...names } as const
      return client.call('contacts.importContacts', { contacts: [contact] })
    },
    kept: LINE,
  },
  'channels.createChannel.title': {
    call: (n) => client.call('channels.createChannel', { title: dirty(n), about: '' }),
    kept: LINE,
  },
  'channels.createChannel.about': {
    call: (n) => client.call('channels.createChannel', { title: 'x', about: dirty(n) }),
    kept: LINES,
  },
  'channels.editTitle.title': {
    call: (n) => client.call('channels.editTitle', { channel: places.channel, title: dirty(n) }),
    kept: LINE,
  },
  'channels.editAdmin.rank': {
    call: async (n) => {
      const [userId] = places.people as [InputUser]
      const { channel } = places
      const office = { channel, userId, adminRights: RIGHTS, rank: dirty(n) }
      await client.call('channels.inviteToChannel', { channel, users: [userId] })
      await client.call('channels.editAdmin', office)
    },
    kept: LINES,
  },
  'messages.createChat.title': {
    call: (n) => client.call('messages.createChat', { users: [], title: dirty(n) }),
    kept: LINE,
  },
  'messages.editChatTitle.title': {
    call: (n) => {
      return client.call('messages.editChatTitle', { chatId: places.chatId, title: dirty(n) })
    },
    kept: LINE,
  },
  'messages.editChatAbout.about': {
    call: (n) => client.call('messages.editChatAbout', { peer: places.peer, about: dirty(n) }),
    kept: LINES,
  },
  'messages.exportChatInvite.title': {
    call: (n) => client.call('messages.exportChatInvite', { peer: places.peer, title: dirty(n) }),
    kept: LINE,
  },
  'messages.editExportedChatInvite.title': {
    call: (n) => {
      const { peer, link } = places
      return client.call('messages.editExportedChatInvite', { peer, link, title: dirty(n) })
    },
    kept: LINE,
  },
  'messages.sendMessage.message': { call: (n) => send(dirty(n)), kept: LINES },
  'messages.sendMessage.entities': {
    call: (n) => {
      const language = dirty(n)
      return send('abc', [{ _: 'messageEntityPre', offset: 0, length: 2, language }])
    },
    kept: LINES,
  },
  'messages.editMessage.message': {
    call: async (n) => {
      await send('x')
      const id = (await rpc.unit((u) => u.db.users.byId(ann.id)))?.lastMessageId ?? 0
      await client.call('messages.editMessage', { peer: SELF, id, message: dirty(n) })
    },
    kept: LINES,
  },
  'messages.updateDialogFilter.filter': {
    call: (n) => {
      const title = { _: 'textWithEntities', text: dirty(n), entities: [] } as const
      const peers = { pinnedPeers: [], includePeers: [places.peer], excludePeers: [] }
      const filter = { _: 'dialogFilter', id: 2, title, emoticon: '🌱\r', ...peers } as const
      return client.call('messages.updateDialogFilter', { id: 2, filter })
    },
    kept: LINE,
  },
  'chatlists.exportChatlistInvite.title': { call: (n) => exportFolder(dirty(n)), kept: LINE },
  'chatlists.editExportedInvite.title': {
    call: async (n) => {
      const slug = (await exportFolder('x')).invite.url.split('/').at(-1) ?? ''
      const title = dirty(n)
      await client.call('chatlists.editExportedInvite', { chatlist: CHATLIST, slug, title })
    },
    kept: LINE,
  },
}

/** Parameters that are no text of people: names with a form of their own, secrets, or not kept at all. */
const NO_TEXTS: ReadonlySet<string> = new Set([
  'username', 'reason', 'phoneNumber', 'phoneCodeHash', 'apiHash', 'botAuthToken', 'phoneCode', 'address', 'q',
  'slug', 'phone', 'phones', 'referer', 'source', 'langCode', 'path', 'langPack', 'keys', 'hash', 'link',
  'offsetLink', 'platform',
]) // prettier-ignore

async function signUp(phoneNumber: string, firstName: string, lastName: string): Promise<void> {
  const other = await rpc.connect()
  const settings = { _: 'codeSettings' } as const
  const sent = await other.call('auth.sendCode', { phoneNumber, apiId: 4, apiHash: 'x', settings })
  if (sent._ !== 'auth.sentCode') throw new Error(sent._)
  const { phoneCodeHash } = sent
  await other.call('auth.signIn', { phoneNumber, phoneCodeHash, phoneCode: '11111' })
  await other.call('auth.signUp', { phoneNumber, phoneCodeHash, firstName, lastName })
}

function addContact(whom: 0 | 1, firstName: string, lastName: string): Promise<unknown> {
  const id = places.people[whom] as InputUser
  return client.call('contacts.addContact', { id, firstName, lastName, phone: '' })
}

function send(message: string, entities: TypeMessageEntity[] = []): Promise<unknown> {
  const request = { peer: SELF, message, entities, randomId: ++randomId }
  return client.call('messages.sendMessage', request)
}

function exportFolder(title: string) {
  const peers = [places.peer]
  return client.call('chatlists.exportChatlistInvite', { chatlist: CHATLIST, title, peers })
}

/** Texts that are longer than what a pattern of the database may be. */
const SEARCHED = [50_001, 1_000_000].flatMap((length) =>
  ['x', '%', 'é'].map((unit) => unit.repeat(length)),
)

const failures: string[] = []

/** Calls everything that looks for a text; no answer names anybody, and none is a fault. */
async function tryLongSearches(): Promise<void> {
  for (const q of SEARCHED) {
    for (const call of searches(q)) {
      try {
        const answer = await call()
        const found = 'users' in answer && Array.isArray(answer.users) ? answer.users.length : 0
        // The caller itself may be named, as a member of what it asked about.
        if (found > 1) failures.push(`${found} found by ${q.length} characters`)
      } catch (error) {
        if (!(error instanceof TestRpcError) || error.message === 'INTERNAL') {
          failures.push(String(error))
        }
      }
    }
  }
}

function searches(q: string): (() => Promise<object>)[] {
  const { channel, peer } = places
  const page = { offset: 0, limit: 10, hash: 0n }
  const ids = { offsetId: 0, addOffset: 0, maxId: 0, minId: 0, minDate: 0, maxDate: 0 }
  const lists = ['Search', 'Kicked', 'Banned', 'Contacts', 'Mentions'] as const
  const filters = lists.map((list) => `channelParticipants${list}` as const)
  return [
    () => client.call('contacts.search', { q, limit: 10 }),
    () => client.call('channels.getAdminLog', { channel, q, maxId: 0n, minId: 0n, limit: 10 }),
    () => client.call('messages.search', {
      peer, q, filter: { _: 'inputMessagesFilterEmpty' }, limit: 10, hash: 0n, ...ids,
    }),
    ...filters.map((_) => () => client.call('channels.getParticipants', {
      channel, filter: { _, q }, ...page,
    })),
    ...[true, false].map((requested) => () => client.call('messages.getChatInviteImporters', {
      peer, requested, q, offsetDate: 0, offsetUser: { _: 'inputUserEmpty' }, limit: 10,
    })),
  ] // prettier-ignore
}

/** Fields of each implemented method, an array's as its items. */
function* parameters(): Generator<{ method: string; key: string; type: TlType }> {
  for (const method of METHODS.keys()) {
    const line = newestLines().methods.get(method)
    for (const { key, type } of line ? parseFields(line) : []) {
      yield { method, key, type: type.kind === 'vector' ? type.item : type }
    }
  }
}

describe('every text that people write', () => {
  it('has a call here, whichever method takes it', () => {
    const texts = [...parameters()].filter(
      ({ key, type }) => type.kind === 'string' && !NO_TEXTS.has(key),
    )
    const names = texts.map(({ method, key }) => `${method}.${key}`)
    expect(names.filter((name) => TEXTS[name] === undefined)).toEqual([])
  })

  it.each([...Object.keys(TEXTS).entries()])('is stored clean (%d): %s', (n, name) => {
    const kept = TEXTS[name]?.kept(n) ?? ''
    expect(stored.some(({ text }) => text.includes(kept))).toBe(true)
  })

  it('leaves nothing in the database that no text may have', () => {
    expect(stored.filter(({ text }) => DIRT.test(text))).toEqual([])
  })
})

describe('every text that is searched for', () => {
  it('finds nothing where it is longer than any that is stored', () => {
    expect(failures).toEqual([])
  })

  it('is tried here, whichever method takes it', () => {
    const searching = [...parameters()].filter(
      ({ key, type }) =>
        /^(?:q|query|search)$/.test(key) ||
        (type.kind === 'boxed' && type.name === 'ChannelParticipantsFilter'),
    )
    expect(searching.map(({ method }) => method).sort()).toEqual([
      'channels.getAdminLog',
      'channels.getParticipants',
      'contacts.search',
      'messages.getChatInviteImporters',
      'messages.search',
    ])
  })
})
