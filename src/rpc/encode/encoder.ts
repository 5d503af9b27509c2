import { atTime } from '../../domain/chats/rights.ts'
import type { Caller, Unit } from '../../domain/context.ts'
import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { TypeChat, TypePeer, TypeUser } from '../../tl/generated/base.ts'
import { encodeChat } from './chat.ts'
import { encodeUser } from './user.ts'

/** Whom an answer is for. */
export interface Viewer extends Caller {
  /** Data centre that their client thinks it talks to: there it finds the files that it is told of. */
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
  /** Data centre of every file that the answer names. */
  readonly dcId: number
  readonly #viewer: Viewer
  readonly #users = new Set<number>()
  readonly #chats = new Set<number>()
  /** Accounts of which it was asked whether they are the viewer. */
  readonly #asked = new Set<number>()
  /** Where the viewer is in chats, as far as it was asked. */
  readonly #standings = new Map<number, MemberRow | undefined>()
  #personal = false

  constructor(u: Unit, viewer: Viewer) {
    this.u = u
    this.#viewer = viewer
    this.dcId = viewer.dcId ?? DC_UNKNOWN
  }

  /** Whom the answer is for. What was made with it is for this viewer alone; see `isFor`. */
  get viewer(): Viewer {
    this.#personal = true
    return this.#viewer
  }

  /** Whether an account is the viewer. All viewers of whom it is false are told the same. */
  isViewer(id: number | null): boolean {
    if (id !== null) this.#asked.add(id)
    return id === this.#viewer.id
  }

  /**
   * Whether another viewer, who looks for files in the same data centre, would be told exactly what was
   * encoded so far, `users` and `chats` aside.
   */
  isFor(viewerId: number): boolean {
    return !this.#personal && !this.#asked.has(viewerId) && !this.#asked.has(this.#viewer.id)
  }

  /** Notes everybody whom another encoder has noted. */
  noteAllOf(other: Encoder): void {
    for (const id of other.#users) this.#users.add(id)
    for (const id of other.#chats) this.#chats.add(id)
  }

  /** How many accounts and chats are noted. */
  get noted(): number {
    return this.#users.size + this.#chats.size
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
    return this.encodeUsers(await this.u.db.users.byIds([...this.#users]))
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
    const [user] = await this.encodeUsers([row])
    // As many as were asked for.
    return user as TypeUser
  }

  /** Several accounts as the viewer sees them, in the order given; asks the store for all at once. */
  async encodeUsers(rows: readonly UserRow[]): Promise<TypeUser[]> {
    if (rows.length === 0) return []
    const { u, viewer } = this
    const { users } = u.db
    const botIds = rows.filter((row) => row.isBot).map((row) => row.id)
    const bots = new Map((await users.botsByIds(botIds)).map((bot) => [bot.userId, bot]))
    const others = rows.filter((row) => !row.isBot && row.id !== viewer.id).map((row) => row.id)
    const contacts = new Set(await users.contactsAmong(viewer.id, others))
    const mutual = new Set(await users.contactOwnersAmong(viewer.id, [...contacts]))
    return rows.map((row) =>
      encodeUser(row, bots.get(row.id), {
        self: row.id === viewer.id,
        contact: contacts.has(row.id),
        mutualContact: mutual.has(row.id),
        accessHash: u.accessHashes.of(viewer.id, 'user', row.id),
        byBot: viewer.isBot,
      }),
    )
  }

  /**
   * The viewer's standing in a chat as it is now, undefined where the viewer never was there. It is read once:
   * encode when the rules are through.
   */
  async standingIn(chatId: number): Promise<MemberRow | undefined> {
    if (this.#standings.has(chatId)) return this.#standings.get(chatId)
    const { u } = this
    const member = atTime(await u.db.members.find(chatId, this.viewer.id), u.now)
    this.#standings.set(chatId, member)
    return member
  }

  /** One chat as the viewer sees it. */
  async encodeChat(row: ChatRow, member?: MemberRow): Promise<TypeChat> {
    const { u, viewer } = this
    return encodeChat(row, {
      viewerId: viewer.id,
      dcId: this.dcId,
      member: member ?? (await this.standingIn(row.id)),
      accessHash: (channelId) => u.accessHashes.of(viewer.id, 'channel', channelId),
    })
  }
}
