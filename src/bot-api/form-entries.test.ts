import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formEntries, percentDecoded, textOf } from './form-entries.ts'

describe('formEntries', () => {
  it('decodes what URLSearchParams encodes', () => {
    const pairs = fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), {
      minLength: 1,
    })
    fc.assert(
      fc.property(pairs, (wanted) => {
        expect(formEntries(new URLSearchParams(wanted).toString())).toEqual(wanted)
      }),
    )
  })

  it.each([
    ['a', [['a', '']]],
    ['a=', [['a', '']]],
    ['a=1=2', [['a', '1=2']]],
    [
      'a=1&&b=2',
      [
        ['a', '1'],
        ['', ''],
        ['b', '2'],
      ],
    ],
    ['a=%zz%4', [['a', '%zz%4']]],
    ['a=b+c%2B', [['a', 'b c+']]],
  ])('reads %j leniently', (text, entries) => {
    expect(formEntries(text)).toEqual(entries)
  })
})

describe('percentDecoded', () => {
  it('leaves a plus as it is', () => {
    expect(percentDecoded('123%3AAA+b')).toBe('123:AA+b')
  })
})

describe('textOf', () => {
  it('tells bytes that are no UTF-8 from a U+FFFD that was written', () => {
    expect(textOf(Buffer.from('\uFFFD')).isWellFormed()).toBe(true)
    expect(textOf(Buffer.from([0x61, 0xff])).isWellFormed()).toBe(false)
  })
})
