import { encodeMt } from '../../tl/mtproto.ts'
import type { Core } from './core.ts'
import { Lane } from './lane.ts'
import type { Link } from './link.ts'
import { serviceMessage } from './out-message.ts'
import type { OutMessage } from './out-message.ts'
import type { Session } from './session.ts'

/** Part of the limit that is left after old messages were given up for lack of room. */
const ROOM_LEFT = 7 / 8

/**
 * Everything one session has for its client: the lanes it goes out on, what waits for a connection,
 * and what was sent but not acknowledged yet.
 */
export class Outgoing {
  readonly #core: Core
  readonly #session: Session
  /** Connections of the session that can send, the one heard last at the end. */
  readonly lanes: Lane[] = []
  /** Client messages whose receipt is to be acknowledged with the next packet. */
  acks: bigint[] = []
  #seqno = 0
  #backlog: OutMessage[] = []
  #unacked = new Map<bigint, OutMessage>()
  #heldMessages = 0
  #heldBytes = 0

  constructor(core: Core, session: Session) {
    this.#core = core
    this.#session = session
  }

  /** The connection heard last, if there is one. */
  get newest(): Lane | undefined {
    return this.lanes.at(-1)
  }

  /** Messages that wait for a connection or for their acknowledgment. */
  get held(): { readonly messages: number; readonly bytes: number } {
    return { messages: this.#heldMessages, bytes: this.#heldBytes }
  }

  /**
   * Gives a message to the connection it is meant for, else to the newest one, else keeps it until
   * the client is back. Messages that need no acknowledgment are not worth keeping.
   */
  send(message: OutMessage, preferred?: Lane): void {
    if (this.#session.closed) return
    const lane = preferred?.live ? preferred : this.newest
    if (message.content && !this.#hold(message)) return
    if (lane) this.#put(lane, message)
    else if (message.content) this.#backlog.push(message)
    else this.#settle(message)
  }

  /** A connection on which this session was heard: makes its lane on the first message. */
  attach(link: Link): Lane {
    const known = link.laneOf(this.#session)
    if (known) {
      if (this.newest !== known) moveToEnd(this.lanes, known)
      if (link.lanes.at(-1) !== known) moveToEnd(link.lanes, known)
      return known
    }
    const lane = new Lane(link, this.#session)
    if (link.lanes.length >= this.#core.limits.sessionsPerConnection) {
      const [oldest] = link.lanes
      oldest?.session.leave(oldest)
    }
    link.lanes.push(lane)
    this.lanes.push(lane)
    for (const message of this.#unacked.values()) {
      if (message.lane && !message.lane.live) this.#sendAgain(message, lane)
    }
    const backlog = this.#backlog
    this.#backlog = []
    for (const message of backlog) this.#put(lane, message)
    return lane
  }

  /**
   * A lane that can send no more. What waited on it, and what was sent there without being
   * acknowledged, moves to the newest other connection or waits for the next one
   * (https://core.telegram.org/mtproto/description#content-related-message).
   */
  detach(lane: Lane): void {
    if (!lane.live) return
    lane.live = false
    remove(this.lanes, lane)
    remove(lane.link.lanes, lane)
    const other = this.newest
    for (const message of lane.take()) {
      if (message.content && other) this.#put(other, message)
      else if (message.content) this.#backlog.push(message)
    }
    if (!other) return
    for (const message of this.#unacked.values()) {
      if (message.lane === lane) this.#sendAgain(message, other)
    }
  }

  /** Numbers a message that goes into a packet now, and keeps it until it is acknowledged. */
  prepare(message: OutMessage, lane: Lane, nowMs: number): void {
    if (message.msgId === 0n) {
      const { msgIds } = this.#core
      message.msgId = message.reply ? msgIds.answer() : msgIds.notice()
      message.seqno = message.content ? this.#seqno++ * 2 + 1 : this.#seqno * 2
      message.firstSentAtMs = nowMs
      if (message.content) this.#unacked.set(message.msgId, message)
    } else {
      this.#core.counters.resent++
    }
    // An HTTP answer that was written counts as delivered, unless no acknowledgment comes for long.
    message.lane = lane.link.http ? undefined : lane
    message.sentAtMs = nowMs
    message.timesSent++
  }

  /** seqno of a container or another message that needs no acknowledgment. */
  get serviceSeqno(): number {
    return this.#seqno * 2
  }

  /** A message that was sent and not acknowledged yet. */
  find(msgId: bigint): OutMessage | undefined {
    return this.#unacked.get(msgId)
  }

  /** The client has this message. Returns it, or undefined when it is not known (any more). */
  acknowledge(msgId: bigint): OutMessage | undefined {
    const message = this.#unacked.get(msgId)
    if (message) this.#settle(message)
    return message
  }

  /** Takes a message back that the client does not want (rpc_drop_answer). */
  drop(message: OutMessage): void {
    this.#settle(message)
  }

  /** Sends a numbered message a second time because the client asked for it, whatever its size. */
  repeat(message: OutMessage, lane: Lane): void {
    this.#put(lane, message)
  }

  /**
   * Sends a numbered message again, or, if it is large, only word of it
   * (https://core.telegram.org/mtproto/service_messages_about_messages#extended-voluntary-communication-of-status-of-one-message).
   */
  announce(message: OutMessage, lane: Lane): void {
    this.#sendAgain(message, lane)
  }

  /** Sends again what was not acknowledged for long, and gives up what is too old for that. */
  sweep(nowMs: number): void {
    const { resendAfterSeconds, resendTimes, resendLifeSeconds } = this.#core.limits
    const lane = this.newest
    if (!lane) return
    for (const message of this.#unacked.values()) {
      if (nowMs - message.firstSentAtMs > resendLifeSeconds * 1000) {
        this.#giveUp(message)
      } else if (
        nowMs - message.sentAtMs > resendAfterSeconds * 1000 &&
        message.timesSent <= resendTimes
      ) {
        this.#sendAgain(message, lane)
      }
    }
  }

  /** Forgets everything; nothing is sent any more. */
  close(): void {
    for (const lane of [...this.lanes]) {
      lane.live = false
      lane.take()
      remove(lane.link.lanes, lane)
      if (lane.link.http && lane.link.lanes.length === 0) lane.link.close('session forgotten')
    }
    this.lanes.length = 0
    this.#core.heldBytes -= this.#heldBytes
    this.#heldBytes = 0
    this.#heldMessages = 0
    this.#backlog = []
    this.#unacked.clear()
    this.acks = []
  }

  #put(lane: Lane, message: OutMessage): void {
    lane.put(message, this.#core.clock.wallMs())
    this.#core.flusher.schedule(lane)
  }

  #sendAgain(message: OutMessage, lane: Lane): void {
    if (message.bytes <= this.#core.limits.detailedInfoBytes) {
      this.#put(lane, message)
      return
    }
    message.lane = lane.link.http ? undefined : lane
    message.sentAtMs = this.#core.clock.wallMs()
    message.timesSent++
    this.#put(lane, serviceMessage(detailedInfo(message), false))
  }

  /** Counts a message in; false when there is no room for it and the session was forgotten. */
  #hold(message: OutMessage): boolean {
    this.#heldMessages++
    this.#heldBytes += message.bytes
    this.#core.heldBytes += message.bytes
    if (!this.#overLimit(1)) return true
    for (const sent of this.#unacked.values()) {
      if (!this.#overLimit(ROOM_LEFT)) break
      // What went to a connection that still lives has most likely arrived.
      if (!sent.lane || sent.lane.live) this.#giveUp(sent)
    }
    if (!this.#overLimit(1)) return true
    this.#core.counters.overflows++
    this.#session.forget('it holds too much for its client')
    return false
  }

  #overLimit(part: number): boolean {
    const { heldMessages, heldBytes } = this.#core.limits
    return this.#heldMessages > heldMessages * part || this.#heldBytes > heldBytes * part
  }

  #giveUp(message: OutMessage): void {
    this.#settle(message)
    this.#session.answerLost(message)
  }

  #settle(message: OutMessage): void {
    if (message.done) return
    message.done = true
    if (message.msgId !== 0n) this.#unacked.delete(message.msgId)
    if (!message.content) return
    this.#heldMessages--
    this.#heldBytes -= message.bytes
    this.#core.heldBytes -= message.bytes
  }
}

/** msg_detailed_info of an answer, msg_new_detailed_info of anything else. */
function detailedInfo({ requestId, msgId, bytes }: OutMessage): Buffer {
  const info = { answerMsgId: msgId, bytes, status: 0 }
  return encodeMt(
    requestId === 0n
      ? { _: 'msg_new_detailed_info', ...info }
      : { _: 'msg_detailed_info', msgId: requestId, ...info },
  )
}

function moveToEnd<T>(list: T[], item: T): void {
  remove(list, item)
  list.push(item)
}

function remove<T>(list: T[], item: T): void {
  const index = list.indexOf(item)
  if (index >= 0) list.splice(index, 1)
}
