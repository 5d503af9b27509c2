/**
 * A peer that breaks MTProto itself. `transportCode` is what goes out as a 4-byte frame
 * (https://core.telegram.org/mtproto/mtproto-transports#transport-errors); without one the
 * connection just closes, since the protocol has no word for the fault.
 */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
  readonly transportCode: -404 | -429 | -444 | undefined
  /** Whether the connection may go on after the answer. */
  readonly connectionLives: boolean

  constructor(
    reason: string,
    options: { transportCode?: -404 | -429 | -444; connectionLives?: boolean } = {},
  ) {
    super(reason)
    this.transportCode = options.transportCode
    this.connectionLives = options.connectionLives ?? false
  }
}
