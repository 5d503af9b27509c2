import { createHash, pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import { DH_BYTES, dhExponent } from '../../core/dh-group.ts'
import { DH_GENERATOR, DH_PRIME } from '../../core/dh-prime.ts'
import { secretEquals, type Random } from '../../core/random.ts'

/** Bytes of the server's secret exponent; RFC 5054 asks for 256 bits at least. */
const EXPONENT_BYTES = 40

const PBKDF2_ITERATIONS = 100_000

const stretch = promisify(pbkdf2)

const P = toNumber(DH_PRIME)
const G_BYTES = toBytes(BigInt(DH_GENERATOR))
const K = toNumber(sha256(DH_PRIME, G_BYTES))
const HASH_P_XOR_HASH_G = xor(sha256(DH_PRIME), sha256(G_BYTES))

/** Salts of passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow. */
export interface PasswordSalts {
  readonly salt1: Uint8Array
  readonly salt2: Uint8Array
}

/**
 * The verifier v = g^x that stands for a password. Costs the 100 000 iterations that make guessing
 * slow, about 50 ms on another thread; clients compute it themselves, so only seeding calls this. Never
 * inside a unit of work, where all others would wait for it.
 *
 * Source: https://core.telegram.org/api/srp#setting-a-new-2fa-password
 */
export async function passwordVerifier(
  password: string,
  { salt1, salt2 }: PasswordSalts,
): Promise<Buffer> {
  const inner = salted(salted(Buffer.from(password), salt1), salt2)
  const stretched = await stretch(inner, salt1, PBKDF2_ITERATIONS, 64, 'sha512')
  return dhExponent(salted(stretched, salt2)).publicValue()
}

/** Whether bytes can be a verifier: 256 bytes of a number that is neither trivial nor too large. */
export function isVerifier(bytes: Uint8Array): boolean {
  return bytes.length === DH_BYTES && isProper(toNumber(bytes))
}

/** The server's side of one password check; `secret` is kept until the client answers. */
export function startSrp(random: Random, verifier: Uint8Array): { secret: Buffer; b: Buffer } {
  const secret = random.bytes(EXPONENT_BYTES)
  return { secret, b: publicValue(secret, verifier) }
}

/** What a password check is made of. */
export interface SrpRound extends PasswordSalts {
  readonly verifier: Uint8Array
  /** Of `startSrp`. */
  readonly secret: Uint8Array
}

/**
 * Whether a client's answer proves that it knows the password.
 *
 * @param a the client's g_a, big endian
 * @param m1 the client's proof
 * Source: https://core.telegram.org/api/srp#checking-the-password-with-srp
 */
export function checkSrp(round: SrpRound, a: Uint8Array, m1: Uint8Array): boolean {
  if (a.length > DH_BYTES || !isProper(toNumber(a))) return false
  const clientPublic = toNumber(a)
  const aBytes = toBytes(clientPublic)
  const bBytes = publicValue(round.secret, round.verifier)
  const u = sha256(aBytes, bBytes)
  if (toNumber(u) === 0n) return false
  const base = (clientPublic * toNumber(dhExponent(u).power(round.verifier))) % P
  if (!isProper(base)) return false
  const shared = sha256(dhExponent(round.secret).power(toBytes(base)))
  const expected = sha256(
    HASH_P_XOR_HASH_G,
    sha256(round.salt1),
    sha256(round.salt2),
    aBytes,
    bBytes,
    shared,
  )
  return secretEquals(expected, m1)
}

/** g_b = k*v + g^b. */
function publicValue(secret: Uint8Array, verifier: Uint8Array): Buffer {
  const gB = dhExponent(secret).publicValue()
  return toBytes((K * toNumber(verifier) + toNumber(gB)) % P)
}

function isProper(value: bigint): boolean {
  return value > 1n && value < P - 1n
}

/** SH(data, salt) = H(salt | data | salt). */
function salted(data: Uint8Array, salt: Uint8Array): Buffer {
  return sha256(salt, data, salt)
}

function sha256(...parts: Uint8Array[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

function toNumber(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}

function toBytes(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(DH_BYTES * 2, '0'), 'hex')
}

function xor(a: Uint8Array, b: Uint8Array): Buffer {
  return Buffer.from(a.map((byte, i) => byte ^ (b[i] ?? 0)))
}
