import type { LiveKey } from './live-key.ts'
import type { SessionLimits } from './limits.ts'
import { msgIdAt } from './msg-ids.ts'
import type { Session } from './session.ts'

interface Forgotten {
  /** Lowest msg_id that a session made anew takes. */
  readonly lowest: bigint
  /** Wall time from which messages that old are refused anyway. */
  readonly untilMs: number
}

/**
 * What keeps a packet from running twice where the window of received messages is gone: with the session
 * (destroy_session, a client that stayed away) or with the process. A session that is made anew takes no
 * packet that the one before it may have had. Its packets are refused with code 16, on which every client
 * sends what was in them again under new identifiers; on 20 Telethon and GramJS fail the call.
 *
 * A restart is known by its time alone: where a client's clock runs ahead of the server's, packets that
 * it sent within that difference before the restart can still be repeated after it.
 *
 * Source: https://core.telegram.org/mtproto/security_guidelines#checking-msg-id
 */
export class Replays {
  readonly #limits: SessionLimits
  readonly #startMs: number
  /** What sessions made anew refuse of any key: for those that were forgotten too many to be listed. */
  #lowest = 0n
  /** By key and session, the one that was forgotten longest ago first. */
  readonly #forgotten = new Map<string, Forgotten>()

  /** @param startMs wall time at which this process began to take packets */
  constructor(limits: SessionLimits, startMs: number) {
    this.#limits = limits
    this.#startMs = startMs
  }

  /** Notes what a session that is being forgotten has had. */
  forget(session: Session, nowMs: number): void {
    const { messageAgeSeconds, messageAheadSeconds, forgottenSessions } = this.#limits
    const name = nameOf(session.key, session.id)
    const untilMs = nowMs + (messageAgeSeconds + messageAheadSeconds) * 1000
    this.#forgotten.delete(name)
    this.#forgotten.set(name, { lowest: session.highestPacketId + 1n, untilMs })
    for (const [oldest, { lowest, untilMs: end }] of this.#forgotten) {
      if (end > nowMs && this.#forgotten.size <= forgottenSessions) break
      this.#forgotten.delete(oldest)
      if (end <= nowMs) continue
      // Never above the present, or one client whose clock runs ahead would shut others out.
      const bound = lowest < msgIdAt(nowMs) ? lowest : msgIdAt(nowMs)
      if (bound > this.#lowest) this.#lowest = bound
    }
  }

  /** Lowest msg_id of a packet that a session takes which is made now. */
  lowestOf(key: LiveKey, sessionId: bigint): bigint {
    // A key that was made since the start can't have been used before it.
    const sinceStart = key.createdAtMs < this.#startMs ? msgIdAt(this.#startMs) : 0n
    const known = this.#forgotten.get(nameOf(key, sessionId))?.lowest ?? 0n
    return [sinceStart, known, this.#lowest].reduce((one, other) => (one > other ? one : other))
  }
}

function nameOf(key: LiveKey, sessionId: bigint): string {
  return `${key.id} ${sessionId}`
}
