import type { Caller, Unit } from '../../domain/context.ts'
import { standing } from '../../domain/peers.ts'
import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { TypeChat, TypePeer, TypeUser } from '../../tl/generated/base.ts'
import { encodeChat } from './chat.ts'
import { encodeUser } from './user.ts'

/** Whom an answer is for. */
export interface Viewer extends Caller {
  /** Data centre that his client thinks it talks to: there it finds the files that it is told of. */
  readonly dcId?: number | undefined
}

/** Where files are for a client that did not say which data centre it talks to. */
const DC_UNKNOWN = 2

/**
 * Collects whom an answer speaks of, so that its `users` and `chats` are complete and hold nobody
 * else: clients refuse an object that names an account they were not given (spec section 9, rule 4).
 * One encoder belongs to one viewer and one unit of work.
 */
export class Encoder {
  readonly u: Unit
  readonly viewer: Viewer
  /** Data centre of every file that the answer names. */
  readonly dcId: number
  readonly #users = new Set<number>()
  readonly #chats = new Set<number>()

  constructor(u: Unit, viewer: Viewer) {
    this.u = u
    this.viewer = viewer
    this.dcId = viewer.dcId ?? DC_UNKNOWN
  }

  /** Notes an account, to be in `users`. Returns its id, so that it can stand in a field. */
  user(id: number): number {
    this.#users.add(id)
    return id
  }

  /** Notes several accounts. */
  usersOf(ids: Iterable<number>): void {
    for (const id of ids) this.#users.add(id)
  }

  /** Notes a chat of any kind, to be in `chats`. */
  chat(id: number): number {
    this.#chats.add(id)
    return id
  }

  /** A TL Peer of an account, noted. */
  peerUser(id: number): TypePeer {
    return { _: 'peerUser', userId: this.user(id) }
  }

  /** A TL Peer of a chat of any kind, noted. */
  peerChat(chat: Pick<ChatRow, 'id' | 'kind'>): TypePeer {
    this.chat(chat.id)
    return chat.kind === 'group'
      ? { _: 'peerChat', chatId: chat.id }
      : { _: 'peerChannel', channelId: chat.id }
  }

  /** The noted accounts as the viewer sees them. */
  async users(): Promise<TypeUser[]> {
    const rows = await this.u.db.users.byIds([...this.#users])
    const users: TypeUser[] = []
    for (const row of rows) users.push(await this.encodeUser(row))
    return users
  }

  /** The noted chats as the viewer sees them. */
  async chats(): Promise<TypeChat[]> {
    const rows = await this.u.db.chats.byIds([...this.#chats])
    const chats: TypeChat[] = []
    for (const row of rows) chats.push(await this.encodeChat(row))
    return chats
  }

  /** One account as the viewer sees it. */
  async encodeUser(row: UserRow): Promise<TypeUser> {
    const { u, viewer } = this
    const self = row.id === viewer.id
    const bot = row.isBot ? await u.db.users.botById(row.id) : undefined
    const contact = !self && !row.isBot && (await u.db.users.isContact(viewer.id, row.id))
    const mutualContact = contact && (await u.db.users.isContact(row.id, viewer.id))
    return encodeUser(row, bot, {
      self,
      contact,
      mutualContact,
      accessHash: u.accessHashes.of(viewer.id, 'user', row.id),
      byBot: viewer.isBot,
    })
  }

  /** One chat as the viewer sees it. */
  async encodeChat(row: ChatRow, member?: MemberRow): Promise<TypeChat> {
    const { u, viewer } = this
    return encodeChat(row, {
      viewerId: viewer.id,
      dcId: this.dcId,
      member: member ?? (await standing(u, row, viewer.id)),
      accessHash: (channelId) => u.accessHashes.of(viewer.id, 'channel', channelId),
    })
  }
}
