import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TEST_SECRET, clientSide, obfuscate, plainPacket } from './conformance/client-side.ts'
import { SNIFF_BYTES, sniff } from './sniff.ts'
import type { Sniffed } from './sniff.ts'

const LIMIT = 2 * 1024 * 1024
const look = (head: Buffer): Sniffed | undefined =>
  sniff(head.subarray(0, SNIFF_BYTES), [TEST_SECRET], LIMIT)

/** The decision and after how many bytes of the stream it fell. */
function decide(stream: Buffer): { after: number; sniffed: Sniffed } | undefined {
  for (let after = 1; after <= stream.length; after += 1) {
    const sniffed = look(stream.subarray(0, after))
    if (sniffed !== undefined) return { after, sniffed }
  }
  return undefined
}

const full = clientSide('full').pack(plainPacket(20))
const text = (head: string): Buffer => Buffer.from(head)

describe('sniff', () => {
  it.each<[string, Buffer, number, Partial<Sniffed> & object]>([
    [
      'abridged',
      Buffer.from([0xef, 0x0a]),
      1,
      { form: 'mtproto', framing: 'abridged', tagBytes: 1 },
    ],
    [
      'intermediate',
      Buffer.from('eeeeeeee28', 'hex'),
      4,
      { form: 'mtproto', framing: 'intermediate', tagBytes: 4 },
    ],
    [
      'padded',
      Buffer.from('dddddddd28', 'hex'),
      4,
      { form: 'mtproto', framing: 'padded', tagBytes: 4 },
    ],
    ['full', full, 8, { form: 'mtproto', framing: 'full', tagBytes: 0 }],
    ['GET', text('GET / HTTP/1.1'), 4, { form: 'http' }],
    ['POST', text('POST /api HTTP/1.1'), 4, { form: 'http' }],
    ['HEAD', text('HEAD / HTTP/1.1'), 4, { form: 'http' }],
    ['PUT', text('PUT / HTTP/1.1'), 4, { form: 'http' }],
    ['PATCH', text('PATCH / HTTP/1.1'), 4, { form: 'http' }],
    ['DELETE', text('DELETE / HTTP/1.1'), 4, { form: 'http' }],
    ['OPTIONS', text('OPTIONS * HTTP/1.1'), 4, { form: 'http' }],
    ['CONNECT', text('CONNECT a:1 HTTP/1.1'), 4, { form: 'http-connect' }],
    ['SOCKS5', Buffer.from([5, 1, 0]), 3, { form: 'socks5' }],
    ['SOCKS5 with two methods', Buffer.from([5, 2, 0, 2]), 4, { form: 'socks5' }],
    ['obfuscated', obfuscate('padded', undefined, 2).header, 64, { form: 'obfuscated' }],
    ['MTProxy', obfuscate('abridged', TEST_SECRET, 2).header, 64, { form: 'obfuscated' }],
  ])('knows %s as soon as it can', (_, stream, after, expected) => {
    const decided = decide(stream)
    expect(decided?.sniffed).toMatchObject(expected)
    expect(decided?.after).toBe(after)
    expect(look(stream)).toMatchObject(expected)
  })

  it('knows an obfuscated stream whose random header begins like SOCKS or TLS', () => {
    for (const start of ['0501000501000101', '05020002', '0401005001020304', '160301010001']) {
      const seed = randomBytes(64)
      Buffer.from(start, 'hex').copy(seed)
      for (const secret of [undefined, TEST_SECRET]) {
        const { header } = obfuscate('intermediate', secret, 2, seed)
        expect(look(header)?.form).toBe('obfuscated')
      }
    }
  })

  it('knows a SOCKS5 greeting whose sender did not wait for the answer', () => {
    const request = [5, 1, 0, 1, 127, 0, 0, 1, 0, 80]
    expect(look(Buffer.from([5, 1, 0, ...request]))).toEqual({ form: 'socks5' })
    expect(look(Buffer.from([5, 1, 2, 1, 1, 65, 1, 66, ...request]))).toEqual({ form: 'socks5' })
    const longRequest = Buffer.concat([
      Buffer.from([5, 1, 0, 5, 1, 0, 3, 80]),
      Buffer.alloc(80, 97),
    ])
    expect(look(longRequest)).toEqual({ form: 'socks5' })
  })

  it('waits for more of what is not whole', () => {
    expect(look(Buffer.alloc(0))).toBeUndefined()
    expect(look(Buffer.from([5]))).toBeUndefined()
    expect(look(Buffer.from([5, 3, 0, 1]))).toBeUndefined()
    expect(look(text('POS'))).toBeUndefined()
    expect(look(Buffer.alloc(63, 9))).toBeUndefined()
  })

  it.each([
    ['SOCKS4', Buffer.from([4, 1, 0, 80, 1, 2, 3, 4, 0]), /SOCKS4.*SOCKS5/],
    ['SOCKS4 with a user id', Buffer.from([4, 1, 0, 80, 1, 2, 3, 4, 97, 98, 0]), /SOCKS4/],
    ['TLS', Buffer.from('1603010200010001fc0303', 'hex'), /TLS/],
    ['a first full frame without a packet', Buffer.from('0c00000000000000', 'hex'), /12 bytes/],
    ['a first full frame over the limit', Buffer.from('1000200000000000', 'hex'), /full frame/],
    ['noise', Buffer.alloc(64, 7), /no known transport/],
  ])('refuses %s in words', (_, stream, reason) => {
    const sniffed = look(stream)
    expect(sniffed?.form === 'refused' ? sniffed.reason : '').toMatch(reason)
  })

  it('answers SOCKS4 in its own protocol', () => {
    const sniffed = look(Buffer.from([4, 1, 0, 80, 1, 2, 3, 4, 0]))
    expect(sniffed?.form === 'refused' ? sniffed.answer?.[1] : undefined).toBe(0x5b)
  })

  it('decides every stream within 64 bytes, without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (bytes) => {
        expect(decide(Buffer.from(bytes))).toBeDefined()
      }),
    )
  })
})
