import type { Clock } from '../../core/clock.ts'

/** What identifies one key exchange. Nonces have 16 bytes. */
export interface ExchangeIdentity {
  readonly nonce: Buffer
  readonly serverNonce: Buffer
  /** Who began it: the network address. Only for the limit; the exchange may go on from elsewhere. */
  readonly peer: string
}

/** Bounds of a state table. */
export interface StateTableLimits {
  /** Exchanges under way in all. */
  readonly states: number
  /** Exchanges under way that one peer began. */
  readonly statesPerPeer: number
  /** Seconds after which an exchange is forgotten, counted from its first query. */
  readonly stateSeconds: number
}

/**
 * The exchanges under way, by nonces and never by connection: TDLib begins three on one connection
 * and goes on with the last, and any client may go on over a new connection.
 *
 * A full table forgets its oldest exchange (a peer at its own limit: that peer's oldest), so that
 * memory is bounded and a flood costs other peers nothing until the whole table is full.
 */
export interface StateTable<State extends ExchangeIdentity> {
  /** Adds an exchange. */
  add(state: State): void
  /** The exchange with these nonces. */
  find(nonce: Buffer, serverNonce: Buffer): State | undefined
  /** The newest exchange that this peer began with this nonce. */
  findByNonce(peer: string, nonce: Buffer): State | undefined
  /** Forgets an exchange; does nothing when it is forgotten already. */
  remove(state: State): void
  /** How many exchanges are remembered. */
  readonly size: number
}

/** Makes an empty table. Time is wall time: the exchange is part of the protocol. */
export function createStateTable<State extends ExchangeIdentity>(
  limits: StateTableLimits,
  clock: Clock,
): StateTable<State> {
  // Maps and Sets iterate in the order of insertion, so that the oldest always stands first.
  const entries = new Map<string, { readonly state: State; readonly expiresAtMs: number }>()
  const keysByPeer = new Map<string, Set<string>>()
  const keyByNonce = new Map<string, string>()

  const removeKey = (key: string): void => {
    const entry = entries.get(key)
    if (!entry) return
    entries.delete(key)
    const { peer, nonce } = entry.state
    const ofPeer = keysByPeer.get(peer)
    ofPeer?.delete(key)
    if (ofPeer?.size === 0) keysByPeer.delete(peer)
    const nonceKey = peerNonceKey(peer, nonce)
    if (keyByNonce.get(nonceKey) === key) keyByNonce.delete(nonceKey)
  }

  const removeExpired = (): void => {
    const now = clock.wallMs()
    for (const [key, entry] of entries) {
      if (entry.expiresAtMs > now) return
      removeKey(key)
    }
  }

  const removeOldestOf = (keys: Iterable<string>): void => {
    for (const key of keys) {
      removeKey(key)
      return
    }
  }

  return {
    add(state) {
      removeExpired()
      const ofPeer = keysByPeer.get(state.peer)
      if (ofPeer && ofPeer.size >= limits.statesPerPeer) removeOldestOf(ofPeer)
      if (entries.size >= limits.states) removeOldestOf(entries.keys())

      const key = nonceKeyOf(state.nonce, state.serverNonce)
      entries.set(key, { state, expiresAtMs: clock.wallMs() + limits.stateSeconds * 1000 })
      keyByNonce.set(peerNonceKey(state.peer, state.nonce), key)
      const keys = keysByPeer.get(state.peer) ?? new Set<string>()
      keysByPeer.set(state.peer, keys.add(key))
    },
    find(nonce, serverNonce) {
      removeExpired()
      return entries.get(nonceKeyOf(nonce, serverNonce))?.state
    },
    findByNonce(peer, nonce) {
      removeExpired()
      const key = keyByNonce.get(peerNonceKey(peer, nonce))
      return key === undefined ? undefined : entries.get(key)?.state
    },
    remove: (state) => removeKey(nonceKeyOf(state.nonce, state.serverNonce)),
    get size() {
      return entries.size
    },
  }
}

function nonceKeyOf(nonce: Buffer, serverNonce: Buffer): string {
  return nonce.toString('latin1') + serverNonce.toString('latin1')
}

function peerNonceKey(peer: string, nonce: Buffer): string {
  return nonce.toString('latin1') + peer
}
