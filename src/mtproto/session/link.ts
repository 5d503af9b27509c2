import { clearTimeout, setTimeout } from '../../core/timers.ts'
import type { PacketConnection, TransportErrorCode } from '../transport/connection.ts'
import type { Lane } from './lane.ts'
import type { LiveKey } from './live-key.ts'
import type { Session } from './session.ts'

/**
 * Parameters of http_wait, in milliseconds
 * (https://core.telegram.org/mtproto/service_messages#http-wait-long-poll).
 */
export interface HttpWait {
  readonly maxDelayMs: number
  readonly waitAfterMs: number
  readonly maxWaitMs: number
}

/** A packet that waits for an earlier one of its connection. */
export interface WaitingPacket {
  readonly packet: Buffer
  readonly quickAckWanted: boolean
}

/** What the session layer knows of one connection. */
export class Link {
  readonly connection: PacketConnection
  /** One POST: the first packet sent is the whole answer. */
  readonly http: boolean
  /** Address without the port. */
  readonly host: string
  /** Sessions that speak here, the one heard last at the end. */
  readonly lanes: Lane[] = []
  /** Keys that were used here. */
  readonly keys = new Set<LiveKey>()
  /** False once it is closed or, on HTTP, answered. */
  open = true
  /** Packets behind one that is still being worked on; undefined when none is. */
  waiting: WaitingPacket[] | undefined = undefined
  waitingBytes = 0
  /** Faulty messages since the last good one. */
  faulty = 0
  /** What the client asked for on HTTP. */
  httpWait: HttpWait | undefined = undefined
  readonly openedAtMs: number
  #httpTimer: NodeJS.Timeout | undefined = undefined
  #disconnectTimer: NodeJS.Timeout | undefined = undefined

  constructor(connection: PacketConnection, nowMs: number) {
    this.connection = connection
    this.http = connection.kind === 'http'
    const colon = connection.remote.lastIndexOf(':')
    this.host = colon < 0 ? connection.remote : connection.remote.slice(0, colon)
    this.openedAtMs = nowMs
  }

  /** The lane of a session on this connection, if it has spoken here. */
  laneOf(session: Session): Lane | undefined {
    const last = this.lanes.at(-1)
    return last?.session === session ? last : this.lanes.find((lane) => lane.session === session)
  }

  /** Sends a packet; on HTTP that ends the request. */
  send(packet: Uint8Array): void {
    if (!this.open) return
    this.connection.send(packet)
    if (this.http) this.markClosed()
  }

  /** Sends a transport error and closes. */
  fail(code: TransportErrorCode, reason: string): void {
    if (!this.open) return
    this.connection.sendTransportError(code)
    this.close(reason)
  }

  /** Closes the connection after what was sent. */
  close(reason: string): void {
    if (!this.open) return
    this.markClosed()
    this.connection.close(reason)
  }

  /** Notes that nothing can be sent here any more. */
  markClosed(): void {
    this.open = false
    this.waiting = undefined
    clearTimeout(this.#httpTimer)
    clearTimeout(this.#disconnectTimer)
  }

  /** Calls back later, in place of the call asked for before (http_wait). */
  wakeAfter(delayMs: number, wake: () => void): void {
    clearTimeout(this.#httpTimer)
    this.#httpTimer = setTimeout(wake, delayMs).unref()
  }

  /** Closes after so many seconds unless called again before (ping_delay_disconnect). */
  disconnectAfter(seconds: number): void {
    if (!this.open) return
    clearTimeout(this.#disconnectTimer)
    const close = (): void => this.close('no ping within its disconnect delay')
    this.#disconnectTimer = setTimeout(close, seconds * 1000).unref()
  }
}
