/**
 * What bounds a connection. None of these numbers is Telegram's: they protect the process, and are
 * wide enough for every client that was run against it.
 */
export const DEFAULT_TRANSPORT_LIMITS = {
  /** Longest MTProto packet in bytes. A container with one 512 kB file part needs a bit more than half a MiB. */
  packetBytes: 2 * 1024 * 1024,
  /** Sockets open at once, of all protocols on the port. */
  connections: 20_000,
  /** Sockets open at once from one address: half of all, so that one address cannot shut the others out. */
  connectionsPerAddress: 10_000,
  /** Milliseconds from accept to the first packet header, proxy handshake included. */
  firstPacketMs: 30_000,
  /** Milliseconds within which a begun frame, or the body of an HTTP request, must end or bring `frameProgressBytes` more. */
  frameProgressMs: 10_000,
  /** Bytes that keep a slow one alive for another `frameProgressMs`. */
  frameProgressBytes: 16 * 1024,
  /** Milliseconds without a byte from the client. Clients ping every minute or so; @mtproto/core never does. */
  idleMs: 15 * 60_000,
  /** Bytes of begun frames and bodies that all connections together may hold. */
  pendingBytesTotal: 256 * 1024 * 1024,
  /** Bytes that may wait for one client that does not read. */
  writeBufferBytes: 16 * 1024 * 1024,
  /** Longest head of an HTTP CONNECT request in bytes. */
  proxyHeadBytes: 8 * 1024,
  /** Milliseconds that a POST of the HTTP transport waits for its answer; clients ask for 25 s at most. */
  httpAnswerMs: 60_000,
  /** Milliseconds that a closed connection has to take its last bytes. */
  lingerMs: 2_000,
} as const

/** The limits a listener runs with. */
export type TransportLimits = { readonly [K in keyof typeof DEFAULT_TRANSPORT_LIMITS]: number }

/** The defaults with single ones replaced. Throws RangeError on anything but a positive number. */
export function transportLimits(overrides: Partial<TransportLimits> = {}): TransportLimits {
  const limits = { ...DEFAULT_TRANSPORT_LIMITS, ...overrides }
  for (const [name, value] of Object.entries(limits)) {
    if (!(value > 0)) throw new RangeError(`limit ${name} is ${value}, which is not above zero`)
  }
  return limits
}
