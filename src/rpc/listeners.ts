import type { RpcSession } from '../mtproto/session/rpc-port.ts'
import type { Client } from './clients.ts'

/** A session that made a call, and so hears what concerns its client. */
export interface Listener {
  readonly session: RpcSession
  readonly client: Client
  /** Whose updates it hears; undefined before login, and where it asked for none. */
  readonly accountId: number | undefined
}

type Entry = { -readonly [K in keyof Listener]: Listener[K] }

/** The name by which a unit of work says whose call it was. */
export function originOf(session: RpcSession): string {
  return String(session.uniqueId)
}

/**
 * Which sessions hear which account's updates. A session hears them from its first call after login on,
 * unless it made that call through invokeWithoutUpdates
 * (https://core.telegram.org/api/updates#subscribing-to-updates). It is forgotten with the session.
 */
export class Listeners {
  readonly #bySession = new Map<RpcSession, Entry>()
  readonly #byAccount = new Map<number, Set<Entry>>()
  readonly #byKey = new Map<string, Set<Entry>>()
  /** Sessions that are over. A call of theirs may still run, and would note them once more when it ends. */
  readonly #closed = new WeakSet<RpcSession>()

  /** Sessions that are known, logged in or not. */
  get size(): number {
    return this.#bySession.size
  }

  /** Accounts that have a session here, with their sessions. */
  get byAccount(): ReadonlyMap<number, ReadonlySet<Listener>> {
    return this.#byAccount
  }

  /** Notes who called on a session, before and after each call: a login or a logout may lie between. */
  called(session: RpcSession, client: Client, withoutUpdates: boolean): void {
    if (this.#closed.has(session)) return
    let entry = this.#bySession.get(session)
    if (entry && entry.client.keyId !== client.keyId) {
      // A temporary key was bound: the session now belongs to the permanent one.
      this.#forget(session)
      entry = undefined
    }
    if (!entry) {
      entry = { session, client, accountId: undefined }
      this.#bySession.set(session, entry)
      add(this.#byKey, client.keyId, entry)
    }
    entry.client = client
    if (entry.accountId === client.accountId) return
    this.#leaveAccount(entry)
    if (client.accountId === undefined || withoutUpdates) return
    entry.accountId = client.accountId
    add(this.#byAccount, client.accountId, entry)
  }

  /** Forgets a session for good. */
  closed(session: RpcSession): void {
    this.#closed.add(session)
    this.#forget(session)
  }

  #forget(session: RpcSession): void {
    const entry = this.#bySession.get(session)
    if (!entry) return
    this.#bySession.delete(session)
    this.#leaveAccount(entry)
    drop(this.#byKey, entry.client.keyId, entry)
  }

  /** Nothing more of an account reaches sessions of these keys, unless it is that account which logged in. */
  leave(keyIds: readonly string[], accountId: number | undefined): void {
    for (const keyId of keyIds) {
      for (const entry of this.#byKey.get(keyId) ?? []) {
        if (entry.accountId !== accountId) this.#leaveAccount(entry)
      }
    }
  }

  /** The sessions of an account. */
  ofAccount(accountId: number): Listener[] {
    return [...(this.#byAccount.get(accountId) ?? [])]
  }

  /** The sessions of permanent keys. */
  ofKeys(keyIds: readonly string[]): Listener[] {
    return keyIds.flatMap((keyId) => [...(this.#byKey.get(keyId) ?? [])])
  }

  #leaveAccount(entry: Entry): void {
    if (entry.accountId === undefined) return
    drop(this.#byAccount, entry.accountId, entry)
    entry.accountId = undefined
  }
}

function add<K>(map: Map<K, Set<Entry>>, key: K, entry: Entry): void {
  const set = map.get(key)
  if (set) set.add(entry)
  else map.set(key, new Set([entry]))
}

function drop<K>(map: Map<K, Set<Entry>>, key: K, entry: Entry): void {
  const set = map.get(key)
  set?.delete(entry)
  if (set?.size === 0) map.delete(key)
}
