import { describe, expect, it } from 'vitest'
import { entitiesOf, type Entity } from './entity.ts'

function found(text: string, given: readonly Entity[] = []): string[] {
  return entitiesOf(text, given).map(
    ({ kind, offset, length }) => `${kind} ${text.slice(offset, offset + length)}`,
  )
}

describe('the entities of a text', () => {
  it('are found where Telegram finds them by itself', () => {
    expect(found('/start@helper_bot now')).toEqual(['botCommand /start@helper_bot'])
    expect(found('ask @anna, mail a.b@c.example')).toEqual(['mention @anna', 'email a.b@c.example'])
    expect(found('see https://t.me/+AbC_d-9, or t.me/birds!')).toEqual([
      'url https://t.me/+AbC_d-9',
      'url t.me/birds',
    ])
    expect(found('#птицы and #1')).toEqual(['hashtag #птицы'])
  })

  it('are not looked for inside words, paths and code', () => {
    expect(found('and/or a//b 1/2/3 x@y')).toEqual([])
    expect(found('/start', [{ kind: 'code', offset: 0, length: 6 }])).toEqual(['code /start'])
  })

  it('keep what the sender gave, cut to the text and in order', () => {
    const given: Entity[] = [
      { kind: 'italic', offset: 2, length: 50 },
      { kind: 'bold', offset: 0, length: 3 },
      { kind: 'strike', offset: 90, length: 1 },
    ]
    expect(found('plain', given)).toEqual(['bold pla', 'italic ain'])
  })

  it('count offsets in UTF-16 units', () => {
    expect(entitiesOf('🐦 /fly', [])).toEqual([{ kind: 'botCommand', offset: 3, length: 4 }])
  })

  it.each([
    [-1, 2],
    [0, 0],
    [0, -3],
  ])('refuse one at %d of length %d', (offset, length) => {
    expect(() => entitiesOf('text', [{ kind: 'bold', offset, length }])).toThrow(
      'ENTITY_BOUNDS_INVALID',
    )
  })
})
