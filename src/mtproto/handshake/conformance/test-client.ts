/**
 * The client side of the key exchange for tests, written from the documentation with the slowest and
 * plainest means (BigInt, AES block by block), so that it shares no code and no mistake with the
 * server's side. Every step takes overrides, with which a test makes exactly one thing wrong.
 *
 * Source: https://core.telegram.org/mtproto/auth_key
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/** What a client knows of the server. */
export interface KnownServer {
  readonly n: Buffer
  readonly e: Buffer
  readonly fingerprint: bigint
}

/** How this client encrypts, and which key it wants. */
export interface ClientOptions {
  readonly form?: 'rsa-pad' | 'old'
  readonly dc?: number
  readonly expiresIn?: number
}

const sha1 = (...parts: Uint8Array[]): Buffer =>
  createHash('sha1').update(Buffer.concat(parts)).digest()
const sha256 = (...parts: Uint8Array[]): Buffer =>
  createHash('sha256').update(Buffer.concat(parts)).digest()
const toBig = (bytes: Buffer): bigint => BigInt(`0x0${bytes.toString('hex')}`)

/** A big endian number of `length` bytes. */
export function fromBig(value: bigint, length: number): Buffer {
  return Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex')
}

/** base^exponent mod modulus. */
export function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  let square = base % modulus
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

function xor(a: Buffer, b: Buffer): Buffer {
  return Buffer.from(a.map((byte, i) => byte ^ (b[i] ?? 0)))
}

/** AES-256-IGE as it is defined. */
export function ige(mode: 'encrypt' | 'decrypt', data: Buffer, key: Buffer, iv: Buffer): Buffer {
  const make = mode === 'encrypt' ? createCipheriv : createDecipheriv
  const ecb = make('aes-256-ecb', key, null).setAutoPadding(false)
  const result: Buffer[] = []
  let outputBefore = mode === 'encrypt' ? iv.subarray(0, 16) : iv.subarray(16)
  let inputBefore = mode === 'encrypt' ? iv.subarray(16) : iv.subarray(0, 16)
  for (let at = 0; at < data.length; at += 16) {
    const input = data.subarray(at, at + 16)
    outputBefore = xor(ecb.update(xor(input, outputBefore)), inputBefore)
    inputBefore = input
    result.push(outputBefore)
  }
  return Buffer.concat(result)
}

/** The smaller prime of pq, by Pollard's rho; a hundred steps share one greatest common divisor. */
function factor(pq: bigint): bigint {
  const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b))
  for (let c = 1n; ; c++) {
    const step = (x: bigint): bigint => (x * x + c) % pq
    let [slow, fast, divisor] = [2n, 2n, 1n]
    while (divisor === 1n) {
      let product = 1n
      for (let i = 0; i < 100; i++) {
        slow = step(slow)
        fast = step(step(fast))
        product = (product * (slow > fast ? slow - fast : fast - slow)) % pq
      }
      divisor = gcd(product, pq)
    }
    // Both primes fell into the same hundred: another sequence will part them.
    if (divisor === pq) continue
    return divisor < pq / divisor ? divisor : pq / divisor
  }
}

/** A TL string of bytes. */
export function tlBytes(value: Buffer): Buffer {
  const head =
    value.length < 254
      ? Buffer.from([value.length])
      : Buffer.from([254, value.length & 255, (value.length >> 8) & 255, value.length >> 16])
  return Buffer.concat([head, value, Buffer.alloc((4 - ((head.length + value.length) % 4)) % 4)])
}

/** A 32-bit number, little endian. */
export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value >>> 0)
  return bytes
}

/** A 64-bit number, little endian. */
export function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(value)
  return bytes
}

/** RSA_PAD of the documentation. */
export function rsaPad(data: Buffer, server: KnownServer): Buffer {
  const padded = Buffer.concat([data, randomBytes(192 - data.length)])
  for (;;) {
    const tempKey = randomBytes(32)
    const withHash = Buffer.concat([Buffer.from(padded).reverse(), sha256(tempKey, padded)])
    const encrypted = ige('encrypt', withHash, tempKey, Buffer.alloc(32))
    const block = Buffer.concat([xor(tempKey, sha256(encrypted)), encrypted])
    if (toBig(block) < toBig(server.n)) return rsaRaw(block, server)
  }
}

/** SHA1(data) + data + padding to 255 bytes, the form before RSA_PAD. */
export function rsaOld(data: Buffer, server: KnownServer): Buffer {
  const block = Buffer.concat([sha1(data), data, randomBytes(235 - data.length)])
  return rsaRaw(block, server)
}

/** The bare RSA operation with the public key. */
export function rsaRaw(block: Buffer, server: KnownServer): Buffer {
  return fromBig(modPow(toBig(block), toBig(server.e), toBig(server.n)), 256)
}

/** The fields of p_q_inner_data; `expiresIn` and `dc` choose among its four constructors. */
export interface InnerFields {
  pq: Buffer
  p: Buffer
  q: Buffer
  nonce: Buffer
  serverNonce: Buffer
  newNonce: Buffer
  dc?: number | undefined
  expiresIn?: number | undefined
}

/** Serialises p_q_inner_data. */
export function innerData(fields: InnerFields): Buffer {
  const temp = fields.expiresIn !== undefined
  const withDc = fields.dc !== undefined
  const id = temp ? (withDc ? 0x56fddf88 : 0x3c6a84d4) : withDc ? 0xa9f55f95 : 0x83c95aec
  return Buffer.concat([
    int32(id),
    tlBytes(fields.pq),
    tlBytes(fields.p),
    tlBytes(fields.q),
    fields.nonce,
    fields.serverNonce,
    fields.newNonce,
    ...(fields.dc === undefined ? [] : [int32(fields.dc)]),
    ...(fields.expiresIn === undefined ? [] : [int32(fields.expiresIn)]),
  ])
}

/** One exchange from the client's side. Call the methods in the order in which they stand. */
export class TestClient {
  readonly nonce = randomBytes(16)
  readonly newNonce = randomBytes(32)
  serverNonce: Buffer = Buffer.alloc(16)
  fingerprint = 0n
  pq: Buffer = Buffer.alloc(0)
  p: Buffer = Buffer.alloc(0)
  q: Buffer = Buffer.alloc(0)
  gA = 0n
  g = 0
  prime = 0n
  serverTime = 0
  authKey: Buffer = Buffer.alloc(0)
  readonly #server: KnownServer
  readonly #options: ClientOptions

  constructor(server: KnownServer, options: ClientOptions = {}) {
    this.#server = server
    this.#options = options
  }

  /** req_pq_multi. */
  reqPq(): Buffer {
    return Buffer.concat([int32(0xbe7e8ef1), this.nonce])
  }

  /** Takes resPQ and factorises. */
  readResPq(answer: Buffer): void {
    expectBytes(answer, 0, Buffer.concat([int32(0x05162463), this.nonce]))
    this.serverNonce = Buffer.from(answer.subarray(20, 36))
    this.pq = Buffer.from(answer.subarray(37, 45))
    expectBytes(answer, 36, Buffer.concat([tlBytes(this.pq), int32(0x1cb5c415), int32(1)]))
    this.fingerprint = answer.readBigInt64LE(56)
    const p = factor(toBig(this.pq))
    this.p = fromBig(p, 4)
    this.q = fromBig(toBig(this.pq) / p, 4)
  }

  /** req_DH_params. `inner` changes what is encrypted, `outer` what stands around it. */
  reqDhParams(
    inner: Partial<InnerFields> = {},
    outer: { p?: Buffer; q?: Buffer; fingerprint?: bigint; encryptedData?: Buffer } = {},
  ): Buffer {
    const { pq, p, q, nonce, serverNonce, newNonce } = this
    const { dc, expiresIn, form } = this.#options
    const data = innerData({ pq, p, q, nonce, serverNonce, newNonce, dc, expiresIn, ...inner })
    const encrypt = form === 'old' ? rsaOld : rsaPad
    return Buffer.concat([
      int32(0xd712e4be),
      nonce,
      serverNonce,
      tlBytes(outer.p ?? p),
      tlBytes(outer.q ?? q),
      int64(outer.fingerprint ?? this.fingerprint),
      tlBytes(outer.encryptedData ?? encrypt(data, this.#server)),
    ])
  }

  /** Takes server_DH_params_ok. */
  readServerDhParams(answer: Buffer): void {
    const head = Buffer.concat([int32(0xd0e8075c), this.nonce, this.serverNonce])
    expectBytes(answer, 0, head)
    const length = answer.readUIntLE(37, 3)
    const [key, iv] = this.#tmpAes()
    const plain = ige('decrypt', answer.subarray(40, 40 + length), key, iv)
    const inner = plain.subarray(20, 20 + 564)
    expectBytes(plain, 0, sha1(inner))
    if (plain.length - 584 > 15) throw new Error('too much padding')
    expectBytes(inner, 0, Buffer.concat([int32(0xb5890dba), this.nonce, this.serverNonce]))
    this.g = inner.readInt32LE(36)
    this.prime = toBig(inner.subarray(44, 300))
    this.gA = toBig(inner.subarray(304, 560))
    this.serverTime = inner.readInt32LE(560)
  }

  /** set_client_DH_params with a new secret. Overrides come before the encryption. */
  setClientDhParams(
    fields: { retryId?: bigint; nonce?: Buffer; serverNonce?: Buffer; gB?: Buffer } = {},
    tamper: (sealed: Buffer) => Buffer = (sealed) => sealed,
  ): Buffer {
    const secret = toBig(randomBytes(16))
    this.authKey = fromBig(modPow(this.gA, secret, this.prime), 256)
    const inner = Buffer.concat([
      int32(0x6643b654),
      fields.nonce ?? this.nonce,
      fields.serverNonce ?? this.serverNonce,
      int64(fields.retryId ?? 0n),
      tlBytes(fields.gB ?? fromBig(modPow(BigInt(this.g), secret, this.prime), 256)),
    ])
    const padding = randomBytes((16 - ((20 + inner.length) % 16)) % 16)
    const [key, iv] = this.#tmpAes()
    const sealed = ige('encrypt', Buffer.concat([sha1(inner), inner, padding]), key, iv)
    return Buffer.concat([int32(0xf5045f1f), this.nonce, this.serverNonce, tlBytes(tamper(sealed))])
  }

  /** Takes dh_gen_ok, dh_gen_retry or dh_gen_fail and checks its proof. */
  readDhGen(answer: Buffer): 'ok' | 'retry' | 'fail' {
    const id = answer.readUInt32LE(0)
    const number = [0x3bcbf734, 0x46dc1fb9, 0xa69dae02].indexOf(id) + 1
    expectBytes(answer, 4, Buffer.concat([this.nonce, this.serverNonce]))
    const hash = sha1(this.newNonce, Buffer.from([number]), this.auxHash()).subarray(4)
    expectBytes(answer, 36, hash)
    if (answer.length !== 52) throw new Error(`52 bytes expected, not ${answer.length}`)
    return (['ok', 'retry', 'fail'] as const)[number - 1] ?? 'fail'
  }

  /** auth_key_aux_hash of the newest key: the retry_id after dh_gen_retry. */
  auxHash(): Buffer {
    return sha1(this.authKey).subarray(0, 8)
  }

  /** new_nonce xor server_nonce, 8 bytes of each. */
  serverSalt(): bigint {
    return xor(this.newNonce.subarray(0, 8), this.serverNonce).readBigInt64LE(0)
  }

  #tmpAes(): [Buffer, Buffer] {
    const { newNonce: a, serverNonce: b } = this
    const key = Buffer.concat([sha1(a, b), sha1(b, a).subarray(0, 12)])
    return [key, Buffer.concat([sha1(b, a).subarray(12), sha1(a, a), a.subarray(0, 4)])]
  }
}

function expectBytes(bytes: Buffer, at: number, expected: Buffer): void {
  const found = bytes.subarray(at, at + expected.length)
  if (!found.equals(expected)) {
    throw new Error(`at ${at}: ${expected.toString('hex')} expected, not ${found.toString('hex')}`)
  }
}
