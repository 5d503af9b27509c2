import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TEST_SECRET, obfuscate } from './conformance/client-side.ts'
import { isForbiddenHeader, openObfuscated } from './obfuscated.ts'

/** Made with `openssl enc -aes-256-ctr`: header, `pingping` of the client, `pongpong` of the server. */
const COMMON =
  '0b30557a9fc4e90e33587da2c7ec11365b80a5caef14395e83a8cdf2173c6186abd0f51a3f6489aed3f81d42678cb1d6fb20456a8fb4d9fe'
const VECTORS = [
  {
    title: 'a direct client of intermediate framing',
    header: `${COMMON}ee2da500f11feb30`,
    ping: 'fa6637ca05afe4e5',
    pong: 'fff1ac9505812791',
    opened: { framing: 'intermediate', dcHint: 2, viaSecret: false },
  },
  {
    title: 'a padded client of an MTProxy secret and a media server',
    header: `${COMMON}5b63776f67a46ab0`,
    ping: 'a21b3f13ea6c9c80',
    pong: '39dd2ec06f9ea861',
    opened: { framing: 'padded', dcHint: -4, viaSecret: true },
  },
  {
    title: 'an abridged client of a test server',
    header: `${COMMON}ef2ca401e238eb30`,
    ping: 'fa6637ca05afe4e5',
    pong: 'fff1ac9505812791',
    opened: { framing: 'abridged', dcHint: 10001, viaSecret: false },
  },
] as const

describe('openObfuscated', () => {
  it.each(VECTORS)('understands $title', ({ header, ping, pong, opened }) => {
    const stream = openObfuscated(Buffer.from(header, 'hex'), [randomBytes(16), TEST_SECRET])
    expect(stream).toMatchObject(opened)
    expect(stream?.decrypt(Buffer.from(ping, 'hex')).toString()).toBe('pingping')
    expect(stream?.encrypt(Buffer.from('pongpong')).toString('hex')).toBe(pong)
  })

  it('keeps one keystream in each direction, however the bytes are cut', () => {
    const data = fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { maxLength: 20 })
    fc.assert(
      fc.property(data, data, (up, down) => {
        const client = obfuscate('abridged', TEST_SECRET, 2)
        const server = openObfuscated(client.header, [TEST_SECRET])
        const received = up.map((part) => server?.decrypt(client.encrypt(part)) ?? Buffer.alloc(0))
        expect(Buffer.concat(received)).toEqual(Buffer.concat(up))
        const sent = down.map((part) => server?.encrypt(Buffer.from(part)) ?? Buffer.alloc(0))
        expect(client.decrypt(Buffer.concat(sent))).toEqual(Buffer.concat(down))
      }),
    )
  })

  it('does not open a header of a secret it does not have', () => {
    const { header } = obfuscate('padded', TEST_SECRET, 2)
    expect(openObfuscated(header, [randomBytes(16)])).toBeUndefined()
    expect(openObfuscated(header, [])).toBeUndefined()
  })
})

describe('isForbiddenHeader', () => {
  it.each([
    ['abridged', Buffer.from([0xef, 1, 2, 3, 4, 5, 6, 7])],
    ['intermediate', Buffer.from('eeeeeeee01020304', 'hex')],
    ['padded', Buffer.from('dddddddd01020304', 'hex')],
    ['full', Buffer.from('0102030400000000', 'hex')],
    ['HEAD', Buffer.from('HEAD / H')],
    ['POST', Buffer.from('POST / H')],
    ['GET', Buffer.from('GET / HT')],
    ['OPTIONS', Buffer.from('OPTIONS ')],
    ['TLS', Buffer.from('1603010200010001', 'hex')],
  ])('is true for what begins like %s', (_, bytes) => {
    expect(isForbiddenHeader(bytes)).toBe(true)
  })

  it('is false for what no other transport begins with', () => {
    expect(isForbiddenHeader(Buffer.from('0501000102030405', 'hex'))).toBe(false)
  })
})
