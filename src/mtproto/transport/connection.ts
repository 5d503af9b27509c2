/**
 * The border between transport and session: a stream of whole MTProto packets in both directions,
 * whatever carries them. The transport knows bytes and frames; what a packet means is the session's.
 */

/** Codes of https://core.telegram.org/mtproto/mtproto-transports#transport-errors. */
export type TransportErrorCode = -404 | -429 | -444

/** One client, from the moment its transport is known until it is gone. */
export interface PacketConnection {
  /** Unique in the process, rising. */
  readonly id: number
  /** Address and port of the peer, `127.0.0.1:53211`, for limits and the log. */
  readonly remote: string
  readonly kind: 'tcp' | 'websocket' | 'http'
  /**
   * `abridged`, `intermediate`, `padded`, `full` or `http`; the first four with `+obfuscated`, or with
   * `+mtproxy` when the obfuscation used a proxy secret.
   */
  readonly transport: string
  /** DC field of an obfuscated header. Most clients leave random garbage there: never rely on it. */
  readonly dcHint: number | undefined
  /** Bytes that the kernel has not taken yet. */
  readonly bufferedBytes: number
  /**
   * Sends one MTProto packet; framing and obfuscation happen here. The bytes are copied. Does nothing
   * after `close`. On HTTP only the first packet goes out, as the answer to the POST.
   */
  send(packet: Uint8Array): void
  /** Sends a transport error: a 4-byte frame, or the status of an HTTP answer. */
  sendTransportError(code: TransportErrorCode): void
  /** Sends a quick ack token where the transport has such a thing (not on `full` and HTTP). */
  sendQuickAck(token: number): void
  /**
   * Ends the connection after what was already sent. Idempotent. `onClose` is called from inside
   * (on HTTP: when the answer has left).
   */
  close(reason: string): void
}

/**
 * Who takes the packets. Calls for one connection come in order: one `onConnect`, any number of
 * `onPacket`, one `onClose`. A `ProtocolError` thrown from here is obeyed (transport code, then close
 * unless the connection lives); any other exception is a bug: it is logged and ends that connection
 * only.
 */
export interface PacketHandler {
  /** The transport is known; no packet has come yet. */
  onConnect(connection: PacketConnection): void
  /**
   * One packet, at most `limits.packetBytes` long. `packet` is a view into a larger buffer that
   * nobody writes to again: copy the parts that are kept for long.
   */
  onPacket(connection: PacketConnection, packet: Buffer, quickAckWanted: boolean): void
  /** The connection is over, whoever ended it. Nothing can be sent any more. */
  onClose(connection: PacketConnection, reason: string): void
}

let lastConnectionId = 0

/** The next `PacketConnection.id`. */
export function nextConnectionId(): number {
  return ++lastConnectionId
}

/** Writes an address the way `PacketConnection.remote` has it; IPv4 in IPv6 form is shortened. */
export function formatRemote(address: string | undefined, port: number | undefined): string {
  const host = plainAddress(address)
  return `${host.includes(':') ? `[${host}]` : host}:${port ?? 0}`
}

/** The address without the `::ffff:` that a dual-stack socket puts before IPv4. */
export function plainAddress(address: string | undefined): string {
  if (address === undefined) return 'unknown'
  return address.startsWith('::ffff:') ? address.slice(7) : address
}
