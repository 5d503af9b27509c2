import type { Socket } from 'node:net'
import type { Random } from '../../core/random.ts'
import { nextTick, performance } from '../../core/timers.ts'
import { ByteQueue } from './byte-queue.ts'
import { createCodec } from './codec.ts'
import type { Framing } from './codec.ts'
import { formatRemote } from './connection.ts'
import { createHttpConnectHandshake } from './http-connect.ts'
import { OBFUSCATED_HEADER_BYTES } from './obfuscated.ts'
import type { ObfuscatedStream } from './obfuscated.ts'
import { PacketStream } from './packet-stream.ts'
import type { StreamContext, Wire } from './packet-stream.ts'
import type { ProxyHandshake } from './proxy-handshake.ts'
import { SNIFF_BYTES, sniff } from './sniff.ts'
import { createSocks5Handshake } from './socks5.ts'
import type { Watched } from './watchdog.ts'

/** What a listener gives each of its sockets. */
export interface TcpContext extends StreamContext {
  readonly secrets: readonly Buffer[]
  readonly random: Random
  /** Takes over a socket that speaks HTTP, with all its bytes unread. */
  readonly onHttp: (socket: Socket) => void
}

/**
 * One accepted socket up to the point where it is known what it carries: proxy handshake, sniffing,
 * then an MTProto stream or the HTTP server.
 */
export class TcpConnection implements Watched, Wire {
  /** For the sniffing; afterwards for the time that a closed socket lingers. */
  deadline: number
  readonly #socket: Socket
  readonly #context: TcpContext
  readonly #remote: string
  /** Bytes not yet understood; undefined once it is known what the socket carries. */
  #head: ByteQueue | undefined = new ByteQueue()
  #proxy: ProxyHandshake | undefined
  #tunnel: ProxyHandshake['name'] | undefined
  #stream: PacketStream | undefined
  #isHttp = false
  #isOver = false
  #corked = false

  constructor(context: TcpContext, socket: Socket) {
    this.#context = context
    this.#socket = socket
    this.#remote = formatRemote(socket.remoteAddress, socket.remotePort)
    this.deadline = performance.now() + context.limits.firstPacketMs
    context.watchdog.watch(this)
    socket.on('data', this.#onData)
    socket.on('end', this.#onEnd)
    socket.on('error', this.#onError)
    socket.on('close', this.#onClose)
  }

  get bufferedBytes(): number {
    return this.#socket.writableLength
  }

  /** Writes of one turn of the event loop go to the kernel together. */
  write(bytes: Buffer): void {
    if (!this.#corked) {
      this.#corked = true
      this.#socket.cork()
      nextTick(uncork, this)
    }
    this.#socket.write(bytes)
  }

  /**
   * Sends what is left, then waits a little for the peer to close: closing at once while its bytes are
   * unread would make the kernel reset the connection and drop our last answer.
   */
  end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#socket.end()
    this.deadline = performance.now() + this.#context.limits.lingerMs
    this.#context.watchdog.watch(this)
  }

  destroy(): void {
    this.#isOver = true
    this.#socket.destroy()
  }

  /** Ends an MTProto connection in order, cuts off a socket that never said what it is, leaves HTTP. */
  stop(reason: string): void {
    if (this.#stream !== undefined) this.#stream.close(reason)
    else if (!this.#isHttp) this.destroy()
  }

  expire(): void {
    if (this.#isOver) this.#socket.destroy()
    else
      this.#refuse(
        `said nothing to the point within ${this.#context.limits.firstPacketMs} ms`,
        'warn',
      )
  }

  uncork(): void {
    this.#corked = false
    this.#socket.uncork()
  }

  readonly #onData = (chunk: Buffer): void => {
    if (this.#isOver) return
    if (this.#stream !== undefined) {
      this.#stream.receive(chunk)
      return
    }
    this.#head?.push(chunk)
    while (this.#head !== undefined && this.#head.length > 0 && this.#step(this.#head)) {
      // Each step takes one message off the head.
    }
  }

  readonly #onEnd = (): void => {
    if (this.#stream !== undefined) this.#stream.close('ended by the client')
    else if (!this.#isOver) this.destroy()
  }

  readonly #onError = (error: Error): void => {
    this.#context.log.debug({ remote: this.#remote, err: error }, 'socket error')
  }

  readonly #onClose = (): void => {
    this.#isOver = true
    this.#context.watchdog.unwatch(this)
    this.#stream?.close('connection lost')
  }

  /** Returns whether there may be more to understand in the same bytes. */
  #step(head: ByteQueue): boolean {
    return this.#proxy === undefined ? this.#sniff(head) : this.#stepProxy(this.#proxy, head)
  }

  #sniff(head: ByteQueue): boolean {
    const { secrets, limits } = this.#context
    const sniffed = sniff(head.peek(SNIFF_BYTES), secrets, limits.packetBytes)
    if (sniffed === undefined) return false
    switch (sniffed.form) {
      case 'mtproto':
        head.skip(sniffed.tagBytes)
        this.#openStream(sniffed.framing, sniffed.framing, undefined, head)
        return false
      case 'obfuscated': {
        const { stream } = sniffed
        head.skip(OBFUSCATED_HEADER_BYTES)
        const transport = `${stream.framing}+${stream.viaSecret ? 'mtproxy' : 'obfuscated'}`
        this.#openStream(stream.framing, transport, stream, head)
        return false
      }
      case 'http':
        this.#handToHttp(head)
        return false
      case 'socks5':
      case 'http-connect':
        if (this.#tunnel !== undefined) {
          this.#refuse(`${sniffed.form} inside ${this.#tunnel}`, 'info')
          return false
        }
        this.#proxy =
          sniffed.form === 'socks5'
            ? createSocks5Handshake()
            : createHttpConnectHandshake(limits.proxyHeadBytes)
        return true
      case 'refused':
        this.#refuse(sniffed.reason, 'info', sniffed.answer)
        return false
    }
  }

  #stepProxy(proxy: ProxyHandshake, head: ByteQueue): boolean {
    const result = proxy.step(head)
    switch (result.state) {
      case 'wait':
        return false
      case 'refused':
        this.#refuse(result.reason, 'info', result.answer)
        return false
      case 'open':
        this.#proxy = undefined
        this.#tunnel = proxy.name
        this.#context.log.debug({ remote: this.#remote, target: result.target }, proxy.name)
        break
      case 'next':
        break
    }
    this.write(result.answer)
    return true
  }

  #openStream(
    framing: Framing,
    transport: string,
    obfuscation: ObfuscatedStream | undefined,
    head: ByteQueue,
  ): void {
    const { limits, random, watchdog } = this.#context
    this.#head = undefined
    watchdog.unwatch(this)
    this.#stream = new PacketStream(this.#context, {
      kind: 'tcp',
      remote: this.#remote,
      transport,
      codec: createCodec(framing, limits.packetBytes, random),
      obfuscation,
      deadline: this.deadline,
      wire: this,
    })
    this.#stream.start()
    this.#stream.receive(head.drain())
  }

  #handToHttp(head: ByteQueue): void {
    this.#head = undefined
    this.#isHttp = true
    this.#context.watchdog.unwatch(this)
    const socket = this.#socket
    // The bytes must wait until the HTTP server has its listeners on the socket.
    socket.pause()
    socket.off('data', this.#onData)
    socket.off('end', this.#onEnd)
    socket.unshift(head.drain())
    this.#context.onHttp(socket)
    socket.resume()
  }

  #refuse(reason: string, level: 'info' | 'warn', answer?: Buffer): void {
    this.#head = undefined
    const transport = this.#proxy?.name ?? this.#tunnel ?? 'unknown'
    this.#context.log[level]({ remote: this.#remote, transport, reason }, 'connection cut off')
    if (answer === undefined) {
      this.destroy()
      return
    }
    this.write(answer)
    this.end()
  }
}

function uncork(connection: TcpConnection): void {
  connection.uncork()
}
