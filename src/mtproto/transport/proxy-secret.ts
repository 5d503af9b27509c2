import { UserError } from '../../core/user-error.ts'

const SECRET_BYTES = 16
/** Marks a secret whose clients use padded framing; localgram takes any framing with it. */
const PADDED = 0xdd
/** Marks a secret whose clients hide in TLS. */
const FAKE_TLS = 0xee

/**
 * The 16 bytes that go into the keys of an MTProxy connection, from a secret of 16 bytes or of 17 that
 * begin with 0xdd. Throws UserError on every other form. See
 * https://core.telegram.org/mtproto/mtproto-transports#transport-obfuscation
 */
export function proxySecretKey(secret: Uint8Array): Buffer {
  if (secret.length === SECRET_BYTES) return Buffer.from(secret)
  if (secret.length > SECRET_BYTES && secret[0] === FAKE_TLS) {
    throw new UserError(
      'FAKE_TLS_SECRET',
      'An MTProxy secret that begins with ee makes clients imitate TLS, which localgram does not speak.',
      'Use a secret of 32 hexadecimal digits, or the same with dd before it.',
    )
  }
  if (secret.length === SECRET_BYTES + 1 && secret[0] === PADDED) {
    return Buffer.from(secret.subarray(1))
  }
  throw new UserError(
    'BAD_PROXY_SECRET',
    `An MTProxy secret has 16 bytes, or 17 that begin with dd, but this one has ${secret.length}.`,
    'Use a secret of 32 hexadecimal digits, or the same with dd before it.',
  )
}
