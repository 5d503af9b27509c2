import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProtocolError } from '../../core/protocol-error.ts'
import { isPlainMessage, parsePlainMessage, serializePlainMessage } from './plain-message.ts'

// https://core.telegram.org/mtproto/samples-auth_key: the first query of the older example.
const SAMPLE = Buffer.from(
  '00000000000000004a967027c47ae55114000000789746603e0549828cca27e966b301a48fece2fc',
  'hex',
)

describe('a plain message', () => {
  it("is read as in the documentation's example", () => {
    const { msgId, body } = parsePlainMessage(SAMPLE)
    expect(msgId).toBe(0x51e57ac42770964an)
    expect(body.toString('hex')).toBe('789746603e0549828cca27e966b301a48fece2fc')
  })

  it('is written in the form in which it is read', () => {
    const { msgId, body } = parsePlainMessage(SAMPLE)
    expect(serializePlainMessage(msgId, body)).toEqual(SAMPLE)
  })

  // MadelineProto, WriteLoop.php: (-length & 15) + 16 * (0 to 15); WTelegramClient and Telegram for
  // Android: 0 to 256 in padded framing, where the transport's own come on top.
  it.each([1, 12, 15, 16, 255, 256, 271])('may be followed by %d bytes of padding', (length) => {
    const padded = Buffer.concat([SAMPLE, randomBytes(length)])
    expect(parsePlainMessage(padded)).toEqual(parsePlainMessage(SAMPLE))
  })

  it('may have the msg_id 0, as grammers sends it', () => {
    expect(parsePlainMessage(serializePlainMessage(0n, Buffer.alloc(4))).msgId).toBe(0n)
  })

  it.each<[string, Buffer]>([
    ['an empty packet', Buffer.alloc(0)],
    ['less than a header', SAMPLE.subarray(0, 19)],
    ['another auth key', Buffer.concat([Buffer.from([1]), SAMPLE.subarray(1)])],
    ['no body', serializePlainMessage(4n, Buffer.alloc(0))],
    ['a body that is no whole words', serializePlainMessage(4n, Buffer.alloc(6))],
    ['a body that is cut off', SAMPLE.subarray(0, -4)],
    ['a body far too long', serializePlainMessage(4n, Buffer.alloc(2052))],
  ])('is refused: %s', (_what, packet) => {
    const parse = (): unknown => parsePlainMessage(packet)
    expect(parse).toThrow(ProtocolError)
    expect(parse).toThrow(expect.objectContaining({ transportCode: -404 }))
  })

  it('is recognised by its first eight bytes', () => {
    expect(isPlainMessage(SAMPLE)).toBe(true)
    expect(isPlainMessage(Buffer.alloc(7))).toBe(false)
    expect(isPlainMessage(Buffer.from('0000000000000001', 'hex'))).toBe(false)
  })

  it('of any bytes is read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const packet = Buffer.concat([Buffer.alloc(8), bytes])
        try {
          const { body } = parsePlainMessage(packet)
          expect(packet.includes(body)).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError)
        }
      }),
    )
  })
})
