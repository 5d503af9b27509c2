import { describe, expect, it } from 'vitest'
import { COUNT, FLAG, ID, listOf, oneOf, readShape, TEXT, whole } from './shape.ts'

const shape = {
  keys: { name: TEXT, size: COUNT, id: ID, loud: FLAG, kind: oneOf(['a', 'b', 'c']) },
  required: ['name'],
}
const read = (given: unknown) =>
  readShape(shape, given, (fault, what) => new Error(`${fault} it ${what}`))

describe('a shape', () => {
  it('reads what has it, and takes undefined for absent', () => {
    const whole = { name: '', size: 0, id: 1, loud: false, kind: 'b' }
    expect(read({ ...whole, loud: undefined })).toEqual({ name: '', size: 0, id: 1, kind: 'b' })
    expect(read(whole)).toEqual(whole)
  })

  it.each([
    [undefined, /SHAPE_INVALID it takes an object with name, size, id, loud, kind; got nothing/],
    [[], /SHAPE_INVALID/],
    [{ nam: 'x' }, /FIELD_UNKNOWN it takes no "nam", only name, .*; did you mean name\?/],
    [{ toString: 'x' }, /FIELD_UNKNOWN/],
    [{ name: 1 }, /FIELD_INVALID it takes a text as name; got 1$/],
    [{ name: null }, /FIELD_INVALID/],
    [{ name: 'x', size: 1.5 }, /takes a whole number from 0 on as size; got 1.5$/],
    [{ name: 'x', id: 0 }, /takes an id, a whole number from 1 on, as id; got 0$/],
    [{ name: 'x', loud: 'yes' }, /takes true or false as loud; got "yes"$/],
    [{ name: 'x', kind: 'd' }, /takes a, b or c, as kind; got "d"$/],
    [{}, /FIELD_MISSING it needs name, a text$/],
  ])('refuses %j and says why', (given, why) => {
    expect(() => read(given)).toThrow(why)
  })
})

describe('a list of things', () => {
  const things = listOf(whole({ id: ID }), 'things', 2)

  it('is read item by item', () => {
    expect(things.read([{ id: 1 }, { id: 2 }])).toEqual([{ id: 1 }, { id: 2 }])
  })

  it.each([
    [{ id: 1 }],
    [[{ id: 0 }]],
    [[{}]],
    [[{ id: 1, more: 1 }]],
    [[{ id: 1 }, { id: 2 }, { id: 3 }]],
  ])('is not %j', (given) => {
    expect(things.read(given)).toBeUndefined()
  })
})
