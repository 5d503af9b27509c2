import { hashOfLink } from '../src/domain/invites/hash.ts'
import type {
  ChannelAdminLogEvent,
  ChannelFull,
  ChatFull,
  ChatInviteExported,
  InputChannel,
  InputUser,
  TypeChatInvite,
  TypeChannelAdminLogEventAction,
  TypeInputPeer,
  TypeMessage,
  TypeUpdate,
  Updates,
} from '../src/tl/generated/base.ts'
import type {
  MessagesEditExportedChatInviteRequest,
  MessagesExportChatInviteRequest,
} from '../src/tl/generated/messages.ts'
import type { TlMethods } from '../src/tl/generated/methods.ts'
import type { TlObject } from '../src/tl/object.ts'
import { Refusal, type Account, type Line } from './ground.ts'
import type { Kind } from './row.ts'

/** A chat of a scenario. */
export interface Chat {
  readonly id: number
  readonly kind: Kind
  readonly username: string | undefined
}

/** A link, or whatever a client may name it by. */
export type Link = string | Pick<ChatInviteExported, 'link'>

export type ExportOptions = Partial<Omit<MessagesExportChatInviteRequest, '_' | 'peer'>>
export type EditOptions = Partial<
  Omit<MessagesEditExportedChatInviteRequest, '_' | 'peer' | 'link'>
>

/** Which rows of a list are asked for. */
export interface Page {
  readonly limit?: number
  readonly after?: ChatInviteExported
  readonly revoked?: boolean
}

/** Names of the bits of chatAdminRights. */
export type Rights = readonly ('inviteUsers' | 'changeInfo' | 'banUsers' | 'addAdmins')[]

/** Longest wait for an update that is due, milliseconds. */
const DUE_MS = 10_000

/**
 * Somebody with a client. The client knows what it was told and nothing else: access hashes come from
 * answers and pushes, or are asked for by username. Its verbs are single calls; what is not among them is
 * said with `call`.
 */
export class Actor {
  readonly id: number
  readonly username: string
  readonly isBot: boolean
  readonly #connect: () => Promise<Line>
  readonly #onRefusal: (method: string, refusal: Refusal) => void
  readonly #hashes = new Map<string, bigint>()
  #line: Promise<Line> | undefined
  #taken = 0

  constructor(
    { id, username, isBot }: Account,
    connect: () => Promise<Line>,
    onRefusal: (method: string, refusal: Refusal) => void,
  ) {
    this.#onRefusal = onRefusal
    this.id = id
    this.username = username
    this.isBot = isBot
    this.#connect = connect
  }

  /** Calls a method of the newest layer. @throws Refusal */
  async call<N extends keyof TlMethods>(
    name: N,
    request: Omit<TlMethods[N]['request'], '_'>,
  ): Promise<TlMethods[N]['result']> {
    this.#line ??= this.#connect()
    try {
      const answer = await (await this.#line).call({ _: name, ...request })
      this.#note(answer)
      return answer as TlMethods[N]['result']
    } catch (error) {
      if (error instanceof Refusal) this.#onRefusal(name, error)
      throw error
    }
  }

  /** Ends the client; the next call makes another. */
  async hangUp(): Promise<void> {
    const line = await this.#line
    this.#line = undefined
    this.#taken = 0
    await line?.close()
  }

  // --- Peers

  /** The chat as an InputPeer. */
  async peer(chat: Chat): Promise<TypeInputPeer> {
    if (chat.kind === 'group') return { _: 'inputPeerChat', chatId: chat.id }
    return { ...(await this.channel(chat)), _: 'inputPeerChannel' }
  }

  /** The channel or supergroup as an InputChannel. */
  async channel(chat: Chat): Promise<InputChannel> {
    const key = `channel ${chat.id}`
    if (!this.#hashes.has(key)) await this.#meet(chat)
    const accessHash = this.#hashes.get(key)
    if (accessHash === undefined) throw new Error(`${this.username} never met channel ${chat.id}`)
    return { _: 'inputChannel', channelId: chat.id, accessHash }
  }

  /** Somebody as an InputUser. */
  async user(who: Actor): Promise<InputUser> {
    const key = `user ${who.id}`
    if (!this.#hashes.has(key)) {
      await this.call('contacts.resolveUsername', { username: who.username })
    }
    return { _: 'inputUser', userId: who.id, accessHash: this.#hashes.get(key) ?? 0n }
  }

  /** Somebody as an InputPeer. */
  async userPeer(who: Actor): Promise<TypeInputPeer> {
    return { ...(await this.user(who)), _: 'inputPeerUser' }
  }

  async #meet(chat: Chat): Promise<void> {
    if (chat.username !== undefined) {
      await this.call('contacts.resolveUsername', { username: chat.username })
    } else if (this.isBot) {
      const id = { _: 'inputChannel', channelId: chat.id, accessHash: 0n } as const
      await this.call('channels.getChannels', { id: [id] })
    } else {
      const offset = { offsetDate: 0, offsetId: 0, offsetPeer: { _: 'inputPeerEmpty' } as const }
      await this.call('messages.getDialogs', { ...offset, limit: 100, hash: 0n })
    }
  }

  #note(value: unknown): void {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return
    if (Array.isArray(value)) {
      for (const one of value) this.#note(one)
      return
    }
    const { _: name, id, accessHash, min } = value as Record<string, unknown>
    const kind = name === 'user' ? 'user' : 'channel'
    const known = name === 'user' || name === 'channel' || name === 'channelForbidden'
    if (known && typeof accessHash === 'bigint' && min !== true) {
      this.#hashes.set(`${kind} ${String(id)}`, accessHash)
    }
    for (const field of Object.values(value)) this.#note(field)
  }

  // --- Links

  async export(chat: Chat, options: ExportOptions = {}): Promise<ChatInviteExported> {
    const peer = await this.peer(chat)
    return exported(await this.call('messages.exportChatInvite', { peer, ...options }))
  }

  /** A new primary link in place of the old one. */
  replacePrimary(chat: Chat, options: ExportOptions = {}): Promise<ChatInviteExported> {
    return this.export(chat, { legacyRevokePermanent: true, ...options })
  }

  async edit(chat: Chat, link: Link, options: EditOptions) {
    const request = { peer: await this.peer(chat), link: textOf(link), ...options }
    return this.call('messages.editExportedChatInvite', request)
  }

  /** The link after a change. */
  async edited(chat: Chat, link: Link, options: EditOptions): Promise<ChatInviteExported> {
    return exported((await this.edit(chat, link, options)).invite)
  }

  revoke(chat: Chat, link: Link) {
    return this.edit(chat, link, { revoked: true })
  }

  async get(chat: Chat, link: Link): Promise<ChatInviteExported> {
    const request = { peer: await this.peer(chat), link: textOf(link) }
    return exported((await this.call('messages.getExportedChatInvite', request)).invite)
  }

  async delete(chat: Chat, link: Link) {
    const request = { peer: await this.peer(chat), link: textOf(link) }
    return this.call('messages.deleteExportedChatInvite', request)
  }

  async deleteRevoked(chat: Chat, of: Actor = this) {
    const request = { peer: await this.peer(chat), adminId: await this.#admin(of) }
    return this.call('messages.deleteRevokedExportedChatInvites', request)
  }

  /** An admin's links. */
  async list(chat: Chat, of: Actor = this, { after, revoked, limit = 100 }: Page = {}) {
    return this.call('messages.getExportedChatInvites', {
      peer: await this.peer(chat),
      adminId: await this.#admin(of),
      limit,
      ...(revoked && { revoked }),
      ...(after && { offsetDate: after.date, offsetLink: after.link }),
    })
  }

  /** The texts of an admin's links. */
  async links(chat: Chat, of: Actor = this, page: Page = {}): Promise<string[]> {
    return (await this.list(chat, of, page)).invites.map((one) => exported(one).link)
  }

  async linkCounts(chat: Chat) {
    return this.call('messages.getAdminsWithInvites', { peer: await this.peer(chat) })
  }

  async importers(chat: Chat, { link, limit = 100, ...options }: ImporterOptions = {}) {
    return this.call('messages.getChatInviteImporters', {
      peer: await this.peer(chat),
      ...(link !== undefined && { link: textOf(link) }),
      offsetDate: 0,
      offsetUser: { _: 'inputUserEmpty' },
      limit,
      ...options,
    })
  }

  /** The chat's full object, which holds the own primary link. */
  async full(chat: Chat): Promise<ChatFull | ChannelFull> {
    const answer =
      chat.kind === 'group'
        ? await this.call('messages.getFullChat', { chatId: chat.id })
        : await this.call('channels.getFullChannel', { channel: await this.channel(chat) })
    const { fullChat } = answer
    if (fullChat._ === 'chatFull' || fullChat._ === 'channelFull') return fullChat
    throw new Error(`${fullChat._}, where a chat's page is needed`)
  }

  /** The own primary link. */
  async primary(chat: Chat): Promise<ChatInviteExported> {
    return exported((await this.full(chat)).exportedInvite)
  }

  check(link: Link): Promise<TypeChatInvite> {
    return this.call('messages.checkChatInvite', { hash: hashOf(link) })
  }

  /** Joins by a link. @throws Refusal INVITE_REQUEST_SENT where that is a request */
  async join(link: Link): Promise<Updates> {
    return joined(await this.call('messages.importChatInvite', { hash: hashOf(link) }))
  }

  /** Joins a public chat without a link. */
  async joinPublic(chat: Chat): Promise<Updates> {
    return joined(await this.call('channels.joinChannel', { channel: await this.channel(chat) }))
  }

  // --- Requests

  async answer(chat: Chat, who: Actor, approved: boolean): Promise<Updates> {
    const request = { peer: await this.peer(chat), userId: await this.user(who) }
    return (await this.call('messages.hideChatJoinRequest', {
      ...request,
      ...(approved && { approved }),
    })) as Updates
  }

  approve(chat: Chat, who: Actor): Promise<Updates> {
    return this.answer(chat, who, true)
  }

  decline(chat: Chat, who: Actor): Promise<Updates> {
    return this.answer(chat, who, false)
  }

  async answerAll(chat: Chat, approved: boolean, link?: Link): Promise<Updates> {
    return (await this.call('messages.hideAllChatJoinRequests', {
      peer: await this.peer(chat),
      ...(approved && { approved }),
      ...(link !== undefined && { link: textOf(link) }),
    })) as Updates
  }

  async toggleJoinRequest(chat: Chat, enabled: boolean, guard?: Actor, applyToInvites = false) {
    return this.call('channels.toggleJoinRequest', {
      channel: await this.channel(chat),
      enabled,
      ...(applyToInvites && { applyToInvites }),
      ...(guard && { guardBot: await this.user(guard) }),
    })
  }

  // --- Members

  async leave(chat: Chat): Promise<void> {
    if (chat.kind === 'group') {
      const userId = { _: 'inputUserSelf' } as const
      await this.call('messages.deleteChatUser', { chatId: chat.id, userId })
    } else {
      await this.call('channels.leaveChannel', { channel: await this.channel(chat) })
    }
  }

  /** Puts somebody into the chat by hand. */
  async add(chat: Chat, who: Actor): Promise<void> {
    const user = await this.user(who)
    if (chat.kind === 'group') {
      await this.call('messages.addChatUser', { chatId: chat.id, userId: user, fwdLimit: 0 })
    } else {
      const channel = await this.channel(chat)
      await this.call('channels.inviteToChannel', { channel, users: [user] })
    }
  }

  /** Puts somebody on the contact list. */
  async befriend(who: Actor): Promise<void> {
    const contact = { firstName: 'Friend', lastName: '', phone: '' }
    await this.call('contacts.addContact', { id: await this.user(who), ...contact })
  }

  /** Bans somebody; a basic group only removes them. */
  async ban(chat: Chat, who: Actor): Promise<void> {
    if (chat.kind === 'group') {
      const userId = await this.user(who)
      await this.call('messages.deleteChatUser', { chatId: chat.id, userId })
    } else {
      await this.#setBan(chat, who, { viewMessages: true })
    }
  }

  unban(chat: Chat, who: Actor): Promise<void> {
    return this.#setBan(chat, who, {})
  }

  async #setBan(chat: Chat, who: Actor, rights: { viewMessages?: true }): Promise<void> {
    await this.call('channels.editBanned', {
      channel: await this.channel(chat),
      participant: await this.userPeer(who),
      bannedRights: { _: 'chatBannedRights', untilDate: 0, ...rights },
    })
  }

  /** Makes somebody an admin with these rights, or without any takes the office away. */
  async promote(chat: Chat, who: Actor, rights: Rights = ['inviteUsers']): Promise<void> {
    const userId = await this.user(who)
    if (chat.kind === 'group') {
      const isAdmin = rights.length > 0
      await this.call('messages.editChatAdmin', { chatId: chat.id, userId, isAdmin })
      return
    }
    const named = Object.fromEntries(rights.map((right) => [right, true]))
    const adminRights = { _: 'chatAdminRights', ...named } as const
    const channel = await this.channel(chat)
    await this.call('channels.editAdmin', { channel, userId, adminRights, rank: '' })
  }

  demote(chat: Chat, who: Actor): Promise<void> {
    return this.promote(chat, who, [])
  }

  async deleteChat(chat: Chat): Promise<void> {
    if (chat.kind === 'group') await this.call('messages.deleteChat', { chatId: chat.id })
    else await this.call('channels.deleteChannel', { channel: await this.channel(chat) })
  }

  // --- What is told

  /** Actions of the admin log, newest first. */
  async adminLog(chat: Chat): Promise<TypeChannelAdminLogEventAction[]> {
    return (await this.adminLogEvents(chat)).map((one) => one.action)
  }

  async adminLogEvents(chat: Chat): Promise<readonly ChannelAdminLogEvent[]> {
    const request = { channel: await this.channel(chat), q: '', maxId: 0n, minId: 0n, limit: 100 }
    return (await this.call('channels.getAdminLog', request)).events
  }

  /** Messages of the chat, newest first. */
  async history(chat: Chat): Promise<readonly TypeMessage[]> {
    const offset = { offsetId: 0, offsetDate: 0, addOffset: 0, maxId: 0, minId: 0, hash: 0n }
    const request = { peer: await this.peer(chat), ...offset, limit: 20 }
    const answer = await this.call('messages.getHistory', request)
    return 'messages' in answer ? answer.messages : []
  }

  /** Comes on line, so that updates are pushed from now on. */
  async listen(): Promise<void> {
    await this.call('updates.getState', {})
    this.#taken = (await this.#heard()).length
  }

  /** The next update of a kind that was pushed since `listen`, or comes. */
  async hears<N extends TypeUpdate['_']>(name: N): Promise<Extract<TypeUpdate, { _: N }>> {
    const deadline = performance.now() + DUE_MS
    for (;;) {
      const heard = await this.#heard()
      const at = heard.findIndex((one, i) => i >= this.#taken && one._ === name)
      if (at >= 0) {
        this.#taken = at + 1
        return heard[at] as Extract<TypeUpdate, { _: N }>
      }
      if (performance.now() > deadline) {
        const names = heard.slice(this.#taken).map((one) => one._)
        throw new Error(`${this.username} heard no ${name}, only ${names.join(', ')}`)
      }
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }

  /** Updates that were pushed since `listen` and before the messages of `crier`, who now writes one. */
  async heardUntil(crier: Actor): Promise<TypeUpdate[]> {
    const text = `that was all for ${this.username}`
    const peer = await crier.userPeer(this)
    const randomId = BigInt(this.id) * 1000n + BigInt(this.#taken)
    await crier.call('messages.sendMessage', { peer, message: text, randomId })
    const start = this.#taken
    for (;;) {
      const update = await this.hears('updateNewMessage')
      const said = update.message._ === 'message' ? update.message.message : ''
      if (said === text) return (await this.#heard()).slice(start, this.#taken - 1)
    }
  }

  async #heard(): Promise<TypeUpdate[]> {
    const pushed = this.#line ? await (await this.#line).pushed() : []
    this.#note(pushed)
    return pushed.flatMap((one) => {
      if ('updates' in one) return one.updates as TypeUpdate[]
      return 'update' in one ? [one.update as TypeUpdate] : [longForm(one)]
    })
  }

  async #admin(of: Actor): Promise<InputUser | { readonly _: 'inputUserSelf' }> {
    return of === this ? { _: 'inputUserSelf' } : this.user(of)
  }
}

/** What of a link's users is asked for. */
export interface ImporterOptions {
  readonly link?: Link
  readonly requested?: true
  readonly subscriptionExpired?: true
  readonly q?: string
  readonly limit?: number
  readonly offsetDate?: number
  readonly offsetUser?: InputUser
}

/** The invite, which must be an exported one. */
export function exported(invite: unknown): ChatInviteExported {
  const { _: name } = (invite ?? { _: 'nothing' }) as TlObject
  if (name !== 'chatInviteExported') throw new Error(`${name}, where an exported link is needed`)
  return invite as ChatInviteExported
}

/** The hash of a link; what is no link stays as it is. */
export function hashOf(link: Link): string {
  const text = textOf(link)
  return hashOfLink(text) ?? text
}

/** The text of a link. */
export function textOf(link: Link): string {
  return typeof link === 'string' ? link : link.link
}

/** The Updates in an answer of a method that joins. */
function joined(answer: TlObject): Updates {
  if (answer._ !== 'messages.chatInviteJoinResultOk') {
    throw new Error(`${answer._}, where the chat should be joined`)
  }
  return (answer as TlObject & { updates: Updates }).updates
}

/** The update that a short form of a message stands for, as far as it is looked at here. */
function longForm(short: TlObject): TypeUpdate {
  if (short._ !== 'updateShortMessage') return short as TypeUpdate
  const message = { ...short, _: 'message' }
  return { _: 'updateNewMessage', message, pts: 0, ptsCount: 0 } as never
}
