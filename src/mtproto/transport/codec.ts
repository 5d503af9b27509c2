import type { Random } from '../../core/random.ts'
import type { TransportErrorCode } from './connection.ts'
import { createAbridgedCodec } from './abridged.ts'
import type { ByteQueue } from './byte-queue.ts'
import { createFullCodec } from './full.ts'
import { createIntermediateCodec, createPaddedCodec } from './intermediate.ts'

/** The four framings of https://core.telegram.org/mtproto/mtproto-transports. */
export type Framing = 'abridged' | 'intermediate' | 'padded' | 'full'

/** One packet as it came off the stream. */
export interface Frame {
  readonly packet: Buffer
  /** The client set the top bit of the length: it wants a quick ack for this packet. */
  readonly quickAckWanted: boolean
}

/** Turns a stream of bytes into packets and back. One per connection: `full` counts its packets. */
export interface Codec {
  /**
   * Takes one frame from the queue; undefined while it is not whole. Throws ProtocolError on a frame
   * that cannot be one, as soon as its header shows it.
   */
  read(queue: ByteQueue): Frame | undefined
  /** Frames one packet into a buffer of its own. */
  frame(packet: Uint8Array): Buffer
  /** Frames a transport error. */
  transportError(code: TransportErrorCode): Buffer
  /** The bytes of a quick ack, undefined where the framing has none. */
  quickAck(token: number): Buffer | undefined
}

/** No frame header is longer than this, so a queue that holds more has its header whole. */
export const FRAME_HEADER_BYTES = 8

/**
 * Makes the codec of a framing.
 *
 * @param packetBytes longest packet to accept
 * @param random source of the padding
 */
export function createCodec(framing: Framing, packetBytes: number, random: Random): Codec {
  switch (framing) {
    case 'abridged':
      return createAbridgedCodec(packetBytes)
    case 'intermediate':
      return createIntermediateCodec(packetBytes)
    case 'padded':
      return createPaddedCodec(packetBytes, random)
    case 'full':
      return createFullCodec(packetBytes)
  }
}
