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

/** Numbers by which the window notes what a message came to; the index is what it keeps. */
const STATES = [
  'service',
  'running',
  'answered',
  'finished',
  'lost',
] as const satisfies readonly ReceivedState[]
const ACKNOWLEDGED = 8

/** Messages that a new window has room for; most sessions say little. */
const FIRST_ROOM = 16

/**
 * The last N client messages of one session, by which repetitions are recognised
 * (https://core.telegram.org/mtproto/security_guidelines#checking-msg-id). When it is full the
 * lowest identifier is forgotten; messages not above that one can no longer be judged (code 20).
 *
 * A message that is over is kept as a few numbers and no object: there are thousands in each session, and
 * objects that live so long are what the garbage collector has its work with.
 */
export class ReceivedWindow {
  readonly #max: number
  /** Ascending identifiers at the places from `#head` up to `#end`, and beside each what is known of it. */
  #ids = new BigInt64Array(FIRST_ROOM)
  #seqnos = new Int32Array(FIRST_ROOM)
  /** Of those that are over: index into STATES, and ACKNOWLEDGED. */
  #states = new Uint8Array(FIRST_ROOM)
  /** Those that are not over; the places of others hold undefined. */
  #open: (Received | undefined)[] = []
  #head = 0
  #end = 0
  #highest: bigint | undefined = undefined
  #floor: bigint | undefined = undefined

  /** @param max messages that are remembered */
  constructor(max: number) {
    this.#max = max
  }

  /**
   * The message with this identifier, if it is remembered. Of one that is over it is a copy, which nobody
   * needs to change.
   */
  get(msgId: bigint): Received | undefined {
    // Nearly every message is above all that came before.
    if (this.#highest === undefined || msgId > this.#highest) return undefined
    const at = this.#placeOf(msgId)
    return at < this.#end && this.#ids[at] === msgId ? this.#entryAt(at) : undefined
  }

  /** Whether it cannot be told any more if this message came before. */
  tooOld(msgId: bigint): boolean {
    return this.#floor !== undefined && msgId <= this.#floor
  }

  /** Remembers a message that is neither known nor too old. */
  add(msgId: bigint, seqno: number): Received {
    const entry = new Received(msgId, seqno)
    if (this.#end === this.#ids.length) this.#makeRoom()
    let at = this.#end++
    if (this.#highest === undefined || msgId > this.#highest) this.#highest = msgId
    else at = this.#moveUp(msgId)
    this.#ids[at] = msgId
    this.#seqnos[at] = seqno
    this.#open[at] = entry
    if (this.#end - this.#head > this.#max) this.#forgetLowest()
    return entry
  }

  /** Lets go of the object of a message that may be over; a later `get` makes it anew. */
  settle(entry: Received): void {
    if (!isOver(entry)) return
    const at = this.#placeOf(entry.msgId)
    if (this.#open[at] !== entry) return
    this.#states[at] = STATES.indexOf(entry.state) | (entry.acknowledged ? ACKNOWLEDGED : 0)
    this.#open[at] = undefined
  }

  /**
   * The low three bits of a status in msgs_state_info: 1 not known any more, 2 not received, 3 not
   * received and above everything received, 4 received.
   */
  statusOf(msgId: bigint): 1 | 2 | 3 | 4 {
    if (this.get(msgId) !== undefined) return 4
    if (this.tooOld(msgId)) return 1
    return this.#highest === undefined || msgId > this.#highest ? 3 : 2
  }

  /** How many messages are remembered. */
  get size(): number {
    return this.#end - this.#head
  }

  /**
   * Forgets the messages below the first that is not over: those of which the client has everything. It
   * sends none of them again, and any other that does is told that it cannot be judged any more.
   */
  forgetFinished(): void {
    while (this.#head < this.#end) {
      const entry = this.#open[this.#head]
      if (entry !== undefined && !isOver(entry)) break
      this.#forgetLowest()
    }
    this.#resize(FIRST_ROOM)
  }

  #entryAt(at: number): Received {
    const open = this.#open[at]
    if (open !== undefined) return open
    const entry = new Received(this.#ids[at] ?? 0n, this.#seqnos[at] ?? 0)
    const state = this.#states[at] ?? 0
    entry.state = STATES[state & ~ACKNOWLEDGED] ?? 'service'
    entry.acknowledged = (state & ACKNOWLEDGED) !== 0
    return entry
  }

  #forgetLowest(): void {
    this.#floor = this.#ids[this.#head]
    this.#open[this.#head++] = undefined
  }

  /** Makes room behind the last place: of what was forgotten, or, where that is little, more than before. */
  #makeRoom(): void {
    const room = this.#ids.length
    this.#resize(this.#head > room / 4 ? room : room * 2)
  }

  /** Moves what is remembered to the front, into so many places; more if it needs them. */
  #resize(atLeast: number): void {
    const { size } = this
    const room = 2 ** Math.ceil(Math.log2(Math.max(size, atLeast)))
    const places = [this.#head, this.#end] as const
    const [ids, seqnos, states] = [this.#ids, this.#seqnos, this.#states]
    if (room !== ids.length) {
      this.#ids = new BigInt64Array(room)
      this.#seqnos = new Int32Array(room)
      this.#states = new Uint8Array(room)
    }
    this.#ids.set(ids.subarray(...places))
    this.#seqnos.set(seqnos.subarray(...places))
    this.#states.set(states.subarray(...places))
    this.#open = this.#open.slice(...places)
    this.#head = 0
    this.#end = size
  }

  /** Moves everything above an identifier up by one place, the last of which was free; returns the free place. */
  #moveUp(msgId: bigint): number {
    const end = this.#end - 1
    const at = this.#placeOf(msgId, end)
    for (const column of [this.#ids, this.#seqnos, this.#states]) column.copyWithin(at + 1, at, end)
    this.#open.splice(at, 0, undefined)
    return at
  }

  /** The first place of an identifier that is not below this one. */
  #placeOf(msgId: bigint, end = this.#end): number {
    let low = this.#head
    let high = end
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#ids[middle] ?? 0n) < msgId) low = middle + 1
      else high = middle
    }
    return low
  }
}
