import { describe, expect, it } from 'vitest'
import { sessionString, type SessionFacts } from './session-strings.ts'

const authKey = Buffer.from(Array.from({ length: 256 }, (_, i) => i))
const facts: SessionFacts = {
  dcId: 2,
  host: '127.0.0.1',
  port: 4430,
  testMode: false,
  apiId: 0x01020304,
  authKey,
  userId: 6_000_000_001,
  isBot: false,
}
const KEY = authKey.toString('hex')

describe('sessionString', () => {
  it("writes GramJS's form: dc, length and text of the address, port, key", () => {
    const text = sessionString('gramjs', facts)
    expect(text[0]).toBe('1')
    expect(Buffer.from(text.slice(1), 'base64').toString('hex')).toBe(
      `020009${Buffer.from('127.0.0.1').toString('hex')}114e${KEY}`,
    )
  })

  it("never gives GramJS's form the length by which that client tells Telethon's", () => {
    expect(sessionString('telethon', facts)).toHaveLength(1 + 352)
    for (const host of ['::1', '127.0.0.1', 'localhost', '2001:db8::1']) {
      expect(sessionString('gramjs', { ...facts, host })).not.toHaveLength(1 + 352)
    }
  })

  it("writes Telethon's form: dc, packed address, port, key, in padded url-safe base64", () => {
    const text = sessionString('telethon', { ...facts, port: 65535 })
    expect(text).toMatch(/^1[\w-]+=*$/)
    expect(text.length % 4).toBe(1)
    expect(Buffer.from(text.slice(1), 'base64url').toString('hex')).toBe(`027f000001ffff${KEY}`)
  })

  it.each([
    ['localhost', '7f000001'],
    ['::1', '00000000000000000000000000000001'],
    ['2001:db8::8:0:1', '20010db8000000000000000800000001'],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
  ])('packs the address %s for Telethon', (host, packed) => {
    const text = sessionString('telethon', { ...facts, host })
    expect(Buffer.from(text.slice(1), 'base64url').toString('hex')).toBe(`02${packed}114e${KEY}`)
  })

  it('has no Telethon session for a host name', () => {
    expect(() => sessionString('telethon', { ...facts, host: 'example.org' })).toThrow(RangeError)
  })

  it("writes Pyrogram's form: dc, api_id, test, key, user id, is_bot, without padding", () => {
    const text = sessionString('pyrogram', { ...facts, testMode: true, isBot: true })
    expect(text).toMatch(/^[\w-]+$/)
    expect(Buffer.from(text, 'base64url').toString('hex')).toBe(
      `020102030401${KEY}0000000165a0bc0101`,
    )
  })

  it("writes mtcute's version 3: flags, data centre, self, key as TL values", () => {
    const text = sessionString('mtcute', { ...facts, isBot: true, testMode: true })
    expect(text).toMatch(/^[\w-]+$/)
    const address = `09${Buffer.from('127.0.0.1').toString('hex')}0000`
    const dc = `020204${address}4e110000`
    const self = '01bca06501000000' + 'b5757299'
    expect(Buffer.from(text, 'base64url').toString('hex')).toBe(
      `030100000013${dc}${self}fe000100${KEY}`,
    )
  })

  it('tells mtcute of an IPv6 address', () => {
    const bytes = Buffer.from(sessionString('mtcute', { ...facts, host: '::1' }), 'base64url')
    expect(bytes.toString('hex', 6, 9)).toBe('020201')
  })
})
