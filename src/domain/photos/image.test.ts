import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readImage } from './image.ts'
import { jpegOf, pngOf } from './testing.ts'

const side = fc.integer({ min: 1, max: 0xffff })

/** What may stand before the frame of a JPEG: segments, restarts and fill. */
const segment = fc.oneof(
  fc
    .tuple(fc.constantFrom(0xe0, 0xe1, 0xdb, 0xc4, 0xcc, 0xfe), fc.uint8Array({ maxLength: 300 }))
    .map(([marker, body]) => {
      const head = Buffer.from([0xff, marker, 0, 0])
      head.writeUInt16BE(body.length + 2, 2)
      return Buffer.concat([head, body])
    }),
  fc.constantFrom(Buffer.from([0xff, 0x01]), Buffer.from([0xff, 0xd3]), Buffer.from([0xff])),
)

describe('readImage', () => {
  it('measures a JPEG, whatever stands before its frame and of whichever kind that is', () => {
    const frames = fc.constantFrom(0xc0, 0xc1, 0xc2, 0xc9, 0xcf)
    fc.assert(
      fc.property(side, side, fc.array(segment), frames, (width, height, before, frame) => {
        const plain = jpegOf(width, height)
        const body = Buffer.from(plain.subarray(2))
        const at = body.indexOf(Buffer.from('ffc0', 'hex'))
        body[at + 1] = frame
        const bytes = Buffer.concat([plain.subarray(0, 2), ...before, body])
        expect(readImage(bytes)).toEqual({ type: 'jpeg', width, height })
      }),
    )
  })

  it('measures a PNG', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), side, (width, height) => {
        expect(readImage(pngOf(width, height))).toEqual({ type: 'png', width, height })
      }),
    )
  })

  it('takes any bytes, and every piece of a picture, without failing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(700), (some, length) => {
        const junk = Buffer.from(some)
        for (const head of ['', 'ffd8', 'ffd8ffc0', 'ffd8ffe0', '89504e470d0a1a0a']) {
          const image = readImage(Buffer.concat([Buffer.from(head, 'hex'), junk]))
          expect(image === undefined || image.width > 0).toBe(true)
        }
        const piece = readImage(jpegOf(200, 300).subarray(0, length))
        expect([undefined, 200]).toContain(piece?.width)
      }),
    )
  })

  it.each([
    ['an empty file', Buffer.alloc(0)],
    ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00')],
    ['text', Buffer.from('no picture at all')],
    [
      'a JPEG whose scan comes before its frame',
      Buffer.from('ffd8ffda0002ffc0000b0801000100', 'hex'),
    ],
    ['a JPEG of no width', jpegOf(0, 300)],
    ['a PNG of no height', pngOf(300, 0)],
  ])('takes %s for no picture', (_name, bytes) => {
    expect(readImage(bytes)).toBeUndefined()
  })
})
