import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markedChatId, unmark } from './chat-ids.ts'

describe('marked ids', () => {
  it('are what Telegram shows', () => {
    expect(markedChatId({ id: 1_000_000_001, kind: 'group' })).toBe(-1_000_000_001)
    expect(markedChatId({ id: 1_000_000_001, kind: 'supergroup' })).toBe(-1_001_000_000_001)
    expect(markedChatId({ id: 1_234_567_890, kind: 'channel' })).toBe(-1_001_234_567_890)
  })

  it('lead back to the chat', () => {
    const id = fc.integer({ min: 1, max: 999_999_999_999 })
    const kind = fc.constantFrom('group', 'supergroup', 'channel', 'monoforum')
    fc.assert(
      fc.property(id, kind, (chatId, chatKind) => {
        const unmarked = unmark(markedChatId({ id: chatId, kind: chatKind }))
        expect(unmarked).toEqual({ kind: chatKind === 'group' ? 'group' : 'channel', id: chatId })
      }),
    )
  })

  it.each([0, 1.5, NaN, Infinity, -1_000_000_000_000, 2 ** 40, 2 ** 60])(
    'has nothing for %d',
    (number) => {
      expect(unmark(number)).toBeUndefined()
    },
  )
})
