import type { RunningCall } from './calls.ts'
import type { OutMessage } from './out-message.ts'

/**
 * What became of a client message:
 * - `service`: a service message, handled on arrival
 * - `running`: a call that has no answer yet
 * - `answered`: a call whose answer is kept until the client acknowledges it
 * - `finished`: a call whose answer the client acknowledged or dropped
 * - `lost`: a call whose answer had to be given up unacknowledged
 */
export type ReceivedState = 'service' | 'running' | 'answered' | 'finished' | 'lost'

/** A client message that was accepted. */
export class Received {
  readonly msgId: bigint
  readonly seqno: number
  state: ReceivedState = 'service'
  /** The server has acknowledged it, by msgs_ack or by an answer. */
  acknowledged = false
  call: RunningCall | undefined = undefined
  answer: OutMessage | undefined = undefined

  constructor(msgId: bigint, seqno: number) {
    this.msgId = msgId
    this.seqno = seqno
  }
}

/** Whether the client has all that it may want of a message. */
function isOver({ state, acknowledged, seqno }: Received): boolean {
  if (state === 'service') return acknowledged || (seqno & 1) === 0
  return state === 'finished' || state === 'lost'
}

/** Entries given up at the front before the array behind them is copied together. */
const COMPACT_AFTER = 1024

/**
 * The last N client messages of one session, by which repetitions are recognised
 * (https://core.telegram.org/mtproto/security_guidelines#checking-msg-id). When it is full the
 * lowest identifier is forgotten; messages not above that one can no longer be judged (code 20).
 */
export class ReceivedWindow {
  readonly #max: number
  readonly #byId = new Map<bigint, Received>()
  /** Ascending identifiers; those before `#head` are forgotten. */
  #order: bigint[] = []
  #head = 0
  #floor: bigint | undefined = undefined

  /** @param max messages that are remembered */
  constructor(max: number) {
    this.#max = max
  }

  /** The message with this identifier, if it is remembered. */
  get(msgId: bigint): Received | undefined {
    return this.#byId.get(msgId)
  }

  /** Whether it cannot be told any more if this message came before. */
  tooOld(msgId: bigint): boolean {
    return this.#floor !== undefined && msgId <= this.#floor
  }

  /** Remembers a message that is neither known nor too old. */
  add(msgId: bigint, seqno: number): Received {
    const entry = new Received(msgId, seqno)
    this.#byId.set(msgId, entry)
    const highest = this.#order.at(-1)
    if (highest === undefined || highest < msgId) this.#order.push(msgId)
    else this.#order.splice(this.#placeOf(msgId), 0, msgId)
    if (this.#order.length - this.#head > this.#max) this.#forgetLowest()
    return entry
  }

  /**
   * The low three bits of a status in msgs_state_info: 1 not known any more, 2 not received, 3 not
   * received and above everything received, 4 received.
   */
  statusOf(msgId: bigint): 1 | 2 | 3 | 4 {
    if (this.#byId.has(msgId)) return 4
    if (this.tooOld(msgId)) return 1
    const highest = this.#order.at(-1)
    return highest === undefined || msgId > highest ? 3 : 2
  }

  /** How many messages are remembered. */
  get size(): number {
    return this.#byId.size
  }

  /**
   * Forgets the messages below the first that is not over: those of which the client has everything. It
   * sends none of them again, and any other that does is told that it cannot be judged any more.
   */
  forgetFinished(): void {
    for (;;) {
      const lowest = this.#order[this.#head]
      const entry = lowest === undefined ? undefined : this.#byId.get(lowest)
      if (entry === undefined || !isOver(entry)) break
      this.#forgetLowest()
    }
    this.#order = this.#order.slice(this.#head)
    this.#head = 0
  }

  #forgetLowest(): void {
    const lowest = this.#order[this.#head++]
    if (lowest === undefined) return
    this.#byId.delete(lowest)
    this.#floor = lowest
    if (this.#head < COMPACT_AFTER) return
    this.#order = this.#order.slice(this.#head)
    this.#head = 0
  }

  /** Index of the first remembered identifier above this one. */
  #placeOf(msgId: bigint): number {
    let low = this.#head
    let high = this.#order.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const there = this.#order[middle]
      if (there !== undefined && there < msgId) low = middle + 1
      else high = middle
    }
    return low
  }
}
