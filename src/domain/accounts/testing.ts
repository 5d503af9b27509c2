import { createHash, pbkdf2Sync, randomBytes } from 'node:crypto'
import { vi } from 'vitest'
import { DH_PRIME } from '../../core/dh-prime.ts'
import type { RpcErrorName } from '../../core/rpc-error.ts'
import type { DomainEvent } from '../updates/update.ts'
import type { TestDomain } from '../testing.ts'
import type { LoginKey } from './authorization.ts'
import type { PasswordProof, PasswordState } from './password.ts'

/** An auth key with a client behind it; `n` tells keys apart. */
export function loginKey(n: number): LoginKey {
  return {
    keyId: n.toString(16).padStart(16, '0'),
    layer: 200,
    device: {
      apiId: 4,
      deviceModel: `Device ${n}`,
      systemVersion: '1',
      appVersion: '2',
      systemLangCode: 'en',
      langPack: '',
      langCode: 'en',
    },
  }
}

/** Stops the wall's clock, so that `passWall` moves it. Undone by `vi.useRealTimers()`. */
export function stopWall(): void {
  vi.useFakeTimers({ toFake: ['Date'] })
}

/** Lets seconds of the wall's time pass; business time of a test domain stands still meanwhile. */
export function passWall(seconds: number): void {
  vi.setSystemTime(Date.now() + seconds * 1000)
}

/** Who is logged in on a key. */
export async function accountOn(world: TestDomain, key: LoginKey): Promise<number | null> {
  const row = await world.unit((u) => u.db.auth.authorization(key.keyId))
  return row?.accountId ?? null
}

/** Collects what committed units tell. */
export function eventsOf(world: TestDomain): DomainEvent[] {
  const events: DomainEvent[] = []
  world.domain.listen((commit) => events.push(...commit.events))
  return events
}

/** What `rejects.toMatchObject` needs to know an error by its name. */
export function named(type: RpcErrorName, value?: number): object {
  return value === undefined ? { type } : { type, value }
}

// --- The client's side of https://core.telegram.org/api/srp, written from the page and not from srp.ts.

const p = BigInt(`0x${DH_PRIME.toString('hex')}`)
const g = 3n

/** The verifier that a client sends when it sets a password. */
export function clientVerifier(password: string, salt1: Uint8Array, salt2: Uint8Array): Buffer {
  return pad(modPow(g, secretOf(password, salt1, salt2)))
}

/** A client's answer to the challenge that account.getPassword gave. */
export function clientProof(
  password: string,
  current: NonNullable<PasswordState['current']>,
): PasswordProof & { kind: 'srp' } {
  const { salt1, salt2, srpId, srpB } = current
  const x = secretOf(password, salt1, salt2)
  const a = number(randomBytes(40))
  const gA = pad(modPow(g, a))
  const k = number(h(DH_PRIME, pad(g)))
  const u = number(h(gA, srpB))
  const base = (((number(srpB) - k * modPow(g, x)) % p) + p) % p
  const shared = h(pad(modPow(base, a + u * x)))
  return { kind: 'srp', srpId, a: gA, m1: proofOf(current, gA, shared) }
}

/**
 * The answer of somebody who does not know the password but sends a multiple of p as g_a: a server that
 * does not look at g_a computes 0 as the common secret.
 */
export function forgedProof(
  a: bigint,
  current: NonNullable<PasswordState['current']>,
): PasswordProof & { kind: 'srp' } {
  const gA = pad(a)
  return { kind: 'srp', srpId: current.srpId, a: gA, m1: proofOf(current, gA, h(pad(0n))) }
}

/** The prime as a number. */
export const P = p

function proofOf(
  { salt1, salt2, srpB }: NonNullable<PasswordState['current']>,
  gA: Buffer,
  shared: Buffer,
): Buffer {
  const hashG = h(pad(g))
  const groups = Buffer.from(h(DH_PRIME).map((byte, i) => byte ^ hashG.readUInt8(i)))
  return h(groups, h(salt1), h(salt2), gA, srpB, shared)
}

// 100 000 iterations each: a test asks for the same one again and again.
const secrets = new Map<string, bigint>()

function secretOf(password: string, salt1: Uint8Array, salt2: Uint8Array): bigint {
  const name = [password, ...[salt1, salt2].map((salt) => Buffer.from(salt).toString('hex'))].join()
  const known = secrets.get(name)
  if (known !== undefined) return known
  const sh = (data: Uint8Array, salt: Uint8Array): Buffer => h(salt, data, salt)
  const ph1 = sh(sh(Buffer.from(password), salt1), salt2)
  const x = number(sh(pbkdf2Sync(ph1, salt1, 100_000, 64, 'sha512'), salt2))
  secrets.set(name, x)
  return x
}

function h(...parts: Uint8Array[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest()
}

function number(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}

function pad(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(512, '0'), 'hex')
}

function modPow(base: bigint, exponent: bigint): bigint {
  if (exponent === 0n) return 1n
  const half = modPow((base * base) % p, exponent >> 1n)
  return exponent % 2n === 1n ? (half * base) % p : half
}
