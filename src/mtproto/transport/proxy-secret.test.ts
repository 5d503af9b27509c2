import { describe, expect, it } from 'vitest'
import { UserError } from '../../core/user-error.ts'
import { TEST_SECRET } from './conformance/client-side.ts'
import { proxySecretKey } from './proxy-secret.ts'

/** The code of the UserError that a call throws. */
function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof UserError) return error.code
    throw error
  }
  return 'nothing thrown'
}

describe('proxySecretKey', () => {
  it('takes 16 bytes as they are', () => {
    expect(proxySecretKey(TEST_SECRET)).toEqual(TEST_SECRET)
  })

  it('drops the dd that asks for padded framing', () => {
    expect(proxySecretKey(Buffer.concat([Buffer.from([0xdd]), TEST_SECRET]))).toEqual(TEST_SECRET)
  })

  it('refuses a secret that makes clients imitate TLS, and says so', () => {
    const fakeTls = Buffer.concat([Buffer.from([0xee]), TEST_SECRET, Buffer.from('example.com')])
    expect(() => proxySecretKey(fakeTls)).toThrow(/imitate TLS/)
    expect(codeOf(() => proxySecretKey(fakeTls))).toBe('FAKE_TLS_SECRET')
  })

  it('does not repeat the secret in its message', () => {
    expect(() => proxySecretKey(Buffer.from('hunter2'))).not.toThrow(/hunter2|68756e74657232/)
  })

  it.each([0, 15, 17, 32])('refuses %i bytes without a known prefix', (size) => {
    expect(codeOf(() => proxySecretKey(Buffer.alloc(size, 1)))).toBe('BAD_PROXY_SECRET')
  })
})
