import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonEntries } from './json-entries.ts'

describe('jsonEntries', () => {
  it('gives strings decoded and everything else as it is written', () => {
    const text = '{"a":42, "b" : "x\\n\\u00e9", "c":[1, {"d":"]}\\""}],"e":null,"f":true,"g":4.2e1}'
    expect(jsonEntries(text)).toEqual({
      entries: [
        ['a', '42'],
        ['b', 'x\né'],
        ['c', '[1, {"d":"]}\\""}]'],
        ['e', 'null'],
        ['f', 'true'],
        ['g', '4.2e1'],
      ],
    })
  })

  it('keeps the digits of a number that a double cannot hold', () => {
    expect(jsonEntries('{"id":9007199254740993}').entries).toEqual([['id', '9007199254740993']])
  })

  it('keeps names that mean something to JavaScript', () => {
    const { entries } = jsonEntries('{"__proto__":1,"constructor":2}')
    expect(entries).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
    ])
  })

  it.each([
    ['{"chat_id":42', [['chat_id', '42']]],
    ['{"chat_id":42,', [['chat_id', '42']]],
    ['{"chat_id":42,"name":"x', [['chat_id', '42']]],
    ['{"chat_id":42,"list":[1,', [['chat_id', '42']]],
    ['{"chat_id":42,"bad":nul}', [['chat_id', '42']]],
    ['{"chat_id":42 "name":"x"}', [['chat_id', '42']]],
    ['{"chat_id":42}{}', [['chat_id', '42']]],
    ['{"chat_id"}', []],
    ['{chat_id:42}', []],
    ['{"chat_id":}', []],
    ['[42]', []],
    ['"text"', []],
    ['42', []],
    ['{', []],
  ])('reads %j up to the mistake and says that there is one', (text, entries) => {
    const read = jsonEntries(text)
    expect(read.entries).toEqual(entries)
    expect(read.problem).toBeTypeOf('string')
  })

  it.each([
    ['{"a":"two\nlines"}', 'two\nlines'],
    ['{"a":"\\q"}', 'q'],
    ['{"a":+7}', '+7'],
    ['{"a":1-2}', '1-2'],
    ['\u000b{"a":.5}', '.5'],
  ])('takes %j as Telegram does, though it is no JSON', (text, value) => {
    expect(jsonEntries(text)).toEqual({ entries: [['a', value]] })
  })

  it('takes a comma after the last parameter', () => {
    expect(jsonEntries('{"a":1 , }')).toEqual({ entries: [['a', '1']] })
  })

  it.each(['', ' \n', '{}', ' { } '])('finds nothing in %j and nothing wrong with it', (text) => {
    expect(jsonEntries(text)).toEqual({ entries: [] })
  })

  it('reads every object that JSON can say, however it is laid out', () => {
    const value = fc.jsonValue()
    const object = fc.dictionary(fc.string({ unit: 'binary' }), value)
    fc.assert(
      fc.property(object, fc.constantFrom(undefined, 2, '\t'), (wanted, space) => {
        const { entries, problem } = jsonEntries(JSON.stringify(wanted, null, space))
        expect(problem).toBeUndefined()
        const read = entries.map(([name, text]): unknown => [
          name,
          typeof wanted[name] === 'string' ? text : JSON.parse(text),
        ])
        const same = Object.entries(wanted).map(([name, one]) => [
          name,
          JSON.parse(JSON.stringify(one)) as unknown,
        ])
        expect(read).toEqual(same)
      }),
    )
  })

  it('never fails, and finds nothing wrong with what JSON.parse takes', () => {
    const near = fc
      .array(fc.constantFrom(...'{}[]":,\\ 1-tnu'.split(''), '"a"', 'null'), { maxLength: 20 })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(near, fc.string()), (text) => {
        const { problem } = jsonEntries(text)
        if (isObject(text)) expect(problem, text).toBeUndefined()
      }),
      { numRuns: 2000 },
    )
  })
})

/** An empty body is no mistake, and Telegram's server takes a comma after the last parameter. */
function isObject(text: string): boolean {
  if (text.trim() === '') return true
  try {
    const value: unknown = JSON.parse(text.replace(/([^{\s]\s*),(\s*\}\s*)$/, '$1$2'))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
