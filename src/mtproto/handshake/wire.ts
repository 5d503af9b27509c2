/**
 * The few TL objects of the key exchange, by hand: they carry binary numbers in fields of type
 * `string`, which the general codec reads as text, and they are the first thing that any stranger
 * can send, so that the code which reads them is best small.
 *
 * Source: https://core.telegram.org/mtproto/auth_key, schema/mtproto.tl
 */

/** Bytes that are not the object they should be. The handshake turns it into a refusal. */
export class WireError extends Error {
  override readonly name = 'WireError'
}

const ID = {
  reqPq: 0x60469778,
  reqPqMulti: 0xbe7e8ef1,
  resPq: 0x05162463,
  reqDhParams: 0xd712e4be,
  pqInnerData: 0x83c95aec,
  pqInnerDataDc: 0xa9f55f95,
  pqInnerDataTemp: 0x3c6a84d4,
  pqInnerDataTempDc: 0x56fddf88,
  serverDhParamsOk: 0xd0e8075c,
  serverDhInnerData: 0xb5890dba,
  setClientDhParams: 0xf5045f1f,
  clientDhInnerData: 0x6643b654,
  dhGenOk: 0x3bcbf734,
  dhGenRetry: 0x46dc1fb9,
  dhGenFail: 0xa69dae02,
  msgsAck: 0x62d6b459,
  vector: 0x1cb5c415,
} as const

/** A query of the key exchange. */
export type HandshakeRequest =
  | { readonly _: 'reqPq'; readonly nonce: Buffer }
  | {
      readonly _: 'reqDhParams'
      readonly nonce: Buffer
      readonly serverNonce: Buffer
      readonly p: Buffer
      readonly q: Buffer
      readonly publicKeyFingerprint: bigint
      readonly encryptedData: Buffer
      /** The object's own bytes, without what follows it: the same for a repeated query. */
      readonly bytes: Buffer
    }
  | {
      readonly _: 'setClientDhParams'
      readonly nonce: Buffer
      readonly serverNonce: Buffer
      readonly encryptedData: Buffer
      /** As in `reqDhParams`. */
      readonly bytes: Buffer
    }
  /** Some clients acknowledge the server's plain answers; there is nothing to say to it. */
  | { readonly _: 'msgsAck' }

/** Any of the four p_q_inner_data: plain, _dc, _temp, _temp_dc. */
export interface PqInnerData {
  readonly pq: Buffer
  readonly p: Buffer
  readonly q: Buffer
  readonly nonce: Buffer
  readonly serverNonce: Buffer
  readonly newNonce: Buffer
  /**
   * DC the client means: its number, +10000 for test DCs, negative for media. Undefined where it says
   * none, or 0, as WTelegramClient does in its first exchange.
   */
  readonly dc: number | undefined
  /** Seconds a temporary key is to live; undefined asks for a permanent key. */
  readonly expiresIn: number | undefined
}

/** client_DH_inner_data. */
export interface ClientDhInnerData {
  readonly nonce: Buffer
  readonly serverNonce: Buffer
  readonly retryId: bigint
  readonly gB: Buffer
  /** Length of the object; what follows it is padding. */
  readonly length: number
}

/** Whether the body of a plain message asks for a new exchange (req_pq, req_pq_multi). */
export function beginsExchange(body: Buffer): boolean {
  const id = body.length < 4 ? undefined : body.readUInt32LE(0)
  return id === ID.reqPq || id === ID.reqPqMulti
}

/**
 * Reads a query. Bytes after the object are ignored, because TDLib pads every plain message inside
 * its declared length.
 *
 * @throws WireError when it is no query of the key exchange
 */
export function parseHandshakeRequest(body: Buffer): HandshakeRequest {
  const reader = new Reader(body)
  switch (reader.id()) {
    case ID.reqPq:
    case ID.reqPqMulti:
      return { _: 'reqPq', nonce: reader.take(16) }
    case ID.reqDhParams: {
      const fields = {
        nonce: reader.take(16),
        serverNonce: reader.take(16),
        p: reader.string(),
        q: reader.string(),
        publicKeyFingerprint: reader.long(),
        encryptedData: reader.string(),
      }
      return { _: 'reqDhParams', ...fields, bytes: body.subarray(0, reader.offset) }
    }
    case ID.setClientDhParams: {
      const fields = {
        nonce: reader.take(16),
        serverNonce: reader.take(16),
        encryptedData: reader.string(),
      }
      return { _: 'setClientDhParams', ...fields, bytes: body.subarray(0, reader.offset) }
    }
    case ID.msgsAck:
      return { _: 'msgsAck' }
    default:
      throw new WireError('not a query of the key exchange')
  }
}

/**
 * Reads what req_DH_params carries encrypted. Padding may follow.
 *
 * @throws WireError when it is no p_q_inner_data
 */
export function parsePqInnerData(data: Buffer): PqInnerData {
  const reader = new Reader(data)
  const id = reader.id()
  const withDc = id === ID.pqInnerDataDc || id === ID.pqInnerDataTempDc
  const temporary = id === ID.pqInnerDataTemp || id === ID.pqInnerDataTempDc
  if (!withDc && !temporary && id !== ID.pqInnerData) throw new WireError('not p_q_inner_data')
  return {
    pq: reader.string(),
    p: reader.string(),
    q: reader.string(),
    nonce: reader.take(16),
    serverNonce: reader.take(16),
    newNonce: reader.take(32),
    dc: withDc ? reader.int() || undefined : undefined,
    expiresIn: temporary ? reader.int() : undefined,
  }
}

/**
 * Reads what set_client_DH_params carries encrypted. Padding may follow.
 *
 * @throws WireError when it is no client_DH_inner_data
 */
export function parseClientDhInnerData(data: Buffer): ClientDhInnerData {
  const reader = new Reader(data)
  if (reader.id() !== ID.clientDhInnerData) throw new WireError('not client_DH_inner_data')
  const fields = {
    nonce: reader.take(16),
    serverNonce: reader.take(16),
    retryId: reader.long(),
    gB: reader.string(),
  }
  return { ...fields, length: reader.offset }
}

/** resPQ with one fingerprint. */
export function writeResPq(fields: {
  nonce: Buffer
  serverNonce: Buffer
  pq: Buffer
  fingerprint: bigint
}): Buffer {
  return Buffer.concat([
    uint32(ID.resPq),
    fields.nonce,
    fields.serverNonce,
    writeString(fields.pq),
    uint32(ID.vector),
    uint32(1),
    int64(fields.fingerprint),
  ])
}

/** server_DH_params_ok. */
export function writeServerDhParamsOk(fields: {
  nonce: Buffer
  serverNonce: Buffer
  encryptedAnswer: Buffer
}): Buffer {
  return Buffer.concat([
    uint32(ID.serverDhParamsOk),
    fields.nonce,
    fields.serverNonce,
    writeString(fields.encryptedAnswer),
  ])
}

/** server_DH_inner_data; `serverTime` in unix seconds. */
export function writeServerDhInnerData(fields: {
  nonce: Buffer
  serverNonce: Buffer
  g: number
  dhPrime: Buffer
  gA: Buffer
  serverTime: number
}): Buffer {
  return Buffer.concat([
    uint32(ID.serverDhInnerData),
    fields.nonce,
    fields.serverNonce,
    uint32(fields.g),
    writeString(fields.dhPrime),
    writeString(fields.gA),
    uint32(fields.serverTime),
  ])
}

/** How an exchange may end. */
export type DhGenResult = 'dhGenOk' | 'dhGenRetry' | 'dhGenFail'

/** dh_gen_ok, dh_gen_retry or dh_gen_fail; all three have the same fields. */
export function writeDhGen(
  result: DhGenResult,
  fields: { nonce: Buffer; serverNonce: Buffer; newNonceHash: Buffer },
): Buffer {
  return Buffer.concat([uint32(ID[result]), fields.nonce, fields.serverNonce, fields.newNonceHash])
}

/** Reads TL values one after another; WireError at the end of the bytes. Results are views. */
class Reader {
  offset = 0
  readonly #bytes: Buffer

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  take(length: number): Buffer {
    const end = this.offset + length
    if (end > this.#bytes.length) throw new WireError('the object ends too early')
    const taken = this.#bytes.subarray(this.offset, end)
    this.offset = end
    return taken
  }

  id(): number {
    return this.take(4).readUInt32LE(0)
  }

  int(): number {
    return this.take(4).readInt32LE(0)
  }

  long(): bigint {
    return this.take(8).readBigInt64LE(0)
  }

  string(): Buffer {
    const first = this.take(1).readUInt8(0)
    if (first === 255) throw new WireError('a string of impossible length')
    const isLong = first === 254
    const value = this.take(isLong ? this.take(3).readUIntLE(0, 3) : first)
    this.take(-((isLong ? 4 : 1) + value.length) & 3)
    return value
  }
}

function writeString(value: Buffer): Buffer {
  const isLong = value.length >= 254
  const head = Buffer.alloc(isLong ? 4 : 1, 254)
  head.writeUIntLE(value.length, isLong ? 1 : 0, isLong ? 3 : 1)
  return Buffer.concat([head, value, Buffer.alloc(-(head.length + value.length) & 3)])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(value)
  return bytes
}
