import { describe, expect, it } from 'vitest'
import { leadingInteger, Params } from './params.ts'

const of = (value: string): Params => {
  const params = new Params()
  params.add([['p', value]])
  return params
}

describe('Params.integer', () => {
  it.each([
    ['', 0],
    ['7', 7],
    ['-7', 0],
    ['100001', 100_000],
    ['4294967295', 0],
    ['4294967303', 7],
    ['7.9', 7],
    ['7abc', 7],
    ['abc', 0],
    ['null', 0],
    ['[1]', 0],
    ['+7', 0],
    [' 7', 0],
    ['-', 0],
  ])('reads %j between 0 and 100000 as %d', (text, number) => {
    expect(of(text).integer('p', { min: 0, max: 100_000 })).toBe(number)
  })

  it.each([
    ['2147483647', 2_147_483_647],
    ['2147483648', -2_147_483_648],
    ['-2147483648', -2_147_483_648],
    ['-2147483649', 2_147_483_647],
    ['4294967297', 1],
    ['1795934378137', 638_048_409],
    ['1764400000000', -831_558_656],
    ['99999999999', 1_215_752_191],
    ['-99999999999', -1_215_752_191],
    [`1${'0'.repeat(100_000)}`, 0],
    [`${'0'.repeat(100_000)}7`, 7],
  ])('lets %s wrap around within 32 bits', (text, number) => {
    expect(of(text).integer('p', {})).toBe(number)
  })

  it('takes the fallback for an absent and for an empty parameter, not for a wrong one', () => {
    expect(of('').integer('p', { fallback: 5 })).toBe(5)
    expect(of('').integer('other', { fallback: 5 })).toBe(5)
    expect(of('x').integer('p', { fallback: 5 })).toBe(0)
  })
})

describe('leadingInteger', () => {
  it.each([
    ['-1001234567890', -1_001_234_567_890],
    ['42 and more', 42],
    ['42.9', 42],
    ['18446744073709551658', 42],
    ['x', 0],
    ['-0', 0],
  ])('reads %s as %d, wrapping around within 64 bits', (text, number) => {
    expect(leadingInteger(text)).toBe(number)
  })
})

describe('Params.flag', () => {
  it.each(['true', 'TRUE', 'True', 'yes', 'Yes', '1', ' true', '\t1\r\n', '\0yes\v'])(
    'takes %j for yes',
    (text) => {
      expect(of(text).flag('p')).toBe(true)
    },
  )

  it.each(['', 'false', '0', 'no', 'on', '2', '01', '\u00a01'])('takes %j for no', (text) => {
    expect(of(text).flag('p')).toBe(false)
  })
})

describe('Params.text', () => {
  it('refuses half a surrogate pair', () => {
    expect(() => of('a\ud800b').text('p')).toThrow('Bad Request: strings must be encoded in UTF-8')
    expect(of('a😀b').text('p')).toBe('a😀b')
  })
})

describe('Params.add', () => {
  it('keeps what came first', () => {
    const params = new Params()
    params.add([
      ['a', '1'],
      ['a', '2'],
    ])
    params.add([
      ['a', '3'],
      ['b', '4'],
    ])
    expect([params.raw('a'), params.raw('b'), params.raw('c')]).toEqual(['1', '4', ''])
  })
})
