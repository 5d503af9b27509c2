import { encodeMt } from '../../tl/mtproto.ts'
import type { RunningCall } from './calls.ts'
import type { Core } from './core.ts'
import type { Lane } from './lane.ts'
import type { Link } from './link.ts'
import type { LiveKey } from './live-key.ts'
import { notice } from './out-message.ts'
import type { OutMessage } from './out-message.ts'
import { Outgoing } from './outgoing.ts'
import { ReceivedWindow } from './received.ts'
import type { RpcSession } from './rpc-port.ts'

/** One session of one auth key, from its first message until it is forgotten. */
export class Session implements RpcSession {
  readonly id: bigint
  readonly key: LiveKey
  readonly uniqueId: bigint
  readonly received: ReceivedWindow
  readonly out: Outgoing
  /** Calls without an answer, in the order they came. */
  readonly calls = new Map<bigint, RunningCall>()
  /** Lowest msg_id that new_session_created told the client about. */
  firstMsgId: bigint
  /** Packets below this msg_id may have been taken before the session was made (`replays.ts`). */
  readonly lowestPacketId: bigint
  /** Highest msg_id of a packet of this session. */
  highestPacketId: bigint
  /** msg_id and seqno of the highest content-related client message, for codes 32 and 33. */
  highestContentId = -1n
  highestContentSeqno = -1
  closed = false
  /** Wall time of the last packet of the client, or of the end of its last connection. */
  lastSeenMs: number
  readonly #core: Core
  #online = false
  #remote = ''

  constructor(core: Core, key: LiveKey, id: bigint, firstMsgId: bigint) {
    this.#core = core
    this.key = key
    this.id = id
    this.firstMsgId = firstMsgId
    this.lowestPacketId = core.replays.lowestOf(key, id)
    this.highestPacketId = firstMsgId
    this.uniqueId = core.random.bytes(8).readBigInt64LE(0)
    this.received = new ReceivedWindow(core.limits.rememberedMessages)
    this.out = new Outgoing(core, this)
    this.lastSeenMs = core.clock.wallMs()
  }

  get keyId(): string {
    return this.key.id
  }

  get permKeyId(): string | undefined {
    return this.key.permKeyId
  }

  get online(): boolean {
    return this.#online
  }

  get remote(): string {
    return this.#remote
  }

  push(body: Uint8Array): void {
    this.out.send(notice(body))
  }

  answered(msgId: bigint): Promise<void> | undefined {
    const received = this.received.get(msgId)
    if (!received || received.state === 'service') return undefined
    return received.call?.done ?? Promise.resolve()
  }

  /** Tells the client that the server knows its session from this message on. */
  announce(firstMsgId: bigint): void {
    this.firstMsgId = firstMsgId
    const body = encodeMt({
      _: 'new_session_created',
      firstMsgId,
      uniqueId: this.uniqueId,
      serverSalt: this.key.salts.current(this.#core.clock.wallMs()),
    })
    this.out.send(notice(body))
  }

  /** The session was heard on a connection. */
  heardOn(link: Link, nowMs: number): Lane {
    this.lastSeenMs = nowMs
    const lane = this.out.attach(link)
    this.#remote = link.connection.remote
    if (!this.#online) this.#setOnline(true)
    return lane
  }

  /** A connection of the session can send no more. */
  leave(lane: Lane): void {
    this.out.detach(lane)
    if (this.closed || this.out.newest) return
    this.lastSeenMs = this.#core.clock.wallMs()
    // Between two requests of an HTTP client nothing is open; the registry ends that state later.
    if (lane.link.http) this.#core.registry.noteAway(this)
    else this.#setOnline(false)
  }

  /** Ends the online state that outlived the last connection (HTTP). */
  expireOnline(): void {
    if (this.#online && !this.out.newest) this.#setOnline(false)
  }

  /** An unacknowledged message was given up; if it answers a call, the call counts as lost. */
  answerLost(message: OutMessage): void {
    if (message.requestId === 0n) return
    const received = this.received.get(message.requestId)
    if (!received || received.answer !== message) return
    received.answer = undefined
    received.state = 'lost'
    this.received.settle(received)
  }

  /**
   * Forgets the session: running calls are aborted, nothing more is sent, and the client's next
   * message makes a new one
   * (https://core.telegram.org/mtproto/service_messages#new-session-creation-notification).
   */
  forget(reason: string): void {
    if (this.closed) return
    this.closed = true
    this.#core.replays.forget(this, this.#core.clock.wallMs())
    this.#core.registry.remove(this)
    for (const call of this.calls.values()) call.drop()
    this.calls.clear()
    this.out.close()
    this.#core.log.fault({ sessionId: this.id.toString(16), reason }, 'session forgotten')
    if (this.#online) this.#setOnline(false)
    this.#tellRpc(() => this.#core.rpc.sessionClosed(this))
  }

  #setOnline(online: boolean): void {
    this.#online = online
    if (!this.closed) {
      if (online) this.#core.registry.noteBack(this)
      else this.#core.registry.noteAway(this)
    }
    this.#tellRpc(() => this.#core.rpc.sessionOnline(this, online))
  }

  #tellRpc(tell: () => void): void {
    try {
      tell()
    } catch (error) {
      this.#core.log.bug(error, 'the RPC layer failed to take note of a session')
    }
  }
}
