import type { AuthKeyStore } from '../auth-keys.ts'
import type { Core } from './core.ts'
import { LiveKey } from './live-key.ts'
import { SALT_SECONDS } from './salts.ts'
import { Session } from './session.ts'

/** First salts that are remembered; each is forgotten half an hour after its key was made. */
const FIRST_SALTS_MAX = 10_000

/** The auth keys and sessions that are in use. */
export class Registry {
  readonly #store: AuthKeyStore
  readonly #saltSecret: Buffer
  #core: Core | undefined = undefined
  readonly #keys = new Map<string, LiveKey>()
  readonly #loading = new Map<string, Promise<LiveKey | undefined>>()
  /** Keys by the permanent key they act for. */
  readonly #byPerm = new Map<string, Set<LiveKey>>()
  readonly #firstSalts = new Map<string, { readonly salt: bigint; readonly untilMs: number }>()
  /**
   * Sessions without a connection, the one that lost its last connection first in front, with how many
   * messages each remembers.
   */
  readonly #away = new Map<Session, number>()
  #rememberedAway = 0
  /** From how many of those messages on some are forgotten; higher where clients leave much unacknowledged. */
  #forgetFrom = 0
  readonly #busy = new Set<Session>()
  #sessions = 0
  /** Rises with every change of a stored key, so that a load that began before it is repeated. */
  #generation = 0

  /**
   * @param store where keys are loaded from
   * @param saltSecret what server salts are derived from; of this process alone
   */
  constructor(store: AuthKeyStore, saltSecret: Buffer) {
    this.#store = store
    this.#saltSecret = saltSecret
  }

  /** Gives the registry the core it belongs to; once, at the start. */
  connect(core: Core): void {
    this.#core = core
  }

  /** The key with this id if it is in use. */
  find(keyId: string): LiveKey | undefined {
    return this.#keys.get(keyId)
  }

  /**
   * The key with this id, from the store if need be; undefined when there is none that may be used.
   */
  load(keyId: string): Promise<LiveKey | undefined> {
    const live = this.#keys.get(keyId)
    if (live) return Promise.resolve(live)
    let loading = this.#loading.get(keyId)
    if (!loading) {
      loading = this.#load(keyId).finally(() => this.#loading.delete(keyId))
      this.#loading.set(keyId, loading)
    }
    return loading
  }

  /**
   * Makes a session, if need be in place of one that was idle for long; undefined when all places
   * are taken by sessions with connections.
   */
  open(key: LiveKey, id: bigint, firstMsgId: bigint): Session | undefined {
    const core = this.#wired()
    if (key.sessions.size >= core.limits.sessionsPerKey) {
      longestIdle(key.sessions.values())?.forget('its key has too many sessions')
    }
    if (this.#sessions >= core.limits.sessions) {
      const [oldest] = this.#away.keys()
      if (!oldest) return undefined
      oldest.forget('there are too many sessions')
    }
    const session = new Session(core, key, id, firstMsgId)
    key.sessions.set(id, session)
    this.#sessions++
    try {
      core.rpc.sessionOpened(session)
    } catch (error) {
      core.log.bug(error, 'the RPC layer failed to take note of a session')
    }
    return session
  }

  /** Takes a forgotten session off every list. */
  remove(session: Session): void {
    if (!session.key.sessions.delete(session.id)) return
    this.#sessions--
    this.noteBack(session)
    this.#busy.delete(session)
    this.release(session.key)
  }

  /** The session has no connection any more. */
  noteAway(session: Session): void {
    this.noteBack(session)
    this.#noteRemembered(session)
    const { rememberedAway } = this.#wired().limits
    if (this.#rememberedAway <= Math.max(rememberedAway, this.#forgetFrom)) return
    for (const one of [...this.#away.keys()]) {
      one.received.forgetFinished()
      this.#noteRemembered(one)
      // Some room is left, so that the next ones are noted without a search.
      if (this.#rememberedAway <= rememberedAway / 2) break
    }
    this.#forgetFrom = this.#rememberedAway * 2
  }

  /** The session has a connection again. */
  noteBack(session: Session): void {
    this.#rememberedAway -= this.#away.get(session) ?? 0
    this.#away.delete(session)
  }

  #noteRemembered(session: Session): void {
    this.#rememberedAway += session.received.size - (this.#away.get(session) ?? 0)
    this.#away.set(session, session.received.size)
  }

  /** The session has calls or acknowledgments that the housekeeping must look after. */
  noteBusy(session: Session): void {
    this.#busy.add(session)
  }

  /** The session needs no looking after any more. */
  noteIdle(session: Session): void {
    this.#busy.delete(session)
  }

  /** Sessions with running calls or pending acknowledgments. */
  get busy(): Iterable<Session> {
    return this.#busy
  }

  /** Sessions without a connection, the longest away first. */
  get away(): Iterable<Session> {
    return this.#away.keys()
  }

  /** Every session. */
  *all(): Generator<Session> {
    for (const key of this.#keys.values()) yield* key.sessions.values()
  }

  /** Sessions of a permanent key and of the temporary keys bound to it. */
  sessionsOf(permKeyId: string): Session[] {
    const keys = this.#byPerm.get(permKeyId)
    return keys ? [...keys].flatMap((key) => [...key.sessions.values()]) : []
  }

  /** Numbers for `stats()`. */
  get sizes(): {
    readonly keys: number
    readonly sessions: number
    readonly away: number
    readonly rememberedAway: number
  } {
    return {
      keys: this.#keys.size,
      sessions: this.#sessions,
      away: this.#away.size,
      rememberedAway: this.#rememberedAway,
    }
  }

  /** A temporary key is bound in the store now. */
  bind(tempKeyId: string, permKeyId: string): void {
    this.#generation++
    const key = this.#keys.get(tempKeyId)
    if (!key) return
    this.#unlist(key)
    key.boundTo = permKeyId
    this.#list(key)
  }

  /**
   * A key is gone from the store: its sessions are forgotten, with those of the temporary keys
   * bound to it.
   *
   * @param closeLinks whether their connections get -404 and are closed
   */
  drop(keyId: string, closeLinks: boolean): void {
    this.#generation++
    this.#firstSalts.delete(keyId)
    const keys = new Set(this.#byPerm.get(keyId))
    const own = this.#keys.get(keyId)
    if (own) keys.add(own)
    for (const key of keys) {
      key.alive = false
      for (const session of [...key.sessions.values()]) session.forget('its auth key was dropped')
      if (closeLinks) for (const link of [...key.links]) link.fail(-404, 'the auth key was dropped')
      key.links.clear()
      this.release(key)
    }
  }

  /** Every key is gone from the store. */
  dropAll(): void {
    this.#generation++
    for (const keyId of [...this.#keys.keys()]) this.drop(keyId, true)
  }

  /** Forgets the sessions of temporary keys whose time is over; their next packet gets -404. */
  dropExpired(nowMs: number): void {
    for (const key of this.#keys.values()) {
      if (key.usable(nowMs)) continue
      for (const session of [...key.sessions.values()]) session.forget('its auth key expired')
    }
  }

  /** Forgets a key that neither sessions nor connections use; the store still has it. */
  release(key: LiveKey): void {
    if (key.sessions.size > 0 || key.links.size > 0) return
    if (this.#keys.get(key.id) !== key) return
    this.#keys.delete(key.id)
    this.#unlist(key)
  }

  /** Remembers the salt that a new key's client computed from the nonces and will use first. */
  rememberFirstSalt(keyId: string, salt: bigint, nowMs: number): void {
    this.#firstSalts.set(keyId, { salt, untilMs: nowMs + SALT_SECONDS * 1000 })
    if (this.#firstSalts.size <= FIRST_SALTS_MAX) return
    const [oldest] = this.#firstSalts.keys()
    if (oldest !== undefined) this.#firstSalts.delete(oldest)
  }

  /** Whether this is the first salt of a key that was made less than half an hour ago. */
  isFirstSalt(keyId: string, salt: bigint, nowMs: number): boolean {
    const first = this.#firstSalts.get(keyId)
    if (!first) return false
    if (nowMs < first.untilMs) return first.salt === salt
    this.#firstSalts.delete(keyId)
    return false
  }

  async #load(keyId: string): Promise<LiveKey | undefined> {
    for (;;) {
      const generation = this.#generation
      const record = await this.#store.load(keyId)
      // A temporary key outlives its permanent one in the store, but not in use.
      const perm = record?.boundTo === undefined ? record : await this.#store.load(record.boundTo)
      if (generation !== this.#generation) continue
      if (!record || !perm) return undefined
      const key = new LiveKey(record, this.#saltSecret)
      this.#keys.set(keyId, key)
      this.#list(key)
      return key
    }
  }

  #list(key: LiveKey): void {
    const { permKeyId } = key
    if (permKeyId === undefined) return
    const keys = this.#byPerm.get(permKeyId)
    if (keys) keys.add(key)
    else this.#byPerm.set(permKeyId, new Set([key]))
  }

  #unlist(key: LiveKey): void {
    const { permKeyId } = key
    if (permKeyId === undefined) return
    const keys = this.#byPerm.get(permKeyId)
    keys?.delete(key)
    if (keys?.size === 0) this.#byPerm.delete(permKeyId)
  }

  #wired(): Core {
    if (!this.#core) throw new Error('the registry is used before it is connected')
    return this.#core
  }
}

/**
 * The session to give up first: one without a connection before one with, then by the last packet.
 */
function longestIdle(sessions: Iterable<Session>): Session | undefined {
  let found: Session | undefined
  for (const session of sessions) {
    if (!found || idleRank(session) < idleRank(found)) found = session
  }
  return found
}

function idleRank(session: Session): number {
  return session.online ? session.lastSeenMs : session.lastSeenMs - Number.MAX_SAFE_INTEGER / 2
}
