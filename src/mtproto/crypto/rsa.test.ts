import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  publicEncrypt,
} from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { UserError } from '../../core/user-error.ts'
import { generateServerKey, loadServerKey, rsaFingerprint } from './rsa.ts'

const key = generateServerKey()

// Telegram's production key until 2021, printed in the documentation and in every client.
const TELEGRAM_KEY = `-----BEGIN RSA PUBLIC KEY-----
MIIBCgKCAQEAwVACPi9w23mF3tBkdZz+zwrzKOaaQdr01vAbU4E1pvkfj4sqDsm6
lyDONS789sVoD/xCS9Y0hkkC3gtL1tSfTlgCMOOul9lcixlEKzwKENj1Yz/s7daS
an9tqw3bfUV/nqgbhGX81v/+7RFAEd+RwFnK7a+XYl9sluzHRyVVaTTveB2GazTw
Efzk2DWgkBluml8OREmvfraX3bkHZJTKX4EQSjBbbdJ2ZXIsRrYOXfaA+xayEGB+
8hdlLmAjbCVfaigxX0CDqWeR1yFL9kwd9P0NsZRPsmoqVwMbMu7mStFai6aIhc3n
Slv8kg9qv1m6XHVQY3PnEw+QQtqSIXklHwIDAQAB
-----END RSA PUBLIC KEY-----`

/** Two primes whose key has the fingerprint 0da73141627fc256. */
const ZERO_FINGERPRINT_PRIMES = [
  '98e-JEUgaycnc41OM_Nm7qoaFjsI1Aap8-tUE1ewwOVz7cT5Jm9sKgxoxpcOCHe4aBt7M7nTDcDy1DVmeGdFV5' +
    'xTWUaZ_xRpauILBUrJp2chUvV9FHtI1hUNPsFHDveowZ3Kty3M0OZ1A8_gmpIZE-2hFe3ruWcnxfR9gowxdG8',
  'vovA9thFbrCcDTYfLvTlz_Uo6wlMlTrIG6F38ZSYY00LmFVZ2xYWnrauKD1VYWMajrmfQxZwOpKi7Rz3H9_gv-' +
    'K7ZflCVNWBGUSzyeO2007MGKdW-TguqAM8B1Lkmx_UWn2qBQlJ0OKlmTmpkvvJDyi3YsErxcL0WqhcUHGhtPM',
] as const

/** The PEM of the RSA key with these two primes (base64url) and the exponent 65537. */
function pemOfPrimes(primes: readonly [string, string]): string {
  const number = (text: string): bigint =>
    BigInt(`0x${Buffer.from(text, 'base64url').toString('hex')}`)
  const text = (value: bigint): string => {
    const digits = value.toString(16)
    return Buffer.from(digits.length % 2 ? `0${digits}` : digits, 'hex').toString('base64url')
  }
  const [p, q] = [number(primes[0]), number(primes[1])]
  const d = inverse(65537n, (p - 1n) * (q - 1n))
  const jwk = {
    kty: 'RSA',
    n: text(p * q),
    e: 'AQAB',
    d: text(d),
    p: text(p),
    q: text(q),
    dp: text(d % (p - 1n)),
    dq: text(d % (q - 1n)),
    qi: text(inverse(q, p)),
  }
  return createPrivateKey({ key: jwk, format: 'jwk' }).export({
    type: 'pkcs1',
    format: 'pem',
  }) as string
}

/** The inverse of `value` modulo `modulus`, by Euclid's algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value % modulus, modulus, 1n, 0n]
  while (b !== 0n) {
    const quotient = a / b
    ;[a, b, x, y] = [b, a % b, y, x - quotient * y]
  }
  return ((x % modulus) + modulus) % modulus
}

function keyPem(bits: number, exponent = 65537): string {
  return generateKeyPairSync('rsa', {
    modulusLength: bits,
    publicExponent: exponent,
  }).privateKey.export({ type: 'pkcs1', format: 'pem' }) as string
}

describe('the fingerprint', () => {
  it("is that of Telegram's own published key", () => {
    const { n, e } = createPublicKey(TELEGRAM_KEY).export({ format: 'jwk' })
    const fingerprint = rsaFingerprint(
      Buffer.from(n ?? '', 'base64url'),
      Buffer.from(e ?? '', 'base64url'),
    )
    expect(BigInt.asUintN(64, fingerprint).toString(16)).toBe('c3b42b026ce86b21')
  })

  it('never begins with a zero digit, in all its forms', () => {
    expect(key.fingerprintHex).toMatch(/^[1-9a-f][0-9a-f]{15}$/)
    expect(BigInt.asUintN(64, key.fingerprint).toString(16)).toBe(key.fingerprintHex)
    expect(BigInt.asIntN(64, key.fingerprint)).toBe(key.fingerprint)
  })
})

describe('generateServerKey', () => {
  it('gives a public PEM of 425 bytes, as the one built into TDLib', () => {
    expect(Buffer.byteLength(key.publicPem)).toBe(425)
    expect(key.publicPem).toMatch(/^-----BEGIN RSA PUBLIC KEY-----\n/)
    expect(key.publicPem.endsWith('-----END RSA PUBLIC KEY-----')).toBe(true)
    expect(key.n).toHaveLength(256)
    expect(key.e).toEqual(Buffer.from([1, 0, 1]))
  })

  it('decrypts what the public key encrypts, leading zeros included', () => {
    const plain = Buffer.concat([Buffer.alloc(2), Buffer.alloc(254, 7)])
    const encrypted = publicEncrypt(
      { key: key.publicPem, padding: constants.RSA_NO_PADDING },
      plain,
    )
    expect(key.decryptRaw(encrypted)).toEqual(plain)
  })

  it('throws on a number that is not below the modulus', () => {
    expect(() => key.decryptRaw(Buffer.alloc(256, 0xff))).toThrow()
  })
})

describe('loadServerKey', () => {
  it('reads its own private PEM back', () => {
    const loaded = loadServerKey(key.privatePem)
    expect(key.privatePem).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/)
    expect(loaded.fingerprint).toBe(key.fingerprint)
    expect(loaded.publicPem).toBe(key.publicPem)
    expect(loaded.privatePem).toBe(key.privatePem)
  })

  it.each([
    ['nothing', ''],
    ['noise', '-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----'],
    ['a public key', key.publicPem],
    ['a short key', keyPem(1024)],
    ['another exponent', keyPem(2048, 3)],
    [
      'another algorithm',
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    ],
  ])('refuses %s with the way out', (_what, pem) => {
    const load = (): unknown => loadServerKey(pem)
    expect(load).toThrow(UserError)
    expect(load).toThrow(expect.objectContaining({ code: 'SERVER_KEY_INVALID' }))
  })

  it('refuses a key whose fingerprint begins with a zero', () => {
    expect(() => loadServerKey(pemOfPrimes(ZERO_FINGERPRINT_PRIMES))).toThrow(/begins with a zero/)
  })
})
