import { afterAll, describe, expect, it } from 'vitest'
import { exportChatlist } from '../domain/chatlists/export.ts'
import { joinChatlist } from '../domain/chatlists/join.ts'
import { saveFolder } from '../domain/chatlists/save.ts'
import { given } from '../domain/chatlists/testing.ts'
import { createBasicGroup, createChannel } from '../domain/chats/create.ts'
import { CREATOR_RIGHTS } from '../domain/chats/rights.ts'
import { channelInput } from '../domain/chats/testing.ts'
import type { Unit } from '../domain/context.ts'
import { addMember } from '../domain/members/join.ts'
import { postToChat, postToUser } from '../domain/messages/post.ts'
import type { TestAccount } from '../domain/testing.ts'
import type { ChatRow } from '../store/tables/chats.ts'
import { newestLines } from '../tl/layers.ts'
import { isInt53 } from '../tl/int53.ts'
import { parseFields, type TlField, type TlType } from '../tl/schema.ts'
import type { TlObject } from '../tl/object.ts'
import type { MethodName } from './method.ts'
import { METHODS } from './methods/index.ts'
import { createTestRpc, type TestClient, type TestRpc } from './testing.ts'

/** Types by which a call names somebody with an access hash. */
const NAMING = ['InputPeer', 'InputUser', 'InputChannel', 'InputDialogPeer', 'InputNotifyPeer']

/** Whom a call names: a person, a supergroup, or a person whom the caller never met. */
type Named = 'user' | 'channel' | 'stranger'

/** The hash with which it does: its own, none, and the one of another account for the same peer. */
type Hash = 'own' | 'zero' | 'foreign'

/** One field of one method that names somebody. */
interface Case {
  readonly method: string
  readonly field: TlField
  readonly type: string
  readonly named: Named
}

/** How a wrong hash is refused unless the list below says otherwise (spec sections 3.1 and 3.2). */
const REFUSALS: Readonly<Record<string, string>> = {
  'InputUser user': 'USER_ID_INVALID',
  'InputChannel channel': 'CHANNEL_INVALID',
  'InputPeer user': 'PEER_ID_INVALID',
  'InputPeer channel': 'CHANNEL_INVALID',
  'InputDialogPeer user': 'PEER_ID_INVALID',
  'InputDialogPeer channel': 'CHANNEL_INVALID',
  'InputNotifyPeer user': 'PEER_ID_INVALID',
  'InputNotifyPeer channel': 'CHANNEL_INVALID',
}

/** What a wrong hash is answered otherwise, by field, and why that gives nothing away. */
const OTHERWISE: Readonly<Record<string, string>> = {
  // The documented error of that field (schema/rpc-errors.json).
  'contacts.addContact.id': 'CONTACT_ID_INVALID',
  'messages.getExportedChatInvites.adminId': 'ADMIN_ID_INVALID',
  'messages.deleteRevokedExportedChatInvites.adminId': 'ADMIN_ID_INVALID',
  // Somebody who may not be named is passed over, or a userEmpty, as an account that does not exist.
  'contacts.deleteContacts.id': 'none',
  'users.getUsers.id': 'none',
  // A participant that nobody can be found for is none (domain/members/participants.ts).
  'channels.editBanned.participant user': 'PARTICIPANT_ID_INVALID',
  'channels.getParticipant.participant user': 'PARTICIPANT_ID_INVALID',
  // A place in a list that the caller has: TDLib sends the hash 0 (domain/messages/dialogs.ts).
  'messages.getDialogs.offsetPeer': 'none',
  'messages.getChatInviteImporters.offsetUser': 'none',
  // Conversations inside a monoforum or inside one's own notes: there are none, so nothing is looked up.
  'messages.getDialogUnreadMarks.parentPeer': 'none',
  'messages.markDialogUnread.parentPeer': 'none',
  'messages.getSearchCounters.savedPeerId': 'none',
  'messages.readReactions.savedPeerId': 'none',
  'messages.search.savedPeerId': 'none',
  // The password comes first: without one nobody is looked at.
  'messages.editChatCreator.peer': 'PASSWORD_MISSING',
  'messages.editChatCreator.userId': 'PASSWORD_MISSING',
}

/** How a hash that is not the caller's own is refused. */
function refusalOf(name: string, { type, named }: Case): string {
  return OTHERWISE[name] ?? OTHERWISE[`${name} ${named}`] ?? REFUSALS[`${type} ${named}`] ?? ''
}

/** Fields of a call that must be right for it to come as far as the one that names somebody. */
const ARGUMENTS: Readonly<Record<string, (w: World) => Readonly<Record<string, unknown>>>> = {
  'messages.reorderPinnedDialogs': () => ({ folderId: 0 }),
  'chatlists.editExportedInvite': (w) => ({ slug: w.slugs.own }),
  'chatlists.joinChatlistInvite': (w) => ({ slug: w.slugs.other }),
  'chatlists.joinChatlistUpdates': () => ({ chatlist: folder(JOINED) }),
}

/** Folders of the caller: one that they share, and one that they got by a link. */
const SHARED = 2
const JOINED = 3

function folder(filterId: number): TlObject {
  return { _: 'inputChatlistDialogFilter', filterId } as TlObject
}

interface World {
  readonly rpc: TestRpc
  readonly client: TestClient
  readonly groupId: number
  /** Folder links of the caller, and of somebody else. */
  readonly slugs: Readonly<Record<'own' | 'other', string>>
  name(type: string, named: Named, hash: Hash): Promise<TlObject>
}

type Calls = 'person' | 'bot'

/** The world of each kind of caller, as long as no call was carried out in it. */
const worlds = new Map<Calls, World>()

afterAll(async () => {
  for (const { rpc } of worlds.values()) await rpc.close()
})

async function untouchedWorld(calls: Calls): Promise<World> {
  const world = worlds.get(calls) ?? (await createWorld(calls))
  worlds.set(calls, world)
  return world
}

async function createWorld(calls: Calls): Promise<World> {
  const rpc = await createTestRpc()
  const ann = await rpc.createUser({ firstName: 'Ann' })
  const bob = await rpc.createUser({ firstName: 'Bob' })
  const stranger = await rpc.createUser({ firstName: 'Cora' })
  const bot = await rpc.createBot()
  const { chat, groupId, slugs } = await rpc.unit(async (u) => {
    const made = await createChannel(u, ann.caller, 'supergroup', 'Birds', '')
    await addMember(u, made, bob.id, { kind: 'added', byId: ann.id })
    await addMember(u, made, bot.id, { kind: 'added', byId: ann.id })
    await postToChat(u, made, ann.id, { text: 'hello' })
    await postToUser(u, ann.id, bob.id, { text: 'hello' })
    for (const { id } of [bob, bot]) {
      await u.db.members.update(made.id, id, { status: 'admin', adminRights: CREATOR_RIGHTS })
    }
    await u.db.chats.update(made.id, { username: 'birds' })
    const group = await createBasicGroup(u, ann.caller, 'Few', [bob.row, bot.row])
    const news = await createChannel(u, bob.caller, 'channel', 'News', '')
    const own = await share(u, ann, made)
    const other = await share(u, bob, news)
    await joinChatlist(u, ann.caller, other, [channelInput(u, ann, news)])
    return { chat: made, groupId: group.id, slugs: { own, other } }
  })
  const caller = calls === 'bot' ? bot : ann
  const client = await rpc.connect({ account: caller })
  return {
    rpc,
    client,
    groupId,
    slugs,
    async name(type, named, hash) {
      const id = { user: bob, stranger, channel: chat }[named].id
      const accessHash = await rpc.unit((u) => {
        const viewer = hash === 'own' ? caller : bob
        const kind = named === 'channel' ? 'channel' : 'user'
        return Promise.resolve(hash === 'zero' ? 0n : u.accessHashes.of(viewer.id, kind, id))
      })
      const fields =
        named === 'channel' ? { channelId: id, accessHash } : { userId: id, accessHash }
      const kind = named === 'channel' ? 'Channel' : 'User'
      if (type === 'InputUser' || type === 'InputChannel') {
        return { _: type.replace('I', 'i'), ...fields }
      }
      const peer = { _: `inputPeer${kind}`, ...fields }
      if (type === 'InputPeer') return peer
      const outer = type === 'InputDialogPeer' ? 'inputDialogPeer' : 'inputNotifyPeer'
      return { _: outer, peer } as TlObject
    },
  }
}

async function share(u: Unit, who: TestAccount, chat: ChatRow): Promise<string> {
  const peers = [channelInput(u, who, chat)]
  await saveFolder(u, who.caller, SHARED, given(peers))
  return (await exportChatlist(u, who.caller, SHARED, { title: '', peers })).invite.slug
}

function typeOf(type: TlType): string {
  if (type.kind === 'vector') return typeOf(type.item)
  return type.kind === 'boxed' ? type.name : ''
}

function casesOf(method: string): Case[] {
  const line = newestLines().methods.get(method)
  if (!line) throw new Error(`no definition of ${method}`)
  return parseFields(line).flatMap((field) => {
    const type = typeOf(field.type)
    if (!NAMING.includes(type)) return []
    const all: Named[] =
      type === 'InputUser' ? ['user'] : type === 'InputChannel' ? ['channel'] : ['user', 'channel']
    return all.map((named) => ({ method, field, type, named }))
  })
}

/** Values of types that name nobody. */
const PLAIN: Readonly<Record<string, unknown>> = {
  InputCheckPasswordSRP: { _: 'inputCheckPasswordEmpty' },
  ChatAdminRights: { _: 'chatAdminRights' },
  ChatBannedRights: { _: 'chatBannedRights', untilDate: 0 },
  ChannelParticipantsFilter: { _: 'channelParticipantsRecent' },
  ChannelMessagesFilter: { _: 'channelMessagesFilterEmpty' },
  MessagesFilter: { _: 'inputMessagesFilterEmpty' },
  SendMessageAction: { _: 'sendMessageTypingAction' },
  InputChatlist: folder(SHARED),
  InputMessage: { _: 'inputMessageID', id: 1 },
}

const SCALARS: Readonly<Record<string, unknown>> = {
  int: 1, string: 'x', bool: true, double: 1, bytes: Buffer.alloc(0),
} // prettier-ignore

async function valueOf(w: World, type: TlType, key: string, int53: boolean): Promise<unknown> {
  if (type.kind === 'vector') return [await valueOf(w, type.item, key, int53)]
  if (type.kind === 'long') return key === 'chatId' ? w.groupId : int53 ? 1 : 1n
  if (type.kind !== 'boxed') return SCALARS[type.kind]
  if (NAMING.includes(type.name)) {
    return w.name(type.name, type.name === 'InputUser' ? 'user' : 'channel', 'own')
  }
  return PLAIN[type.name]
}

/** The answer to a call that names one with a hash and is sound beside that: an error's name, or `none`. */
async function answerTo(
  { method, field, type, named }: Case,
  hash: Hash,
  calls: Calls = 'person',
): Promise<string> {
  const w = await untouchedWorld(calls)
  const line = newestLines().methods.get(method)
  if (!line) throw new Error(`no definition of ${method}`)
  const request: Record<string, unknown> = {}
  for (const one of parseFields(line)) {
    if (one.type.kind === 'flags') continue
    if (one.flag && one.key !== field.key) continue
    request[one.key] = await valueOf(w, one.type, one.key, isInt53(method, one.name))
  }
  Object.assign(request, ARGUMENTS[method]?.(w))
  const name = await w.name(type, named, hash)
  request[field.key] = field.type.kind === 'vector' ? [name] : name
  try {
    await w.client.call(method as MethodName, request)
  } catch (error) {
    // A call that is refused leaves the world as it was.
    return (error as Error).message
  }
  worlds.delete(calls)
  await w.rpc.close()
  return 'none'
}

/** Every field of every implemented method that names somebody, both ways where it takes both. */
const FIELDS = Object.entries(
  Object.groupBy([...METHODS.keys()].flatMap(casesOf), (one) => `${one.method}.${one.field.key}`),
)

describe('a peer, user or channel that a call names', () => {
  it.each(FIELDS)(
    '%s takes an own access hash, and neither 0 nor another account’s',
    async (name, cases = []) => {
      const answers: Record<string, string> = {}
      const refusals: Record<string, string> = {}
      let taken = false
      for (const one of cases) {
        const refusal = refusalOf(name, one)
        for (const hash of ['zero', 'foreign'] as const) {
          answers[`${hash} ${one.named}`] = await answerTo(one, hash)
          refusals[`${hash} ${one.named}`] = refusal
        }
        taken ||= (await answerTo(one, 'own')) !== refusal
      }
      expect(answers).toEqual(refusals)
      // The refusal is of the hash: with the right one the call goes on, if only to another error.
      if (!['none', 'PASSWORD_MISSING'].includes(OTHERWISE[name] ?? '')) expect(taken).toBe(true)
    },
  )

  it.each(FIELDS.filter(([, cases = []]) => cases.some(({ named }) => named === 'user')))(
    '%s takes a bare id from a bot that met the person, and from no other',
    async (name, cases = []) => {
      const person = cases.find(({ named }) => named === 'user')
      if (!person) throw new Error(name)
      const known = await answerTo(person, 'own', 'bot')
      if (known === 'BOT_METHOD_INVALID') return
      expect(await answerTo(person, 'zero', 'bot')).toBe(known)
      const refusal = refusalOf(name, person)
      expect(await answerTo({ ...person, named: 'stranger' }, 'zero', 'bot')).toBe(refusal)
    },
  )

  it('is one of many, the exceptions among them', () => {
    const names = FIELDS.map(([name]) => name)
    expect(names.length).toBeGreaterThan(80)
    expect(names).toEqual(
      expect.arrayContaining(Object.keys(OTHERWISE).map((key) => key.split(' ')[0])),
    )
  })
})
