import type { Clock } from '../../core/clock.ts'

/**
 * Source of server message identifiers: unix time times 2^32, strictly rising
 * (https://core.telegram.org/mtproto/description#message-identifier-msg-id). One source serves the
 * whole server, so they rise in every session without per-session state.
 */
export interface MsgIdSource {
  /** The next identifier of a message that answers a client's message (1 modulo 4). */
  answer(): bigint
  /** The next identifier of any other message (3 modulo 4). */
  notice(): bigint
}

/** Makes the source. It follows wall time and never goes back, even when the wall clock does. */
export function createMsgIdSource(clock: Clock): MsgIdSource {
  let last = 0n
  let lastMs = -1
  const step = (): bigint => {
    const ms = clock.wallMs()
    if (ms !== lastMs) {
      lastMs = ms
      const base = msgIdAt(ms)
      if (base > last) return (last = base)
    }
    return (last += 4n)
  }
  return {
    answer: () => step() + 1n,
    notice: () => step() + 3n,
  }
}

/** The lowest identifier, divisible by 4, of a message made at this wall time in milliseconds. */
export function msgIdAt(ms: number): bigint {
  const seconds = Math.floor(ms / 1000)
  const fraction = Math.floor(((ms - seconds * 1000) / 1000) * 0x1_0000_0000)
  return (BigInt(seconds) << 32n) + BigInt(fraction - (fraction % 4))
}

/** Unix time in whole seconds that a message identifier carries. */
export function msgIdSeconds(msgId: bigint): number {
  return Number(BigInt.asUintN(32, msgId >> 32n))
}
