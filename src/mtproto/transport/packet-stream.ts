import type { HeldBytes } from '../../core/held-bytes.ts'
import type { Logger } from '../../core/logger.ts'
import { ProtocolError } from '../../core/protocol-error.ts'
import { performance } from '../../core/timers.ts'
import { isDataCentre } from '../data-centre.ts'
import { ByteQueue } from './byte-queue.ts'
import { FRAME_HEADER_BYTES } from './codec.ts'
import type { Codec } from './codec.ts'
import { nextConnectionId } from './connection.ts'
import type { PacketConnection, PacketHandler, TransportErrorCode } from './connection.ts'
import type { TransportLimits } from './limits.ts'
import type { ObfuscatedStream } from './obfuscated.ts'
import type { Watchdog, Watched } from './watchdog.ts'

/** Where framed bytes go: a socket or a WebSocket. */
export interface Wire {
  readonly bufferedBytes: number
  write(bytes: Buffer): void
  /** Closes after what was written; must not wait for ever for a peer that does not read. */
  end(): void
  /** Closes at once. */
  destroy(): void
}

/** What all connections of one listener share. */
export interface StreamContext {
  readonly handler: PacketHandler
  readonly log: Logger
  readonly limits: TransportLimits
  readonly watchdog: Watchdog
  /** Bytes of begun frames that all connections hold. */
  readonly pending: HeldBytes
}

/** What is particular to one connection. */
export interface StreamOptions {
  readonly kind: 'tcp' | 'websocket'
  readonly remote: string
  readonly transport: string
  readonly codec: Codec
  /** Undefined for a stream that is not obfuscated. */
  readonly obfuscation: ObfuscatedStream | undefined
  /** When the first packet header must be here, in milliseconds of `performance.now()`. */
  readonly deadline: number
  readonly wire: Wire
}

/** What a connection waits for; tells why a deadline that passed ends it. */
type Phase = 'first packet' | 'rest of a frame' | 'next packet'

/** MTProto packets over a stream of bytes: deobfuscates, deframes, and keeps the limits. */
export class PacketStream implements PacketConnection, Watched {
  readonly id = nextConnectionId()
  readonly kind: 'tcp' | 'websocket'
  readonly remote: string
  readonly transport: string
  deadline: number
  readonly #context: StreamContext
  readonly #codec: Codec
  readonly #obfuscation: ObfuscatedStream | undefined
  readonly #wire: Wire
  readonly #queue = new ByteQueue()
  #phase: Phase = 'first packet'
  /** Bytes of the begun frame that came since the deadline was last moved. */
  #progress = 0
  /** This connection's share of `context.pending`. */
  #accounted = 0
  #closed = false

  constructor(context: StreamContext, options: StreamOptions) {
    this.#context = context
    this.kind = options.kind
    this.remote = options.remote
    this.transport = options.transport
    this.deadline = options.deadline
    this.#codec = options.codec
    this.#obfuscation = options.obfuscation
    this.#wire = options.wire
  }

  /** Announces the connection to the handler, which may send or close at once. */
  start(): void {
    this.#context.watchdog.watch(this)
    try {
      this.#context.handler.onConnect(this)
      this.#checkDataCentre()
    } catch (error) {
      this.#fault(error)
    }
  }

  /** A proxy chooses the data centre by the header's field; without one the field may hold anything. */
  #checkDataCentre(): void {
    const stream = this.#obfuscation
    if (!stream?.viaSecret || isDataCentre(stream.dcHint)) return
    throw new ProtocolError(`no data centre ${stream.dcHint}`, { transportCode: -444 })
  }

  get dcHint(): number | undefined {
    return this.#obfuscation?.dcHint
  }

  get bufferedBytes(): number {
    return this.#wire.bufferedBytes
  }

  /** Takes bytes off the wire and hands on the packets that are whole. Never throws. */
  receive(chunk: Buffer): void {
    if (this.#closed || chunk.length === 0) return
    const before = this.#queue.length
    this.#queue.push(this.#obfuscation?.decrypt(chunk) ?? chunk)
    const frames = this.#readFrames()
    if (frames === undefined) return
    this.#account(this.#queue.length)
    if (this.#queue.length > 0 && this.#context.pending.isFull) {
      this.abort('too many bytes of unfinished packets on all connections', 'warn')
      return
    }
    this.#moveDeadline(frames, before, chunk.length)
  }

  send(packet: Uint8Array): void {
    if (!this.#closed) this.#write(this.#codec.frame(packet))
  }

  sendTransportError(code: TransportErrorCode): void {
    if (!this.#closed) this.#write(this.#codec.transportError(code))
  }

  sendQuickAck(token: number): void {
    const bytes = this.#closed ? undefined : this.#codec.quickAck(token)
    if (bytes !== undefined) this.#write(bytes)
  }

  close(reason: string): void {
    this.#finish(reason, 'debug', 'connection closed')
  }

  /** Cuts the connection off, without waiting for the peer, and says why in the log. */
  abort(reason: string, level: 'info' | 'warn'): void {
    this.#finish(reason, level, 'connection cut off')
  }

  expire(): void {
    const { limits } = this.#context
    switch (this.#phase) {
      case 'first packet': {
        this.abort(`no packet within ${limits.firstPacketMs} ms`, 'warn')
        return
      }
      case 'rest of a frame': {
        this.abort(`stopped after ${this.#queue.length} bytes of a frame`, 'warn')
        return
      }
      case 'next packet': {
        this.abort(`idle for ${limits.idleMs} ms`, 'info')
        return
      }
    }
  }

  /** How many frames there were, or undefined if the connection ended with one of them. */
  #readFrames(): number | undefined {
    let frames = 0
    while (!this.#closed) {
      try {
        const frame = this.#codec.read(this.#queue)
        if (frame === undefined) return frames
        frames += 1
        this.#context.handler.onPacket(this, frame.packet, frame.quickAckWanted)
      } catch (error) {
        this.#fault(error)
      }
    }
    return undefined
  }

  #moveDeadline(frames: number, before: number, received: number): void {
    const { limits } = this.#context
    const waiting = this.#queue.length
    if (waiting === 0) {
      this.#phase = 'next packet'
      this.deadline = performance.now() + limits.idleMs
      return
    }
    const isFirst = this.#phase === 'first packet' && frames === 0
    if (isFirst && waiting < FRAME_HEADER_BYTES) return
    const begins = isFirst || frames > 0 || before === 0
    this.#progress = begins ? 0 : this.#progress + received
    if (!begins && this.#progress < limits.frameProgressBytes) return
    this.#phase = 'rest of a frame'
    this.#progress = 0
    this.deadline = performance.now() + limits.frameProgressMs
  }

  #write(bytes: Buffer): void {
    this.#wire.write(this.#obfuscation?.encrypt(bytes) ?? bytes)
    const waiting = this.#wire.bufferedBytes
    if (waiting > this.#context.limits.writeBufferBytes) {
      this.abort(`does not read: ${waiting} bytes wait for it`, 'warn')
    }
  }

  /** A protocol fault, of the bytes or found by the handler, or a bug in the handler. */
  #fault(error: unknown): void {
    if (!(error instanceof ProtocolError)) {
      this.#context.log.error({ ...this.#who(), err: error }, 'packet handler failed')
      this.#finish('internal error', 'warn', 'connection cut off')
      return
    }
    if (error.transportCode !== undefined) this.sendTransportError(error.transportCode)
    if (error.connectionLives) return
    this.#finish(error.message, 'info', 'connection cut off', error.transportCode !== undefined)
  }

  /** @param flush whether the peer still gets what was sent; by default only if it did nothing wrong */
  #finish(
    reason: string,
    level: 'debug' | 'info' | 'warn',
    message: string,
    flush = level === 'debug',
  ): void {
    if (this.#closed) return
    this.#closed = true
    this.#context.log[level]({ ...this.#who(), reason }, message)
    this.#context.watchdog.unwatch(this)
    this.#account(0)
    this.#queue.drain()
    if (flush) this.#wire.end()
    else this.#wire.destroy()
    try {
      this.#context.handler.onClose(this, reason)
    } catch (error) {
      this.#context.log.error({ ...this.#who(), err: error }, 'packet handler failed')
    }
  }

  /** Keeps the total of unfinished bytes in step with this connection's share. */
  #account(bytes: number): void {
    this.#context.pending.bytes += bytes - this.#accounted
    this.#accounted = bytes
  }

  #who(): { connection: number; remote: string; transport: string } {
    return { connection: this.id, remote: this.remote, transport: this.transport }
  }
}
