import { describe, expect, test } from 'vitest'

import { RandomObjects, seeded } from './conformance/random-object.ts'
import type { MtObject } from './generated/mtproto.ts'
import { NEWEST_LAYER, readSchema } from './layers.ts'
import { decodeMt, decodeMtPrefix, encodeMt, isServiceId } from './mtproto.ts'
import { parseSchema } from './schema.ts'
import { encodeObject } from './api.ts'

const HOLDERS = ['rpc_result', 'msg_container', 'msg_copy', 'message']
const lines = parseSchema(readSchema('mtproto.tl')).filter((line) => !HOLDERS.includes(line.name))
const objects = new RandomObjects({
  layer: 0,
  constructors: new Map(lines.filter((line) => !line.isMethod).map((line) => [line.name, line])),
  methods: new Map(lines.filter((line) => line.isMethod).map((line) => [line.name, line])),
})

describe('the service schema', () => {
  test.each(lines.map((line) => line.name))('reads %s as it was written', (name) => {
    for (let seed = 0; seed < 10; seed++) {
      const object = objects.make(name, seeded(seed)) as MtObject
      const bytes = encodeMt(object)
      expect(decodeMt(bytes)).toStrictEqual(object)
      expect(isServiceId(bytes.readInt32LE(0))).toBe(true)
    }
  })

  test('reads the query of the documentation', () => {
    // https://core.telegram.org/mtproto/samples-auth_key, step 1 (its msg and length in front removed)
    const query = Buffer.from('f18e7ebe3e0549828cca27e966b301a48fece2fc', 'hex')
    expect(decodeMt(query)).toStrictEqual({ _: 'req_pq_multi', nonce: query.subarray(4) })
  })

  test('says how long an object is that stands in padding', () => {
    const bytes = encodeMt({ _: 'ping', pingId: 5n })
    const padded = Buffer.concat([Buffer.alloc(20), bytes, Buffer.alloc(16, 7)])
    expect(decodeMtPrefix(padded, 20)).toEqual({ object: { _: 'ping', pingId: 5n }, length: 12 })
  })

  test('knows no constructor of the API', () => {
    const bytes = encodeObject({ _: 'help.getConfig' }, NEWEST_LAYER)
    expect(isServiceId(bytes.readInt32LE(0))).toBe(false)
    expect(() => decodeMt(bytes)).toThrow('unknown constructor')
  })
})

describe('what holds messages', () => {
  const ping = encodeMt({ _: 'ping', pingId: 5n })
  const message = { _: 'message' as const, msgId: 4n, seqno: 1, bytes: ping.length, body: ping }

  test.each<MtObject>([
    { _: 'rpc_result', reqMsgId: 5n, result: ping },
    { _: 'msg_container', messages: [message, { ...message, msgId: 8n }] },
    { _: 'msg_container', messages: [] },
    { _: 'msg_copy', origMessage: message },
  ])('keeps them as bytes: $_', (object) => {
    const bytes = encodeMt(object)
    expect(decodeMt(bytes)).toStrictEqual(object)
    expect(isServiceId(bytes.readInt32LE(0))).toBe(true)
  })

  test.each([
    ['a container of more messages than bytes', 'dcf8f173ffffff7f'],
    ['a message longer than its container', `dcf8f17301000000${'00'.repeat(12)}ff000000`],
    ['a message of negative length', `dcf8f17301000000${'00'.repeat(12)}ffffffff`],
  ])('is refused when it is %s', (_name, hex) => {
    expect(() => decodeMt(Buffer.from(hex, 'hex'))).toThrow(
      expect.objectContaining({ name: 'TlDecodeError', kind: 'truncated' }) as Error,
    )
  })
})
