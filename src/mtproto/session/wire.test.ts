import { deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeMt, encodeMt } from '../../tl/mtproto.ts'
import { packGzip, unpackGzip } from './gzip.ts'
import {
  GZIP_PACKED,
  MSGS_ACK,
  readContainer,
  readIds,
  readOnlyBytes,
  writeIds,
  writeOnlyBytes,
} from './wire.ts'

const LIMITS = { gzipFromBytes: 1024, gzipToBytes: 1024 * 1024 }

describe('the readers and writers made by hand', () => {
  it('agree with the schema codec on lists of identifiers', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })), (msgIds) => {
        const body = writeIds(MSGS_ACK, msgIds)
        expect(body).toEqual(encodeMt({ _: 'msgs_ack', msgIds }))
        expect(readIds(body, 8192)).toEqual(msgIds)
      }),
    )
  })

  it('agree with the schema codec on bytes of every length', () => {
    for (const length of [0, 1, 3, 252, 253, 254, 255, 256, 257, 2000]) {
      const packedData = Buffer.alloc(length, 7)
      const body = writeOnlyBytes(GZIP_PACKED, packedData)
      expect(decodeMt(body)).toEqual({ _: 'gzip_packed', packedData })
      expect(body.length % 4).toBe(0)
      expect(readOnlyBytes(body)).toEqual(packedData)
    }
  })

  it('agree with the schema codec on containers', () => {
    const bodies = [Buffer.from('11223344', 'hex'), Buffer.alloc(40, 5)]
    const messages = bodies.map((body, index) => ({
      _: 'message' as const,
      msgId: BigInt(index) * 4n,
      seqno: index,
      bytes: body.length,
      body,
    }))
    const read = readContainer(encodeMt({ _: 'msg_container', messages }), 10)
    expect(read).toEqual(messages.map(({ msgId, seqno, body }) => ({ msgId, seqno, body })))
  })

  it.each([
    ['more than the limit', writeIds(MSGS_ACK, [1n, 2n, 3n]), 2],
    ['bytes left over', Buffer.concat([writeIds(MSGS_ACK, [1n]), Buffer.alloc(4)]), 10],
    ['a missing identifier', writeIds(MSGS_ACK, [1n, 2n]).subarray(0, 20), 10],
    ['no vector', Buffer.concat([writeIds(MSGS_ACK, []).subarray(0, 4), Buffer.alloc(8)]), 10],
  ])('refuse a list with %s', (_, body, max) => {
    expect(readIds(body, max)).toBeUndefined()
  })
})

describe('gzip_packed', () => {
  it('is undone whichever of the two headers zlib data has', () => {
    const body = Buffer.alloc(4000, 'link')
    for (const packed of [gzipSync(body), deflateSync(body)]) {
      expect(unpackGzip(writeOnlyBytes(GZIP_PACKED, packed), 4000)).toEqual(body)
      expect(unpackGzip(writeOnlyBytes(GZIP_PACKED, packed), 3999)).toBeUndefined()
    }
  })

  it('is made only of what shrinks', () => {
    const small = Buffer.alloc(1000)
    const large = Buffer.alloc(2 * 1024 * 1024)
    expect(packGzip(small, LIMITS)).toBe(small)
    expect(packGzip(large, LIMITS)).toBe(large)
    const body = Buffer.alloc(4000, 'link')
    const packed = packGzip(body, LIMITS)
    expect(packed.length).toBeLessThan(200)
    expect(unpackGzip(Buffer.from(packed), 4000)).toEqual(body)
  })
})
