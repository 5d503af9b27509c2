import type { Logger } from '../core/logger.ts'
import type { Domain, Unit } from '../domain/context.ts'
import type { DomainEvent } from '../domain/updates/update.ts'
import type { RpcSession } from '../mtproto/session/rpc-port.ts'
import { encodeObject } from '../tl/api.ts'
import type { TypeUpdates } from '../tl/generated/base.ts'
import type { Client } from './clients.ts'
import { answeredCount, encodeUpdates } from './encode/updates.ts'
import { readOnce } from './read-once.ts'

/**
 * Commits that are told together when they pile up, and accounts for whom one unit reads; both bound
 * how long other units wait.
 */
const COMMITS_AT_ONCE = 64
const ACCOUNTS_AT_ONCE = 64

/** A session that made a call, and so hears what concerns its client. */
interface Listener {
  readonly session: RpcSession
  client: Client
  /** Whose updates it hears; undefined before login, and where it asked for none. */
  accountId: number | undefined
}

/** One unit's events, on their way to the sessions. */
interface Commit {
  readonly events: readonly DomainEvent[]
  /** The session whose call caused them, and how many of them its answer tells. */
  readonly origin: unknown
  readonly answered: number
}

/** Updates for some sessions of one account. */
interface Push {
  readonly listeners: readonly Listener[]
  readonly updates: TypeUpdates
}

/**
 * Which sessions hear which account's updates, and the delivery of committed events to them, in
 * commit order. A session hears updates from its first call after login on, unless it made that call
 * through invokeWithoutUpdates (https://core.telegram.org/api/updates#subscribing-to-updates). The
 * session whose own call caused an event is left out as far as its answer told it.
 */
export class Pushes {
  readonly #domain: Domain
  readonly #log: Logger
  readonly #dcId: number | undefined
  readonly #bySession = new Map<RpcSession, Listener>()
  readonly #byAccount = new Map<number, Set<Listener>>()
  readonly #byKey = new Map<string, Set<Listener>>()
  #waiting: Commit[] = []
  #draining: Promise<void> | undefined
  #pushed = 0

  /** @param dcId data centre of the files that clients are told of which did not say where they are */
  constructor(domain: Domain, log: Logger, dcId?: number) {
    this.#domain = domain
    this.#log = log
    this.#dcId = dcId
    domain.listen((events, origin) => {
      this.#committed(events, origin)
    })
  }

  /** Updates that sessions were given so far. */
  get pushed(): number {
    return this.#pushed
  }

  /** Accounts that have a session here. */
  get accounts(): number {
    return this.#byAccount.size
  }

  opened(_session: RpcSession): void {
    // Nothing to hear before the session's first call tells who is behind it.
  }

  online(_session: RpcSession, _online: boolean): void {
    // A session queues what it misses while away; past its bound it is closed.
  }

  closed(session: RpcSession): void {
    this.#remove(session)
  }

  /** Notes who called on a session, before and after each call: a login or a logout may lie between. */
  called(session: RpcSession, client: Client, withoutUpdates: boolean): void {
    let listener = this.#bySession.get(session)
    if (listener && listener.client.keyId !== client.keyId) {
      // A temporary key was bound: the session now belongs to the permanent one.
      this.#remove(session)
      listener = undefined
    }
    if (!listener) {
      listener = { session, client, accountId: undefined }
      this.#bySession.set(session, listener)
      add(this.#byKey, client.keyId, listener)
    }
    listener.client = client
    if (listener.accountId === client.accountId) return
    this.#leaveAccount(listener)
    if (client.accountId === undefined || withoutUpdates) return
    listener.accountId = client.accountId
    add(this.#byAccount, client.accountId, listener)
  }

  /** Resolves when everything that was committed so far has been handed to the sessions. */
  flushed(): Promise<void> {
    return this.#draining ?? Promise.resolve()
  }

  #remove(session: RpcSession): void {
    const listener = this.#bySession.get(session)
    if (!listener) return
    this.#bySession.delete(session)
    this.#leaveAccount(listener)
    drop(this.#byKey, listener.client.keyId, listener)
  }

  #leaveAccount(listener: Listener): void {
    if (listener.accountId === undefined) return
    drop(this.#byAccount, listener.accountId, listener)
    listener.accountId = undefined
  }

  #committed(events: readonly DomainEvent[], origin: unknown): void {
    for (const event of events) {
      if (event.to !== 'keys' || event.what === 'loginTokenAccepted') continue
      // At once, so that nothing more reaches a device that was shut out or is another account's now.
      const account = event.what === 'loggedIn' ? event.accountId : undefined
      for (const listener of this.#ofKeys(event.keyIds))
        if (listener.accountId !== account) this.#leaveAccount(listener)
    }
    // What a bot fetches by the Bot API no session hears of.
    if (this.#bySession.size === 0 || events.every(({ to }) => to === 'botQueue')) return
    this.#waiting.push({ events, origin, answered: answeredCount(events) })
    this.#draining ??= this.#drain()
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const commits = this.#waiting.splice(0, COMMITS_AT_ONCE)
      try {
        await this.#deliver(commits)
      } catch (error) {
        this.#log.error({ err: error }, 'updates could not be delivered')
      }
    }
    this.#draining = undefined
  }

  async #deliver(commits: readonly Commit[]): Promise<void> {
    const events = commits.flatMap((commit) => commit.events)
    this.#pushLoginTokens(events)
    const accounts = await this.#domain.unit((u) => this.#audience(u, events))
    for (let i = 0; i < accounts.length; i += ACCOUNTS_AT_ONCE) {
      const some = accounts.slice(i, i + ACCOUNTS_AT_ONCE)
      const pushes = await this.#domain.unit(async (u) => {
        const shared = readOnce(u)
        const all: Push[] = []
        for (const id of some) all.push(...(await this.#encode(shared, id, commits, events)))
        return all
      })
      for (const { listeners, updates } of pushes) this.#push(listeners, updates)
    }
  }

  /** Connected accounts that the events may concern; who may really see one is decided by encodeUpdates. */
  async #audience(u: Unit, events: readonly DomainEvent[]): Promise<number[]> {
    const audience = new Set<number>()
    const channels = new Set<number>()
    for (const event of events) {
      if (event.to === 'account' && this.#byAccount.has(event.accountId)) {
        audience.add(event.accountId)
      }
      if (event.to === 'bot' && this.#byAccount.has(event.botId)) audience.add(event.botId)
      if (event.to === 'channel') channels.add(event.channelId)
    }
    for (const channelId of channels) {
      for (const id of await u.db.audience.present(channelId, this.#byAccount)) audience.add(id)
    }
    return [...audience]
  }

  /**
   * What the sessions of one account hear: all the same, but for those whose calls were answered, and for
   * where they find files.
   */
  async #encode(
    u: Unit,
    accountId: number,
    commits: readonly Commit[],
    events: readonly DomainEvent[],
  ): Promise<Push[]> {
    const callers = new Set(commits.map((commit) => commit.origin))
    const listeners = [...(this.#byAccount.get(accountId) ?? [])]
    const others = listeners.filter((one) => !callers.has(one.session))
    const parts = [
      ...[...Map.groupBy(others, (one) => one.client.dcId).values()].map((some) => {
        return { listeners: some, events }
      }),
      ...listeners
        .filter((one) => callers.has(one.session))
        .map((one) => ({ listeners: [one], events: unanswered(commits, one.session) })),
    ]
    const pushes: Push[] = []
    for (const part of parts) {
      const first = part.listeners[0]
      if (!first || part.events.length === 0) continue
      const { isBot, dcId = this.#dcId } = first.client
      const viewer = { id: accountId, isBot, dcId }
      const updates = await encodeUpdates(u, viewer, part.events)
      if (updates._ !== 'updates' || updates.updates.length === 0) continue
      pushes.push({ listeners: part.listeners, updates })
    }
    return pushes
  }

  /** Tells devices that wait with a QR code on their screen (https://core.telegram.org/api/qr-login). */
  #pushLoginTokens(events: readonly DomainEvent[]): void {
    for (const event of events) {
      if (event.to !== 'keys' || event.what !== 'loginTokenAccepted') continue
      const waiting = this.#ofKeys(event.keyIds).filter((one) => one.client.accountId === undefined)
      const date = this.#domain.clock.now()
      this.#push(waiting, { _: 'updateShort', update: { _: 'updateLoginToken' }, date })
    }
  }

  #push(listeners: readonly Listener[], updates: TypeUpdates): void {
    const byLayer = new Map<number, Buffer>()
    for (const { session, client } of listeners) {
      try {
        let bytes = byLayer.get(client.layer)
        if (!bytes) byLayer.set(client.layer, (bytes = encodeObject(updates, client.layer)))
        session.push(bytes)
        this.#pushed++
      } catch (error) {
        this.#log.error({ err: error, layer: client.layer }, 'an update could not be pushed')
      }
    }
  }

  #ofKeys(keyIds: readonly string[]): Listener[] {
    return keyIds.flatMap((keyId) => [...(this.#byKey.get(keyId) ?? [])])
  }
}

/** What happened, without what a session's own answers told it. */
function unanswered(commits: readonly Commit[], session: RpcSession): DomainEvent[] {
  return commits.flatMap(({ events, origin, answered }) =>
    origin === session ? events.slice(answered) : events,
  )
}

function add<K>(map: Map<K, Set<Listener>>, key: K, listener: Listener): void {
  const set = map.get(key)
  if (set) set.add(listener)
  else map.set(key, new Set([listener]))
}

function drop<K>(map: Map<K, Set<Listener>>, key: K, listener: Listener): void {
  const set = map.get(key)
  set?.delete(listener)
  if (set?.size === 0) map.delete(key)
}
