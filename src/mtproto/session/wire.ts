/**
 * The parts of the service schema that nearly every packet has (rpc_result, containers,
 * gzip_packed, lists of identifiers), read and written by hand: they decide how many calls a second
 * one core does. Everything else goes through the schema codec.
 */

/** Constructor numbers as unsigned 32-bit integers. */
export const RPC_RESULT = 0xf35c6d01
export const MSG_CONTAINER = 0x73f1f8dc
export const MSG_COPY = 0xe06046b2
export const GZIP_PACKED = 0x3072cfa1
export const MSGS_ACK = 0x62d6b459
const VECTOR = 0x1cb5c415

/** Bytes before each message of a container: msg_id, seqno, bytes. */
export const MESSAGE_HEADER = 16
/** Bytes of a container before its first message. */
export const CONTAINER_HEADER = 8
/** Bytes of rpc_result before the result. */
export const RPC_RESULT_HEADER = 12

/** One message of a container; `body` is a view. */
export interface InnerMessage {
  readonly msgId: bigint
  readonly seqno: number
  readonly body: Buffer
}

/**
 * Constructor number of a body, 0 when it is too short for one (no constructor has that number).
 */
export function constructorOf(body: Buffer): number {
  return body.length < 4 ? 0 : body.readUInt32LE(0)
}

/**
 * Takes a msg_container apart, or returns undefined when it is invalid (code 64): lengths that do
 * not fit, bytes left over, too many messages, a container or msg_copy inside.
 */
export function readContainer(body: Buffer, maxMessages: number): InnerMessage[] | undefined {
  if (body.length < CONTAINER_HEADER) return undefined
  const count = body.readUInt32LE(4)
  if (count > maxMessages) return undefined
  const messages: InnerMessage[] = []
  let at = CONTAINER_HEADER
  for (let index = 0; index < count; index++) {
    if (at + MESSAGE_HEADER > body.length) return undefined
    const bytes = body.readUInt32LE(at + 12)
    const start = at + MESSAGE_HEADER
    if (bytes < 4 || bytes % 4 !== 0 || start + bytes > body.length) return undefined
    const constructor = body.readUInt32LE(start)
    if (constructor === MSG_CONTAINER || constructor === MSG_COPY) return undefined
    messages.push({
      msgId: body.readBigInt64LE(at),
      seqno: body.readInt32LE(at + 8),
      body: body.subarray(start, start + bytes),
    })
    at = start + bytes
  }
  return at === body.length ? messages : undefined
}

/**
 * The identifiers of a message whose only field is `Vector long`, or undefined when it is malformed
 * or has more than `max` of them.
 */
export function readIds(body: Buffer, max: number): bigint[] | undefined {
  if (body.length < 12 || body.readUInt32LE(4) !== VECTOR) return undefined
  const count = body.readUInt32LE(8)
  if (count > max || body.length !== 12 + count * 8) return undefined
  const ids = new Array<bigint>(count)
  for (let index = 0; index < count; index++) ids[index] = body.readBigInt64LE(12 + index * 8)
  return ids
}

/** A message whose only field is `Vector long`. */
export function writeIds(constructor: number, ids: readonly bigint[]): Buffer {
  const body = Buffer.allocUnsafe(12 + ids.length * 8)
  body.writeUInt32LE(constructor, 0)
  body.writeUInt32LE(VECTOR, 4)
  body.writeUInt32LE(ids.length, 8)
  ids.forEach((id, index) => body.writeBigInt64LE(id, 12 + index * 8))
  return body
}

/**
 * The `bytes` field that follows a constructor and ends the object, or undefined when it does not
 * fit.
 */
export function readOnlyBytes(body: Buffer): Buffer | undefined {
  if (body.length < 8) return undefined
  const short = body.readUInt8(4)
  if (short === 255) return undefined
  const start = short === 254 ? 8 : 5
  const length = short === 254 ? body.readUIntLE(5, 3) : short
  const end = start + length
  return end <= body.length && body.length - end < 4 ? body.subarray(start, end) : undefined
}

/** An object whose only field is `bytes` (TL string rules: short or long length, padded to 4). */
export function writeOnlyBytes(constructor: number, bytes: Uint8Array): Buffer {
  const start = bytes.length < 254 ? 5 : 8
  const body = Buffer.alloc(Math.ceil((start + bytes.length) / 4) * 4)
  body.writeUInt32LE(constructor, 0)
  if (start === 5) body.writeUInt8(bytes.length, 4)
  else body.writeUInt32LE(bytes.length * 256 + 254, 4)
  body.set(bytes, start)
  return body
}
