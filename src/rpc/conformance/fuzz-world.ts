import { createBasicGroup, createChannel } from '../../domain/chats/create.ts'
import { editPhoto } from '../../domain/chats/edit-photo.ts'
import { channelInput } from '../../domain/chats/testing.ts'
import { newInvite } from '../../domain/invites/primary.ts'
import { addMember } from '../../domain/members/join.ts'
import { postToChat, postToUser } from '../../domain/messages/post.ts'
import { jpegOf } from '../../domain/photos/testing.ts'
import type { TestAccount } from '../../domain/testing.ts'
import type { Random } from '../../tl/conformance/random-object.ts'
import type { Fields } from '../../tl/conversions.ts'
import type { TlObject } from '../../tl/object.ts'
import { createTestRpc, type TestRpc } from '../testing.ts'

/** A small world in which random calls find something, and what its accounts know of it. */
export interface FuzzWorld {
  readonly rpc: TestRpc
  readonly users: readonly TestAccount[]
  readonly bot: TestAccount
  /** Makes many of a request's random values such as the viewer would really send, or nearly. */
  season(request: Fields, viewer: TestAccount | undefined, random: Random): TlObject
}

const INTS = [0, 1, 2, 3, 10, 100, -1, -2, 2 ** 31 - 1, -(2 ** 31), 1_799_999_999, 1_800_000_000]
const LONGS = [0n, 1n, -1n, 12_345n, 2n ** 63n - 1n, -(2n ** 63n)]
const ODD_IDS = [0, -1, 1, 2 ** 53 - 1, -(2 ** 53 - 1), 2 ** 62, -(2 ** 62), 777_000]
const ODD_TEXTS = [
  '', 'a', '\0', 'ab\0cd', '%', '_', '🙂', '\ud83d', "'; DROP TABLE users; --", 'x'.repeat(5000),
  '9'.repeat(30), ' a\r\u202eb\t',
] // prettier-ignore
const PEER = /^inputPeer(Empty|Self|User|Chat|Channel)/
const LENGTHS = [101, 1000, 10_000]

/** Makes the world: people, a bot, a basic group, a supergroup, a channel, links and messages. */
export async function createFuzzWorld(): Promise<FuzzWorld> {
  const rpc = await createTestRpc()
  const ann = await rpc.createUser({ phone: '9996610001', username: 'annette' })
  const bob = await rpc.createUser({ firstName: 'Bob', phone: '9996610002' })
  const eve = await rpc.createUser({ firstName: 'Eve', phone: '9996610003', password: 'secret' })
  const bot = await rpc.createBot()
  const made = await rpc.unit(async (u) => {
    const group = await createBasicGroup(u, ann.caller, 'Few', [bob.row, bot.row])
    const supergroup = await createChannel(u, ann.caller, 'supergroup', 'Birds', '')
    const channel = await createChannel(u, ann.caller, 'channel', 'News', '')
    const how = { kind: 'added', byId: ann.id } as const
    for (const chat of [supergroup, channel]) await addMember(u, chat, bob.id, how)
    await addMember(u, supergroup, bot.id, how)
    const texts: string[] = []
    for (const chat of [group, supergroup, channel]) {
      await u.db.members.update(chat.id, bob.id, { status: 'admin', adminRights: 0xffff })
      for (const owner of [ann, bob]) {
        const invite = await u.db.invites.insert(newInvite(u, chat, owner.id))
        texts.push(invite.hash, `https://t.me/+${invite.hash}`)
      }
      for (let i = 0; i < 4; i++) await postToChat(u, chat, ann.id, { text: `word ${i}` })
    }
    const photo = { kind: 'bytes', bytes: jpegOf(200, 200) } as const
    await editPhoto(u, ann.caller, { kind: 'chat', chatId: group.id }, photo)
    await editPhoto(u, ann.caller, channelInput(u, ann, supergroup), photo)
    for (let i = 0; i < 4; i++) await postToUser(u, bob.id, ann.id, { text: 'hello' })
    return { group, channels: [supergroup, channel], texts }
  })
  const users = [ann, bob, eve]
  const texts = [
    ...ODD_TEXTS, ...made.texts, 'annette', 'free_name', 'Fine title', '9996610001', '66100', 'en', bot.token,
  ] // prettier-ignore
  const hash = await rpc.unit((u) => Promise.resolve(u.accessHashes.of.bind(u.accessHashes)))
  return { rpc, users, bot, season }

  function season(request: Fields, viewer: TestAccount | undefined, random: Random): TlObject {
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
    const accounts = [...users, bot]
    const viewerId = viewer?.id ?? 0
    const ids = [...accounts, made.group, ...made.channels].map((one) => one.id).concat(ODD_IDS)

    function user(name: string): TlObject {
      const { id } = pick(accounts)
      return { _: name, userId: id, accessHash: hash(viewerId, 'user', id) } as TlObject
    }
    function channel(name: string): TlObject {
      const { id } = pick(made.channels)
      return { _: name, channelId: id, accessHash: hash(viewerId, 'channel', id) } as TlObject
    }
    function peer(): TlObject {
      const all = [
        () => ({ _: 'inputPeerSelf' }),
        () => user('inputPeerUser'),
        () => ({ _: 'inputPeerChat', chatId: made.group.id }),
        () => channel('inputPeerChannel'),
      ]
      return pick(all)()
    }
    function list(items: readonly unknown[], key: string): unknown[] {
      const seasoned = items.map((item) => value(item, key))
      if (seasoned.length === 0 || random() > 0.03) return seasoned
      const [first] = seasoned
      return Array.from({ length: pick(LENGTHS) }, (_, i) =>
        typeof first === 'number' ? i : first,
      )
    }
    function number(old: number, key: string): number {
      const isId = /^(id|\w+Id|users|chats)$/.test(key) && Math.abs(old) > 2 ** 31
      if (isId) return pick(ids)
      return random() < 0.85 && Math.abs(old) <= 2 ** 31 ? pick(INTS) : old
    }
    function object(old: Fields): TlObject {
      if (random() < 0.8) {
        if (PEER.test(old._)) return peer()
        if (old._.startsWith('inputUser')) return pick([{ _: 'inputUserSelf' }, user('inputUser')])
        if (old._.startsWith('inputChannel')) return channel('inputChannel')
      }
      return fields(old)
    }
    function value(old: unknown, key: string): unknown {
      if (Array.isArray(old)) return list(old, key)
      if (typeof old === 'number') return number(old, key)
      if (typeof old === 'bigint') return random() < 0.7 ? pick(LONGS) : old
      if (typeof old === 'string') return random() < 0.85 ? pick(texts) : old
      if (typeof old === 'object' && old !== null && '_' in old) return object(old as Fields)
      return old
    }
    function fields(old: Fields): TlObject {
      const entries = Object.entries(old).map(([key, one]) => [
        key,
        key === '_' ? one : value(one, key),
      ])
      return Object.fromEntries(entries) as TlObject
    }
    return fields(request)
  }
}
