import type { Logger } from '../core/logger.ts'
import type { Domain } from '../domain/context.ts'
import type { DomainEvent } from '../domain/updates/update.ts'
import type { RpcSession } from '../mtproto/session/rpc-port.ts'
import { encodeObject } from '../tl/api.ts'
import type { Client } from './clients.ts'
import { encodeUpdates } from './encode/updates.ts'

/** Channels with more members than this are matched against the accounts that are connected. */
const SMALL_CHANNEL = 200

interface Listener {
  readonly session: RpcSession
  client: Client
  accountId: number
}

/**
 * Which sessions hear which account's updates, and the delivery of committed events to them, in
 * commit order. A session hears updates from its first call after login on, unless it made that call
 * through invokeWithoutUpdates (https://core.telegram.org/api/updates#subscribing-to-updates).
 */
export class Pushes {
  readonly #domain: Domain
  readonly #log: Logger
  readonly #bySession = new Map<RpcSession, Listener>()
  readonly #byAccount = new Map<number, Set<Listener>>()
  #queue: Promise<void> = Promise.resolve()

  constructor(domain: Domain, log: Logger) {
    this.#domain = domain
    this.#log = log
    domain.listen((events, origin) => {
      this.#deliver(events, origin)
    })
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
    const listener = this.#bySession.get(session)
    if (client.accountId === undefined) {
      if (listener) this.#remove(session)
      return
    }
    if (listener?.accountId === client.accountId) {
      listener.client = client
      return
    }
    if (listener) this.#remove(session)
    if (withoutUpdates) return
    const fresh: Listener = { session, client, accountId: client.accountId }
    this.#bySession.set(session, fresh)
    const others = this.#byAccount.get(client.accountId)
    if (others) others.add(fresh)
    else this.#byAccount.set(client.accountId, new Set([fresh]))
  }

  /** Resolves when everything that was committed so far has been handed to the sessions. */
  flushed(): Promise<void> {
    return this.#queue
  }

  #remove(session: RpcSession): void {
    const listener = this.#bySession.get(session)
    if (!listener) return
    this.#bySession.delete(session)
    const others = this.#byAccount.get(listener.accountId)
    others?.delete(listener)
    if (others?.size === 0) this.#byAccount.delete(listener.accountId)
  }

  #deliver(events: readonly DomainEvent[], origin: unknown): void {
    if (this.#byAccount.size === 0) return
    this.#queue = this.#queue
      .then(() => this.#deliverNow(events, origin))
      .catch((error: unknown) => {
        this.#log.error({ err: error }, 'updates could not be delivered')
      })
  }

  async #deliverNow(events: readonly DomainEvent[], origin: unknown): Promise<void> {
    for (const accountId of await this.#audience(events)) {
      const listeners = [...(this.#byAccount.get(accountId) ?? [])].filter(
        (one) => one.session !== origin,
      )
      const first = listeners[0]
      if (!first) continue
      const viewer = { id: accountId, isBot: first.client.isBot }
      const updates = await this.#domain.unit((u) => encodeUpdates(u, viewer, events))
      if (updates._ !== 'updates' || updates.updates.length === 0) continue
      const byLayer = new Map<number, Buffer>()
      for (const { session, client } of listeners) {
        let bytes = byLayer.get(client.layer)
        if (!bytes) byLayer.set(client.layer, (bytes = encodeObject(updates, client.layer)))
        session.push(bytes)
      }
    }
  }

  /** Connected accounts that the events may concern; who may really see one is decided by encodeUpdates. */
  async #audience(events: readonly DomainEvent[]): Promise<Set<number>> {
    const audience = new Set<number>()
    for (const event of events) {
      if (event.to === 'account' && this.#byAccount.has(event.accountId))
        audience.add(event.accountId)
      if (event.to === 'channel') {
        for (const id of await this.#connectedMembers(event.channelId)) audience.add(id)
      }
    }
    return audience
  }

  async #connectedMembers(channelId: number): Promise<Iterable<number>> {
    if (this.#byAccount.size <= SMALL_CHANNEL) return this.#byAccount.keys()
    const ids = await this.#domain.unit((u) => u.db.members.presentIds(channelId))
    return ids.filter((id) => this.#byAccount.has(id))
  }
}
