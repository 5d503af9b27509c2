import { sha1 } from './crypto/hash.ts'

/** An authorization key as it is stored. */
export interface AuthKeyRecord {
  /** See `authKeyId`. */
  readonly id: string
  /** The key itself, 256 bytes. A secret. */
  readonly key: Buffer
  /** A temporary key (PFS) acts only once it is bound to a permanent one. */
  readonly kind: 'perm' | 'temp'
  /** When a temporary key ends: wall clock, unix seconds. Absent on permanent keys. */
  readonly expiresAt?: number
  /** Id of the permanent key that a temporary key is bound to (auth.bindTempAuthKey). */
  readonly boundTo?: string
  /** Wall clock, unix seconds. */
  readonly createdAt: number
}

/**
 * Where auth keys live. Keys are made on one connection and used from others, so there is one store
 * for the whole server. Implementations:
 * - MUST have written durably when `save`, `bind` or `delete` resolves (clients rely on a key as soon
 *   as they have dh_gen_ok);
 * - return expired keys as they are: whoever uses a key judges `expiresAt`.
 */
export interface AuthKeyStore {
  /** The key with this id, or undefined. */
  load(id: string): Promise<AuthKeyRecord | undefined>
  /** Writes a new key. */
  save(record: AuthKeyRecord): Promise<void>
  /** Sets `boundTo` of a temporary key. Does nothing when there is no such key. */
  bind(tempId: string, permId: string): Promise<void>
  /** Removes a key; does nothing when there is none. */
  delete(id: string): Promise<void>
}

/**
 * The id of an auth key: the last 8 bytes of its SHA-1 as 16 lower-case hex digits, in the order in
 * which they stand at the front of every encrypted message.
 *
 * Source: https://core.telegram.org/mtproto/description#authorization-key
 */
export function authKeyId(key: Buffer): string {
  return sha1(key).toString('hex', 12, 20)
}

/** A key id given as TL's `long` (auth.bindTempAuthKey) in the form of `authKeyId`. */
export function authKeyIdFromLong(id: bigint): string {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(BigInt.asIntN(64, id))
  return bytes.toString('hex')
}

/**
 * auth_key_aux_hash: the first 8 bytes of the key's SHA-1. It proves knowledge of the key at the end
 * of the exchange and is never the same thing as the id.
 *
 * Source: https://core.telegram.org/mtproto/auth_key#dh-key-exchange-complete
 */
export function authKeyAuxHash(key: Buffer): Buffer {
  return sha1(key).subarray(0, 8)
}
