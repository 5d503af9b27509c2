import { ProtocolError } from '../../core/protocol-error.ts'
import { setImmediate } from '../../core/timers.ts'
import type { Handshake } from '../handshake/handshake.ts'
import {
  isPlainMessage,
  parsePlainMessage,
  serializePlainMessage,
} from '../handshake/plain-message.ts'
import { beginsExchange } from '../handshake/wire.ts'
import type {
  PacketConnection,
  PacketHandler,
  TransportErrorCode,
} from '../transport/connection.ts'
import type { Core } from './core.ts'
import { HostRate } from './host-rate.ts'
import { leaveAll } from './http-wait.ts'
import { receivePacket } from './incoming.ts'
import { Link } from './link.ts'
import type { WaitingPacket } from './link.ts'
import type { LiveKey } from './live-key.ts'

/** Shortest packet with an external header; shorter ones have no key to look for. */
const SHORTEST_PACKET = 24

/**
 * Where packets come in from the transports: unencrypted ones go to the key exchange, all others to
 * the sessions of their auth key. Packets of one connection are worked on one after another.
 */
export class PacketDoor implements PacketHandler {
  readonly #core: Core
  readonly #handshake: Handshake
  readonly #badPackets: HostRate
  readonly #exchanges: HostRate
  readonly #links = new Map<number, Link>()

  constructor(core: Core, handshake: Handshake) {
    this.#core = core
    this.#handshake = handshake
    this.#badPackets = new HostRate(core.clock, core.limits.badPacketsPerMinute)
    this.#exchanges = new HostRate(core.clock, core.limits.keyExchangesPerMinute)
  }

  /** Connections that are open. */
  get connections(): number {
    return this.#links.size
  }

  /** Closes every connection. */
  close(reason: string): void {
    for (const link of [...this.#links.values()]) link.close(reason)
  }

  onConnect(connection: PacketConnection): void {
    this.#links.set(connection.id, new Link(connection, this.#core.clock.wallMs()))
  }

  onPacket(connection: PacketConnection, packet: Buffer, quickAckWanted: boolean): void {
    const link = this.#links.get(connection.id)
    if (link?.open && !this.#core.stopping) this.#enqueue(link, { packet, quickAckWanted })
  }

  onClose(connection: PacketConnection): void {
    const link = this.#links.get(connection.id)
    if (!link) return
    this.#links.delete(connection.id)
    link.markClosed()
    leaveAll(link)
    for (const key of link.keys) {
      key.links.delete(link)
      this.#core.registry.release(key)
    }
    link.keys.clear()
  }

  #enqueue(link: Link, packet: WaitingPacket): void {
    if (!link.waiting) {
      this.#process(link, packet)
      return
    }
    const { waitingPackets, waitingBytes } = this.#core.limits
    link.waitingBytes += packet.packet.length
    if (link.waiting.length >= waitingPackets || link.waitingBytes > waitingBytes) {
      link.fail(-429, 'too many packets at once')
    } else {
      link.waiting.push(packet)
    }
  }

  #process(link: Link, { packet, quickAckWanted }: WaitingPacket): void {
    if (packet.length < SHORTEST_PACKET && !isPlainMessage(packet)) {
      this.#refuse(link, 'a packet too short for any message')
      return
    }
    if (isPlainMessage(packet)) {
      this.#waitFor(link, this.#exchangeKeys(link, packet))
      return
    }
    const key = keyOnLink(link, packet) ?? this.#core.registry.find(packet.toString('hex', 0, 8))
    if (key) {
      this.#deliver(link, key, packet, quickAckWanted)
      return
    }
    const load = this.#core.registry.load(packet.toString('hex', 0, 8))
    this.#waitFor(
      link,
      load.then((loaded) => {
        if (!link.open && loaded) this.#core.registry.release(loaded)
        if (!link.open || this.#core.stopping) return
        if (loaded) this.#deliver(link, loaded, packet, quickAckWanted)
        else this.#refuse(link, 'unknown auth key')
      }),
    )
  }

  #deliver(link: Link, key: LiveKey, packet: Buffer, quickAckWanted: boolean): void {
    if (!key.usable(this.#core.clock.wallMs())) {
      this.#core.registry.release(key)
      this.#refuse(link, 'expired auth key')
      return
    }
    if (!link.keys.has(key)) {
      link.keys.add(key)
      key.links.add(link)
    }
    if (!receivePacket(this.#core, link, key, packet, quickAckWanted)) {
      this.#refuse(link, 'a packet that does not decrypt')
    }
  }

  async #exchangeKeys(link: Link, packet: Buffer): Promise<void> {
    const { body } = parsePlainMessage(packet)
    if (beginsExchange(body) && this.#exchanges.exceeds(link.host)) {
      const reason = 'too many key exchanges from one address'
      this.#core.log.fault({ ...whoIs(link), reason }, 'connection cut off')
      link.fail(-429, reason)
      return
    }
    const answer = await this.#handshake.handle(body, link.host)
    if (answer) link.send(serializePlainMessage(this.#core.msgIds.answer(), answer))
    else if (link.http) link.close('nothing to say')
    // A step costs as much as a hundred packets: each connection takes one, then the others have a turn.
    await new Promise((resolve) => setImmediate(resolve))
  }

  /** Holds the connection's further packets back until the work on one is done. */
  #waitFor(link: Link, work: Promise<void>): void {
    link.waiting = []
    link.waitingBytes = 0
    work
      .catch((error: unknown) => this.#fail(link, error))
      .then(() => {
        const packets = link.waiting ?? []
        link.waiting = undefined
        for (const packet of packets)
          if (link.open && !this.#core.stopping) this.#enqueue(link, packet)
      })
      .catch((error: unknown) => this.#fail(link, error))
  }

  #fail(link: Link, error: unknown): void {
    if (error instanceof ProtocolError) {
      this.#refuse(link, error.message, error.transportCode)
      return
    }
    this.#core.log.bug(error, 'a packet could not be handled')
    link.close('internal error')
  }

  /**
   * Refuses a packet that is no message of a known key. The answer is the same whatever was wrong
   * with it, so that it helps nobody to find a key; only a wrong data centre has a code of its own.
   */
  #refuse(link: Link, reason: string, code: TransportErrorCode = -404): void {
    const { counters, log } = this.#core
    counters.badPackets++
    log.fault({ ...whoIs(link), reason }, 'packet refused')
    link.fail(this.#badPackets.exceeds(link.host) ? -429 : code, reason)
  }
}

function whoIs({ connection, host }: Link): { connection: number; remote: string } {
  return { connection: connection.id, remote: host }
}

/** The key of a packet if it was used on this connection before. */
function keyOnLink(link: Link, packet: Buffer): LiveKey | undefined {
  for (const key of link.keys) if (key.matches(packet)) return key
  return undefined
}
