import { describe, expect, it } from 'vitest'
import { newestOfEach } from './look-again.ts'
import type { LoggedEvent, Update } from './update.ts'

const told = (update: Update, ptsCount = 0, accountId = 1): LoggedEvent => {
  return { to: 'account', accountId, update, pts: 1, ptsCount, date: 1 }
}
const members = told({ kind: 'chatParticipants', chatId: 7 })

describe('what is said more than once', () => {
  it('is kept where it was said last', () => {
    const others = [
      told({ kind: 'chatParticipants', chatId: 8 }),
      told({ kind: 'chatParticipants', chatId: 7 }, 0, 2),
      told({ kind: 'newMessage', id: 3 }, 1),
    ]
    expect(newestOfEach([members, ...others, { ...members }])).toEqual([...others, members])
  })

  it('is kept each time where it has a place in a sequence', () => {
    const events = [
      told({ kind: 'editMessage', id: 3 }, 1),
      told({ kind: 'editMessage', id: 3 }, 1),
    ]
    expect(newestOfEach(events)).toBe(events)
  })

  it('is kept where something else was said between that makes it mean something', () => {
    const pin = (pinned: boolean): LoggedEvent =>
      told({ kind: 'dialogPinned', peerKind: 'user', peerId: 2, pinned })
    expect(newestOfEach([pin(true), pin(false), pin(true)])).toEqual([pin(false), pin(true)])
  })
})
