import { describe, expect, it } from 'vitest'
import { sha1, sha256 } from './hash.ts'

// FIPS 180 examples.
describe('hashes', () => {
  it('hashes several parts as if they were one', () => {
    expect(sha1(Buffer.from('a'), Buffer.from('bc')).toString('hex')).toBe(
      'a9993e364706816aba3e25717850c26c9cd0d89d',
    )
    expect(sha256(Buffer.from('ab'), Buffer.alloc(0), Buffer.from('c')).toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })

  it('hashes nothing at all', () => {
    expect(sha1().toString('hex')).toBe('da39a3ee5e6b4b0d3255bfef95601890afd80709')
  })
})
