import { createBasicGroup, createChannel } from '../../src/domain/chats/create.ts'
import { saveFolder } from '../../src/domain/chatlists/save.ts'
import { given, inputsOf } from '../../src/domain/chatlists/testing.ts'
import { createTestDomain, TEST_NOW, type TestAccount } from '../../src/domain/testing.ts'
import { createTestRpc, type TestRpc } from '../../src/rpc/testing.ts'
import type { ChatRow } from '../../src/store/tables/chats.ts'
import { connect, type Device } from './device.ts'
import { Ear, type Sequences } from './hearing.ts'
import { putLink } from './rules/links.ts'
import { LIMITS, newMember, RIGHTS, VIEW, type Chat, type Member, type Model } from './state.ts'

/** Users 0 to 5 and bots 6 and 7. User 0 owns all chats but the channel, which is user 1's. */
export const USERS = 6
export const ACCOUNTS = 8
/** Those who may hand over chats, which takes a password. */
const WITH_PASSWORD = [0, 1]
export const PASSWORD = 'secret'
const LAYERS = [158, 176, 198, 214, 224, 227, 228, 229]
/** The newest layer; of the accounts' other devices one speaks it too. */
export const NEWEST = 229
export const FOLDER_OWNER = 0
export const FOLDER_ID = 2

/** The server under test and everybody's devices. */
export interface Real {
  readonly rpc: TestRpc
  readonly accounts: readonly TestAccount[]
  readonly devices: Device[]
  readonly ears: readonly Ear[]
  /** Messages that were sent to chats, by their sender's numbering. */
  readonly said: { readonly by: number; readonly chat: Chat; readonly id: number }[]
  /** Where the sequences stand, and every link that ever was. */
  at: Sequences
  readonly links: Map<string, { readonly admin: number; readonly chat: number }>
  /** A TL InputUser, InputPeer or InputChannel as an account's client has it. */
  user(viewer: number, n: number): object
  peer(viewer: number, chat: Chat): object
  channel(viewer: number, chat: Chat): object
  /** The device by which an account makes a call: of the newest layer, or an old one if it has any. */
  device(account: number, newest: boolean): Device
  /** The device that only listens, from the beginning to the end. */
  listener(account: number): Device
  connect(account: number): Promise<void>
}

type Passwords = Pick<TestAccount['row'], 'password'>
let passwords: Promise<Passwords> | undefined

/** The columns of an account with a password: costly to make, so they are made once. */
async function withPassword(): Promise<Passwords> {
  const domain = await createTestDomain()
  const { row } = await domain.createUser({ password: PASSWORD })
  await domain.close()
  return { password: row.password }
}

/** Makes the world in which every run begins, and the model of it. */
export async function createWorld(): Promise<{ model: Model; real: Real }> {
  const rpc = await createTestRpc([], { limits: LIMITS })
  const accounts: TestAccount[] = []
  for (let n = 0; n < ACCOUNTS; n++) {
    accounts.push(
      n < USERS
        ? await rpc.createUser({
            firstName: `User${n}`,
            phone: `99966${n}00${n}0`,
            about: `bio${n}`,
          })
        : await rpc.createBot(),
    )
  }
  const { password } = await (passwords ??= withPassword())
  const model: Model = {
    now: TEST_NOW,
    accounts: accounts.map(({ caller }, n) => ({
      deleted: false,
      isBot: caller.isBot,
      password: WITH_PASSWORD.includes(n),
    })),
    chats: [],
    folderLinks: [],
    folderGuests: new Set(),
    waiting: [],
  }
  const [ann, bob] = accounts as [TestAccount, TestAccount]
  const rows = await rpc.unit(async (u) => {
    for (const n of WITH_PASSWORD) await u.db.users.update(accounts[n]?.id ?? 0, { password })
    const group = await createBasicGroup(u, ann.caller, 'Few', [])
    const closed = await createChannel(u, ann.caller, 'supergroup', 'Closed', '')
    const news = await createChannel(u, bob.caller, 'channel', 'News', '')
    const open = await createChannel(u, ann.caller, 'supergroup', 'Open', '')
    return [group, closed, news, open]
  })
  for (const row of rows) model.chats.push(await modelOf(rpc, row, model, accounts))
  await populate(rpc, model, accounts)
  const hash = await rpc.unit((u) => Promise.resolve(u.accessHashes.of.bind(u.accessHashes)))
  const idOf = (n: number) => accounts[n]?.id ?? 0
  await rpc.unit((u) => {
    const input = inputsOf(u, ann, [{ ...rows[1], id: model.chats[1]?.id ?? 0 } as ChatRow])
    return saveFolder(u, ann.caller, FOLDER_ID, given(input))
  })
  // What made the world is no longer news.
  rpc.clock.advance(10)
  model.now += 10
  const devices: Device[] = []
  const ears: Ear[] = []
  for (const [n, account] of accounts.entries()) {
    const layer = LAYERS[n % LAYERS.length] ?? NEWEST
    devices.push(await connect(rpc, n, account, layer, true))
    devices.push(await connect(rpc, n, account, NEWEST, false))
    devices.push(await connect(rpc, n, account, layer, false))
    ears.push(new Ear(n))
  }
  const channel = (viewer: number, { id }: Chat, _ = 'inputChannel') => ({
    _,
    channelId: id,
    accessHash: hash(idOf(viewer), 'channel', id),
  })
  function listener(account: number): Device {
    const found = devices.find((one) => one.account === account)
    if (!found) throw new Error(`account ${account} has no device`)
    return found
  }
  const real: Real = {
    rpc,
    accounts,
    devices,
    ears,
    said: [],
    at: { pts: [], qts: [], channels: new Map() },
    links: new Map(),
    user: (viewer, n) => ({
      _: 'inputUser',
      userId: idOf(n),
      accessHash: hash(idOf(viewer), 'user', idOf(n)),
    }),
    peer: (viewer, chat) =>
      chat.kind === 'group'
        ? { _: 'inputPeerChat', chatId: chat.id }
        : channel(viewer, chat, 'inputPeerChannel'),
    channel: (viewer, chat) => channel(viewer, chat),
    device(account, newest) {
      const own = devices.filter((one) => one.account === account && !one.listens && one.connected)
      // The first one that makes calls is of the newest layer.
      const found = (newest ? undefined : own[1]) ?? own[0]
      if (!found) throw new Error(`account ${account} has no device`)
      return found
    },
    listener,
    async connect(account) {
      const who = accounts[account]
      if (who) devices.push(await connect(rpc, account, who, listener(account).layer, false))
    },
  }
  return { model, real }
}

/** The model of a chat that has its creator in it and the creator's primary link. */
async function modelOf(
  rpc: TestRpc,
  row: ChatRow,
  m: Model,
  accounts: readonly TestAccount[],
): Promise<Chat> {
  const creator = accounts.findIndex(({ id }) => id === row.creatorId)
  const chat: Chat = {
    n: m.chats.length,
    id: row.id,
    kind: row.kind as Chat['kind'],
    username: undefined,
    creator,
    deleted: false,
    movedTo: undefined,
    members: new Map([[creator, newMember('creator')]]),
    links: new Map(),
    requests: new Map(),
    joinRequest: false,
    guard: undefined,
    linked: undefined,
    joinToSend: false,
    knownTo: new Set([creator]),
  }
  const primary = await rpc.unit((u) => u.db.invites.primary(row.id, row.creatorId))
  if (primary) putLink(m, chat, creator, { hash: primary.hash, permanent: true })
  return chat
}

const ADMIN = RIGHTS.ban | RIGHTS.invite | RIGHTS.add
const BOT = USERS

/** Who is in which chat at first, and what the chats are like; written past all rules. */
async function populate(rpc: TestRpc, m: Model, accounts: readonly TestAccount[]): Promise<void> {
  const [group, closed, news, open] = m.chats as [Chat, Chat, Chat, Chat]
  const member = (inviter: number) => newMember('member', { inviter })
  const admin = (promotedBy: number, rights: number) =>
    newMember('admin', { inviter: promotedBy, promotedBy, rights })
  const put = (chat: Chat, who: Record<number, Member>): void => {
    for (const [n, one] of Object.entries(who)) chat.members.set(Number(n), one)
  }
  put(group, { 1: member(0), 2: member(1), [BOT]: member(0) })
  put(closed, { 1: admin(0, ADMIN), 2: member(1), [BOT]: admin(0, RIGHTS.invite) })
  put(news, { 2: admin(1, RIGHTS.invite), [BOT]: admin(1, RIGHTS.invite | RIGHTS.ban) })
  put(open, { 1: member(0), 3: newMember('banned', { banned: VIEW }), [BOT]: admin(0, ADMIN) })
  Object.assign(open, { username: 'open_birds', joinRequest: true, guard: BOT, linked: news })
  news.linked = open
  // Clients that have not seen a public chat may find it.
  accounts.forEach((_, n) => open.knownTo.add(n))
  await rpc.unit(async (u) => {
    for (const chat of m.chats) {
      let count = 0
      for (const [n, one] of chat.members) {
        chat.knownTo.add(n)
        if (one.status !== 'banned') count += 1
        const id = (i: number | undefined) => (i === undefined ? null : (accounts[i]?.id ?? null))
        const old = await u.db.members.find(chat.id, id(n) ?? 0)
        if (old) continue
        await u.db.members.put({
          chatId: chat.id,
          userId: id(n) ?? 0,
          status: one.status,
          date: u.now,
          inviterId: id(one.inviter),
          adminRights: one.rights,
          rank: '',
          promotedBy: id(one.promotedBy),
          bannedRights: one.banned,
          untilDate: 0,
          kickedBy: one.banned === 0 ? null : id(chat.creator),
          inviteId: null,
          viaRequest: 0,
          viaChatlist: 0,
          approvedBy: null,
          subscriptionUntil: null,
          leftByChoice: 0,
        })
      }
      await u.db.chats.update(chat.id, {
        participantsCount: count,
        joinRequest: chat.joinRequest ? 1 : 0,
        guardBotId: chat.guard === undefined ? null : (accounts[chat.guard]?.id ?? null),
        linkedChatId: chat.linked?.id ?? null,
      })
    }
    await u.db.usernames.take('open_birds', 'chat', open.id)
    await u.db.chats.update(open.id, { username: 'open_birds' })
  })
}
