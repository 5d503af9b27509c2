import { describe, expect, it } from 'vitest'
import type { BotInChat } from '../../store/tables/audience.ts'
import { Scanner } from '../../core/text/scanner.ts'
import { findEntities } from './find-entities.ts'
import { hears, type GroupMessage } from './privacy.ts'

const BOT = 7
const bot: BotInChat = {
  userId: BOT,
  username: 'Helper_Bot',
  status: 'member',
  canReadAllGroupMessages: 0,
}

function says(text: string, patch: Partial<GroupMessage> = {}): GroupMessage {
  return {
    authorId: 1,
    authorIsBot: false,
    isService: false,
    text,
    entities: findEntities(new Scanner(text)),
    repliedAuthorId: null,
    ...patch,
  }
}

describe('a bot with privacy mode', () => {
  it.each([
    ['a command', says('/start')],
    ['a command to itself', says('/start@helper_bot')],
    ['a mention of itself', says('well, @HELPER_BOT?')],
    ['a reply to itself', says('thanks', { repliedAuthorId: BOT })],
    ['a service message', says('', { isService: true })],
    ['its own message', says('done', { authorId: BOT, authorIsBot: true })],
    [
      'a mention of it without its username',
      says('you there', { entities: [{ kind: 'mentionName', offset: 0, length: 3, userId: BOT }] }),
    ],
  ])('hears %s', (_, message) => {
    expect(hears(bot, message)).toBe(true)
  })

  it.each([
    ['talk', says('hello all')],
    ['a command to another bot', says('/start@other_bot')],
    ['a mention of another bot', says('@other_bot')],
    ['a reply to somebody else', says('thanks', { repliedAuthorId: 2 })],
    ['a command from another bot', says('/start', { authorId: 9, authorIsBot: true })],
  ])('does not hear %s', (_, message) => {
    expect(hears(bot, message)).toBe(false)
  })
})

describe('an admin bot, and one without privacy mode', () => {
  it.each([
    { ...bot, status: 'admin' as const },
    { ...bot, canReadAllGroupMessages: 1 as const },
  ])('hears everything that people say, and no other bot', (one) => {
    expect(hears(one, says('hello all'))).toBe(true)
    expect(hears(one, says('hello', { authorId: 9, authorIsBot: true }))).toBe(false)
  })
})
