import { describe, expect, test } from 'vitest'

import { everyLine, readSchema } from './layers.ts'
import { crcId, parseFields, parseLine, parseSchema, parseType, typeText } from './schema.ts'

/** Definitions whose ids Telegram chose otherwise; none is sent to or by an API server. */
const NOT_BY_CRC = new Set([
  'accessPointRule',
  'help.configSimple',
  'inputPeerPhotoFileLocationLegacy',
  'inputStickerSetThumbLegacy',
  'ipPortSecret',
  'msg_container',
])

describe('a definition', () => {
  test('is split into name, id, fields and type', () => {
    const line = parseLine(
      'messages.getX#1a2b flags:# silent:flags.3?true peer:InputPeer ids:flags.0?Vector<long> = Vector<help.Thing>;',
      true,
    )
    expect(line).toMatchObject({ name: 'messages.getX', id: 0x1a2b, type: 'Vector<help.Thing>' })
    expect(parseFields(line)).toEqual([
      { name: 'flags', key: 'flags', type: { kind: 'flags' } },
      { name: 'silent', key: 'silent', type: { kind: 'true' }, flag: { field: 'flags', bit: 3 } },
      { name: 'peer', key: 'peer', type: { kind: 'boxed', name: 'InputPeer' } },
      {
        name: 'ids',
        key: 'ids',
        type: { kind: 'vector', boxed: true, item: { kind: 'long' } },
        flag: { field: 'flags', bit: 0 },
      },
    ])
  })

  test('without fields has none', () => {
    expect(parseFields(parseLine('inputPeerSelf#7da07ec9 = InputPeer;', false))).toEqual([])
  })

  test('takes a call in a wrapper, and bare values after a lower-case name', () => {
    const [layer, query] = parseFields(
      parseLine('invokeWithLayer#da9b0d0d {X:Type} layer:int query:!X = X;', true),
    )
    expect([layer?.type, query?.type]).toEqual([{ kind: 'int' }, { kind: 'query' }])
    expect(parseType('vector<future_salt>')).toEqual({
      kind: 'vector',
      boxed: false,
      item: { kind: 'bare', name: 'future_salt' },
    })
    expect(parseType('%Message')).toEqual({ kind: 'bare', name: 'message' })
  })

  test('without an id gets the one of its text', () => {
    expect(parseLine('req_pq nonce:int128 = ResPQ;', true).id).toBe(0x60469778)
  })

  test.each(['no definition', 'name#12 = Type', 'name#12 field = Type;'])(
    'that is none is refused: %s',
    (text) => {
      expect(() => parseFields(parseLine(text, false))).toThrow(SyntaxError)
    },
  )
})

describe('the stored schemas', () => {
  const all = [...everyLine(), ...parseSchema(readSchema('mtproto.tl'))]

  test('have the ids that the CRC rule gives their definitions', () => {
    const wrong = all.filter((line) => crcId(line.text) !== line.id && !NOT_BY_CRC.has(line.name))
    expect(wrong.map((line) => line.text)).toEqual([])
  })

  test('have no definition with two fields of one name', () => {
    const twice = all.filter((line) => {
      const keys = parseFields(line).map((field) => field.key)
      return new Set(keys).size < keys.length
    })
    expect(twice.map((line) => line.text)).toEqual([])
  })

  test('have only types that are written as they are read', () => {
    for (const line of everyLine()) {
      const unlike = parseFields(line).filter(({ type }) => !line.text.includes(typeText(type)))
      expect(unlike, line.text).toEqual([])
    }
  })
})
