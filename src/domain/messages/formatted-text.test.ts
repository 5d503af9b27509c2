import { describe, expect, it } from 'vitest'
import type { Entity } from './entity.ts'
import { formattedText } from './formatted-text.ts'

function of(text: string, given: readonly Entity[] = []) {
  const clean = formattedText(text, given)
  if ('problem' in clean) throw new Error(clean.problem)
  return clean
}

function found(text: string, given: readonly Entity[] = []): string[] {
  const clean = of(text, given)
  return clean.entities.map(
    ({ kind, offset, length }) => `${kind} ${clean.text.slice(offset, offset + length)}`,
  )
}

const at = (
  kind: 'bold' | 'italic' | 'code' | 'mention',
  offset: number,
  length: number,
): Entity => {
  return { kind, offset, length }
}

describe('a text', () => {
  it('loses what no text may have', () => {
    expect(of('a\r\nb\tc\0d\u202ee\u2028f').text).toBe('a\nb c def')
    expect(of('  \n a \n ').text).toBe('a')
    expect(of('\u200e\u200f\u200ea').text).toBe('\u200c\u200c\u200ea')
  })

  it.each(['', ' ', '\n\t', '\u200b', '\u2800 \u3000', '\ufeff\u00a0'])(
    'is empty where there is nothing to see in it: %j',
    (text) => {
      expect(of(text)).toEqual({ text: '', entities: [] })
    },
  )

  it('takes its entities along where characters go', () => {
    expect(found('\ra\r\n b', [at('bold', 1, 1), at('italic', 3, 3)])).toEqual([
      'bold a',
      'italic \n b',
    ])
    expect(found('  ab  ', [at('bold', 0, 6)])).toEqual(['bold   ab'])
  })

  it('stays as it is when it comes out of here again', () => {
    const once = of(' *a* @anna\r', [at('bold', 1, 3), at('italic', 2, 8)])
    expect(of(once.text, once.entities)).toEqual(once)
  })
})

describe('the entities of a text', () => {
  it('are found where Telegram finds them by itself', () => {
    expect(found('/start@helper_bot now')).toEqual(['botCommand /start@helper_bot'])
    expect(found('ask @anna, mail a.b@c.example')).toEqual(['mention @anna', 'email a.b@c.example'])
    expect(found('see https://t.me/+AbC_d-9, or t.me/birds!')).toEqual([
      'url https://t.me/+AbC_d-9',
      'url t.me/birds',
    ])
    expect(found('#птицы and #1 for $USD')).toEqual(['hashtag #птицы', 'cashtag $USD'])
    expect(found('Look.Here example.com (tg://resolve?domain=x) 4111 1111 1111 1111')).toEqual([
      'url example.com',
      'url tg://resolve?domain=x)',
      'bankCard 4111 1111 1111 1111',
    ])
  })

  it('are not looked for inside words, paths and code', () => {
    expect(found('and/or a//b 1/2/3 x@y')).toEqual([])
    expect(found('/start', [at('code', 0, 6)])).toEqual(['code /start'])
  })

  it('are split at each border that they cross', () => {
    expect(found('b i b', [at('bold', 0, 5), at('italic', 2, 1)])).toEqual([
      'bold b ',
      'bold i b',
      'italic i',
    ])
    expect(found('a @anna', [at('bold', 0, 4)])).toEqual(['bold a ', 'mention @anna', 'bold @a'])
    expect(found('abc', [at('bold', 0, 3), at('code', 1, 1)])).toEqual([
      'bold a',
      'code b',
      'bold c',
    ])
  })

  it('become one where two of a kind touch', () => {
    expect(found('abcd', [at('bold', 0, 2), at('bold', 2, 2)])).toEqual(['bold abcd'])
  })

  it('leave the first where two overlap that cannot be split', () => {
    expect(found('abcd', [at('code', 0, 2), at('mention', 1, 2)])).toEqual(['code ab'])
  })

  it('count offsets in UTF-16 units', () => {
    expect(of('🐦 /fly').entities).toEqual([{ kind: 'botCommand', offset: 3, length: 4 }])
  })

  it.each([
    ['text', at('bold', 0, 30), 'Entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 30'],
    ['text', at('bold', 9, 1), 'Entity begins after the end of the text at UTF-16 offset 9'],
    ['é🐦x', at('bold', 2, 2), 'Entity begins in a middle of a UTF-16 symbol at byte offset 6'],
    ['🐦x', at('bold', 0, 1), 'Entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 4'],
  ])('are refused in %j where they do not fit', (text, entity, problem) => {
    expect(formattedText(text, [entity])).toEqual({ problem })
  }) // prettier-ignore
})
