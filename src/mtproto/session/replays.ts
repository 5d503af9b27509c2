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
 * What keeps a packet from running twice where the window of received messages is gone with its session:
 * by destroy_session, or because its client stayed away. A session that is made anew takes no packet that
 * the one before it may have had. They are refused with code 16, on which clients send what was in them
 * again under new identifiers; on 20 Telethon and GramJS would fail the call.
 *
 * What another process had is refused for its salt (`salts.ts`).
 *
 * Source: https://core.telegram.org/mtproto/security_guidelines#checking-msg-id
 */
export class Replays {
  readonly #limits: SessionLimits
  /** What every new session refuses, in the place of those that were forgotten too many to be listed. */
  #lowest = 0n
  /** By key and session, the one that was forgotten longest ago first. */
  readonly #forgotten = new Map<string, Forgotten>()

  constructor(limits: SessionLimits) {
    this.#limits = limits
  }

  /** Notes what a session that is being forgotten has had. */
  forget({ key, id, highestPacketId }: Session, nowMs: number): void {
    const { messageAgeSeconds, messageAheadSeconds } = this.#limits
    const name = nameOf(key, id)
    const untilMs = nowMs + (messageAgeSeconds + messageAheadSeconds) * 1000
    this.#forgotten.delete(name)
    this.#forgotten.set(name, { lowest: highestPacketId + 1n, untilMs })
    this.#trim(nowMs)
  }

  /** Lowest msg_id of a packet that a session takes which is made now. */
  lowestOf(key: LiveKey, sessionId: bigint): bigint {
    const own = this.#forgotten.get(nameOf(key, sessionId))?.lowest ?? 0n
    return own > this.#lowest ? own : this.#lowest
  }

  #trim(nowMs: number): void {
    for (const [name, { lowest, untilMs }] of this.#forgotten) {
      const isOver = untilMs <= nowMs
      if (!isOver && this.#forgotten.size <= this.#limits.forgottenSessions) return
      this.#forgotten.delete(name)
      if (isOver) continue
      // Never above the present, or a client whose clock runs ahead would shut the others out.
      const now = msgIdAt(nowMs)
      const bound = lowest < now ? lowest : now
      if (bound > this.#lowest) this.#lowest = bound
    }
  }
}

function nameOf(key: LiveKey, sessionId: bigint): string {
  return `${key.id} ${sessionId}`
}
