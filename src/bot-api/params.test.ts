import { describe, expect, it } from 'vitest'
import { Params } from './params.ts'

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
    ['99999999999999999999999', 100_000],
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

  it('never leaves 32 bits', () => {
    expect(of('99999999999').integer('p', {})).toBe(2_147_483_647)
    expect(of('-99999999999').integer('p', {})).toBe(-2_147_483_648)
  })

  it('takes the fallback for an absent and for an empty parameter, not for a wrong one', () => {
    expect(of('').integer('p', { fallback: 5 })).toBe(5)
    expect(of('').integer('other', { fallback: 5 })).toBe(5)
    expect(of('x').integer('p', { fallback: 5 })).toBe(0)
  })
})

describe('Params.flag', () => {
  it.each(['true', 'TRUE', 'True', 'yes', 'Yes', '1'])('takes %j for yes', (text) => {
    expect(of(text).flag('p')).toBe(true)
  })

  it.each(['', 'false', '0', 'no', 'on', '2', ' true', '01'])('takes %j for no', (text) => {
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
