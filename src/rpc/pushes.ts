import type { Logger } from '../core/logger.ts'
import type { Commit, Domain, Unit } from '../domain/context.ts'
import type { DomainEvent } from '../domain/updates/update.ts'
import type { RpcSession } from '../mtproto/session/rpc-port.ts'
import { encodeObject } from '../tl/api.ts'
import type { TypeUpdates } from '../tl/generated/base.ts'
import type { Client } from './clients.ts'
import { encodePushed, type PushedUpdates } from './encode/pushed-updates.ts'
import { SharedUpdates } from './encode/shared-updates.ts'
import { Listeners, type Listener } from './listeners.ts'
import { piecesOf, slicesOf, type Piece } from './pieces.ts'
import { readOnce } from './read-once.ts'
import { receiversOf } from './receivers.ts'
import { Batch, toldBy, type Entered, type Told } from './told.ts'

/** Events that are told together when they pile up. */
const EVENTS_AT_ONCE = 32_768

/** Events of one channel that are held back at most. */
const HELD_AT_ONCE = 4096

/** What is held back of a channel until nothing goes on there any more. */
interface Held {
  acts: number
  events: (Told | Entered)[]
}

/** Somebody who waits until the sessions were given so many events. */
interface Flush {
  readonly upTo: number
  readonly done: () => void
}

/** Updates for some sessions of one account. */
interface Push {
  readonly accountId: number | undefined
  readonly listeners: readonly Listener[]
  readonly updates: TypeUpdates | PushedUpdates
}

/**
 * Delivers committed events to the sessions that hear them, in commit order. The session whose own call
 * caused an event is left out as far as its answer told it. What piled up while the last of it was on its
 * way is told together, in slices: units of bounded work, between which everybody else is served.
 */
export class Pushes {
  readonly #domain: Domain
  readonly #log: Logger
  readonly #dcId: number | undefined
  readonly #listeners = new Listeners()
  readonly #held = new Map<number, Held>()
  readonly #flushes: Flush[] = []
  #waiting: (Told | Entered)[] = []
  #draining = false
  /** Events that were to be told so far, and those that the sessions were given. */
  #taken = 0
  #handed = 0
  #noted = 0
  #pushed = 0

  /** @param dcId data centre of the files that clients are told of which did not say where they are */
  constructor(domain: Domain, log: Logger, dcId?: number) {
    this.#domain = domain
    this.#log = log
    this.#dcId = dcId
    domain.listen((commit) => {
      this.#committed(commit)
    })
  }

  /** Updates that sessions were given so far. */
  get pushed(): number {
    return this.#pushed
  }

  /** Accounts that have a session here. */
  get accounts(): number {
    return this.#listeners.byAccount.size
  }

  opened(_session: RpcSession): void {
    // Nothing to hear before the session's first call tells who is behind it.
  }

  online(_session: RpcSession, _online: boolean): void {
    // A session queues what it misses while away; past its bound it is closed.
  }

  closed(session: RpcSession): void {
    this.#listeners.closed(session)
  }

  /** Notes who called on a session, before and after each call: a login or a logout may lie between. */
  called(session: RpcSession, client: Client, withoutUpdates: boolean): void {
    this.#listeners.called(session, client, withoutUpdates)
  }

  /**
   * Resolves when everything that was committed so far has been handed to the sessions, however much is
   * committed meanwhile. What is held back (`together`) is not waited for.
   */
  flushed(): Promise<void> {
    if (this.#handed === this.#taken) return Promise.resolve()
    return new Promise((done) => this.#flushes.push({ upTo: this.#taken, done }))
  }

  /**
   * Does something in a channel that takes many units, such as letting in all who ask: what happens there
   * meanwhile is told when it is over, so that each receiver is told once and not once for each unit. Where
   * several such acts overlap, the end of each tells what happened until then.
   */
  async together<T>(channelId: number, work: () => Promise<T>): Promise<T> {
    const held = this.#held.get(channelId) ?? { acts: 0, events: [] }
    this.#held.set(channelId, held)
    held.acts++
    try {
      return await work()
    } finally {
      held.acts--
      if (held.acts === 0) this.#held.delete(channelId)
      this.#tell(held.events.splice(0))
    }
  }

  #committed(commit: Commit): void {
    const { events } = commit
    for (const event of events) if (event.to === 'keys') this.#keysChanged(event)
    if (this.#listeners.size === 0) return
    const told = toldBy(commit, this.#noted)
    this.#noted += told.length
    this.#tell(this.#held.size === 0 ? told : told.filter((event) => !this.#hold(event)))
  }

  /** At once, so that nothing more reaches a device that was shut out or is another account's now. */
  #keysChanged(event: DomainEvent & { to: 'keys' }): void {
    if (event.what !== 'loginTokenAccepted') {
      const account = event.what === 'loggedIn' ? event.accountId : undefined
      this.#listeners.leave(event.keyIds, account)
      return
    }
    // Devices that wait with a QR code on their screen (https://core.telegram.org/api/qr-login).
    const waiting = this.#listeners.ofKeys(event.keyIds)
    const listeners = waiting.filter((one) => one.client.accountId === undefined)
    const date = this.#domain.clock.now()
    const updates: TypeUpdates = { _: 'updateShort', update: { _: 'updateLoginToken' }, date }
    this.#push({ accountId: undefined, listeners, updates })
  }

  /** @returns whether the event waits until what goes on in its channel is over */
  #hold(event: Told | Entered): boolean {
    const isOfChannel = event.to === 'channel' || event.to === 'entered'
    const held = isOfChannel ? this.#held.get(event.channelId) : undefined
    if (held === undefined) return false
    held.events.push(event)
    if (held.events.length >= HELD_AT_ONCE) this.#tell(held.events.splice(0))
    return true
  }

  #tell(events: readonly (Told | Entered)[]): void {
    if (events.length === 0) return
    for (const event of events) this.#waiting.push(event)
    this.#taken += events.length
    if (!this.#draining) void this.#drain()
  }

  async #drain(): Promise<void> {
    this.#draining = true
    // Units that were committed together are told of one after the other, without a break.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const events = this.#waiting.splice(0, EVENTS_AT_ONCE)
      try {
        await this.#deliver(new Batch(events))
      } catch (error) {
        this.#log.error({ err: error }, 'updates could not be delivered')
      }
      this.#handed += events.length
      while ((this.#flushes[0]?.upTo ?? Infinity) <= this.#handed) this.#flushes.shift()?.done()
    }
    this.#draining = false
  }

  async #deliver(batch: Batch): Promise<void> {
    const { byAccount } = this.#listeners
    const receivers = await receiversOf(this.#domain, batch, byAccount)
    const shared = new SharedUpdates()
    const pieces = piecesOf(batch, receivers, (id) => this.#listeners.ofAccount(id))
    for (const slice of slicesOf(pieces, this.#domain.limits)) {
      const pushes = await this.#domain.unit((u) => this.#encode(readOnce(u), slice, shared))
      for (const push of pushes) this.#push(push)
    }
  }

  async #encode(u: Unit, slice: readonly Piece[], shared: SharedUpdates): Promise<Push[]> {
    const pushes: Push[] = []
    for (const { accountId, listeners, events } of slice) {
      const [first] = listeners
      if (!first) continue
      const { isBot, dcId = this.#dcId } = first.client
      const updates = await encodePushed(u, { id: accountId, isBot, dcId }, events, shared)
      if (updates) pushes.push({ accountId, listeners, updates })
    }
    return pushes
  }

  #push({ accountId, listeners, updates }: Push): void {
    const byLayer = new Map<number, Buffer>()
    for (const listener of listeners) {
      // It may have been logged out while the updates were put together.
      if (listener.accountId !== accountId) continue
      const { session, client } = listener
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
}
