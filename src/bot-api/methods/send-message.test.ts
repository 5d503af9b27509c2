import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ADMIN_RIGHTS, BANNED_RIGHTS, maskOf } from '../../domain/chats/rights.ts'
import { postToChat, postToUser } from '../../domain/messages/post.ts'
import { TEST_NOW } from '../../domain/testing.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import { markedChatId } from '../../core/chat-ids.ts'
import { shapeProblems } from '../testing-shape.ts'
import { openTestDoor, type TestDoor } from '../testing.ts'

let door: TestDoor

beforeAll(async () => {
  door = await openTestDoor()
})

afterAll(() => door.close())

type Message = Record<string, unknown> & { message_id: number }

async function send(chat_id: unknown, params: object = {}): Promise<Message> {
  const { body } = await door.call('sendMessage', { chat_id, text: 'Hello', ...params })
  expect(body.description).toBeUndefined()
  expect(shapeProblems('Message', body.result)).toEqual([])
  return body.result as Message
}

async function refusal(method: string, params: object): Promise<unknown[]> {
  const { status, body } = await door.call(method, params)
  expect(body.error_code).toBe(status)
  return [status, body.description]
}

const POST = maskOf(ADMIN_RIGHTS, ['postMessages', 'deleteMessages'])

describe('sendMessage', () => {
  it('writes to groups in its own name', async () => {
    for (const kind of ['group', 'supergroup'] as const) {
      const chat = await door.managed(kind)
      const message = await send(markedChatId(chat))
      expect(message).toEqual({
        message_id: expect.any(Number),
        from: { id: door.bot.id, is_bot: true, first_name: 'Door', username: 'door_bot' },
        chat: expect.objectContaining({ id: markedChatId(chat), title: 'Place', type: kind }),
        date: TEST_NOW,
        text: 'Hello',
      })
    }
  })

  it('posts in channels in their name', async () => {
    const chat = await door.chat('channel')
    await door.stand(chat, 'admin', POST)
    const message = await send(markedChatId(chat))
    expect(message).not.toHaveProperty('from')
    expect(message.sender_chat).toMatchObject({ id: markedChatId(chat), type: 'channel' })
  })

  it('answers those who wrote first', async () => {
    const { owner, bot } = door
    await door.domain.unit((u) => postToUser(u, owner.id, bot.id, { text: 'Hi' }))
    expect((await send(owner.id)).chat).toEqual({
      id: owner.id,
      first_name: 'Olga',
      username: 'olga_o',
      type: 'private',
    })
  })

  it.each([
    ['HTML', '<b>a</b> <a href="https://example.org">b</a>'],
    ['MarkdownV2', '*a* [b](https://example.org)'],
    ['markdown', '*a* [b](https://example.org)'],
  ])('formats by %s', async (parse_mode, text) => {
    const chat_id = markedChatId(await door.managed('supergroup'))
    const message = await send(chat_id, { parse_mode, text })
    expect(message.text).toBe('a b')
    expect(message.entities).toEqual([
      { offset: 0, length: 1, type: 'bold' },
      { offset: 2, length: 1, type: 'text_link', url: 'https://example.org/' },
    ])
  })

  it('takes entities and tells the same', async () => {
    const chat_id = markedChatId(await door.managed('supergroup'))
    const { owner } = door
    const user = { id: owner.id, is_bot: false, first_name: 'Olga', username: 'olga_o' }
    const entities = [
      { offset: 0, length: 1, type: 'italic' },
      { offset: 1, length: 1, type: 'text_mention', user },
      { offset: 2, length: 1, type: 'pre', language: 'ts' },
      { offset: 3, length: 1, type: 'expandable_blockquote' },
      { offset: 4, length: 1, type: 'custom_emoji', custom_emoji_id: '5368324170671202286' },
      { offset: 5, length: 1, type: 'date_time', unix_time: 1, date_time_format: 'wDT' },
    ]
    expect((await send(chat_id, { text: 'abcdef', entities })).entities).toEqual(entities)
    const absent = [{ offset: 0, length: 1, type: 'text_mention', user: { ...user, id: 1 } }]
    expect(await send(chat_id, { entities: absent })).not.toHaveProperty('entities')
  })

  it('sends a text as it is cleaned, its entities split where they cross', async () => {
    const chat_id = markedChatId(await door.managed('supergroup'))
    expect(await send(chat_id, { text: ' a\r\nb\tc\u202e ' })).toMatchObject({ text: 'a\nb c' })
    const nested = { text: '*b _i_ b*', parse_mode: 'MarkdownV2' }
    expect((await send(chat_id, nested)).entities).toEqual([
      { offset: 0, length: 2, type: 'bold' },
      { offset: 2, length: 3, type: 'bold' },
      { offset: 2, length: 1, type: 'italic' },
    ])
    // The characters of a text are counted, not its UTF-16 units.
    expect((await send(chat_id, { text: '🐦'.repeat(4096) })).text).toHaveLength(8192)
  })

  it('passes over entities that are no list, and those that Telegram finds by itself', async () => {
    const chat_id = markedChatId(await door.managed('supergroup'))
    const mention = [{ offset: 0, length: 4, type: 'mention' }]
    for (const entities of ['{}', '{', mention]) {
      expect(await send(chat_id, { text: 'anna', entities })).not.toHaveProperty('entities')
    }
  })

  it('sends a mention of somebody unknown without it', async () => {
    const chat_id = markedChatId(await door.managed('supergroup'))
    const stranger = await door.world.createUser({ firstName: 'Zoe' })
    for (const id of [1, stranger.id]) {
      const text = `[x](tg://user?id=${id})`
      const sent = await send(chat_id, { text, parse_mode: 'MarkdownV2' })
      expect(sent).toMatchObject({ text: 'x' })
      expect(sent).not.toHaveProperty('entities')
    }
  })

  it('tells the message that it replies to, but not what that one replies to', async () => {
    for (const kind of ['group', 'supergroup'] as const) {
      const chat_id = markedChatId(await door.managed(kind))
      const first = await send(chat_id)
      const second = await send(chat_id, { reply_to_message_id: first.message_id })
      expect(second.reply_to_message).toEqual(first)
      const reply_parameters = { message_id: second.message_id }
      const third = await send(chat_id, { reply_parameters })
      expect(third.reply_to_message).toMatchObject({ message_id: second.message_id })
      expect(third.reply_to_message).not.toHaveProperty('reply_to_message')
      const absent = { message_id: 9999, allow_sending_without_reply: true }
      expect(await send(chat_id, { reply_parameters: absent })).not.toHaveProperty(
        'reply_to_message',
      )
      expect(
        await refusal('sendMessage', {
          chat_id,
          text: 'x',
          reply_parameters: { message_id: 9999 },
        }),
      ).toEqual([400, 'Bad Request: message to be replied not found'])
    }
  })

  it('takes a keyboard, says once that it has no effect, and refuses anything else', async () => {
    const chat_id = markedChatId(await door.managed('supergroup'))
    const reply_markup = { inline_keyboard: [[{ text: 'Join', url: 'https://t.me/+x' }]] }
    for (let i = 0; i < 2; i++) {
      expect(await send(chat_id, { reply_markup })).not.toHaveProperty('reply_markup')
    }
    const said = door.logged.filter((line) => line.parameter === 'reply_markup')
    expect(said).toMatchObject([{ method: 'sendMessage', level: 40 }])
    expect(await refusal('sendMessage', { chat_id, text: 'x', reply_markup: '[]' })).toEqual([
      400,
      'Bad Request: object expected as reply markup',
    ])
  })

  it('looks for a thread in private chats only', async () => {
    const { owner, bot } = door
    await door.domain.unit((u) => postToUser(u, owner.id, bot.id, { text: 'Hi' }))
    const message_thread_id = 5
    expect(
      await refusal('sendMessage', { chat_id: owner.id, text: 'x', message_thread_id }),
    ).toEqual([400, 'Bad Request: message thread not found'])
    for (const kind of ['group', 'supergroup', 'channel'] as const) {
      const chat = await door.chat(kind)
      await door.stand(chat, 'admin', POST)
      const threads = { message_thread_id, direct_messages_topic_id: 5 }
      expect(await send(markedChatId(chat), threads)).not.toHaveProperty('message_thread_id')
    }
  })

  it('answers everything but the message that a channel or supergroup begins with', async () => {
    const chat = await door.managed('supergroup')
    const sent = await send(markedChatId(chat), { reply_parameters: { message_id: 1 } })
    expect(sent).not.toHaveProperty('reply_to_message')
  })

  it('tells with which message a thread of answers began, in supergroups', async () => {
    const begun = async (kind: 'group' | 'supergroup') => {
      const chat_id = markedChatId(await door.managed(kind))
      const first = await send(chat_id)
      // The first message of a chat is never answered.
      const root = await send(chat_id)
      const answer = (to: { message_id: number }) =>
        send(chat_id, { reply_parameters: { message_id: to.message_id } })
      const second = await answer(root)
      const third = await answer(second)
      const told = [first, root, second, third].map((one) => one.message_thread_id)
      return told.map((id) => id === root.message_id)
    }
    expect(await begun('supergroup')).toEqual([false, false, true, true])
    expect(await begun('group')).toEqual([false, false, false, false])
  })

  it('says of a link that it has no preview', async () => {
    const chat_id = markedChatId(await door.managed('supergroup'))
    const options = { is_disabled: true }
    expect((await send(chat_id, { text: 'https://example.org' })).link_preview_options).toEqual(
      options,
    )
    expect(await send(chat_id, { text: 'no link' })).not.toHaveProperty('link_preview_options')
  })

  it.each([
    [{ text: '' }, 'message text is empty'],
    [{ text: ' \n' }, 'text must be non-empty'],
    [{ text: 'x'.repeat(4097) }, 'message is too long'],
    [{ text: 'x', parse_mode: 'bbcode' }, 'unsupported parse_mode'],
    [{ text: '<b>', parse_mode: 'HTML' }, 'can\'t parse entities: Can\'t find end tag corresponding to start tag "b"'],
    [{ text: '\u200b' }, 'text must be non-empty'],
    [{ text: '🐦'.repeat(8193) }, 'text is too long'],
    [{ text: '*x'.repeat(16_385), parse_mode: 'MarkdownV2' }, 'text is too long'],
    [{ text: 'x', entities: [5] }, "can't parse MessageEntity: expected an Object"],
    [{ text: 'x', entities: [{ length: 1, type: 'bold' }] }, `can't parse MessageEntity: Can't find field "offset"`],
    [{ text: 'x', entities: [{ offset: 0, length: true, type: 'bold' }] }, `can't parse MessageEntity: Field "length" must be a Number`],
    [{ text: 'x', entities: [{ offset: 0, length: 1, type: 'loud' }] }, "can't parse MessageEntity: Unsupported type specified"],
    [{ text: 'x', entities: [{ offset: 0, length: 1, type: 'date_time', unix_time: 5, date_time_format: 'x' }] }, "can't parse MessageEntity: Invalid date-time format specified"],
    [{ text: 'x', entities: [{ offset: 0, length: 1, type: 'text_link', url: 'x' }] }, "entity URL 'x' is invalid: Wrong HTTP URL"],
    [{ text: 'x', entities: [{ offset: -1, length: 1, type: 'bold' }] }, 'receive an entity with incorrect offset -1'],
    [{ text: 'x', entities: [{ offset: 0, length: 30, type: 'bold' }] }, 'entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 30'],
    [{ text: 'x', business_connection_id: 'x' }, 'business connection not found'],
    [{ text: 'x', business_connection_id: 'x', chat_id: '@x' }, 'chat identifier must be a valid Integer'],
    [{ text: 'x', link_preview_options: '[]' }, 'object expected as link preview options'],
    [{ text: 'x', reply_parameters: '{"chat_id":1}' }, 'can\'t find field "message_id"'],
    [{ text: 'x', reply_parameters: '{"message_id":1.0}' }, 'field "message_id" must be a valid Number'],
  ])('refuses %j', async (params, text) => {
    const chat_id = markedChatId(await door.managed('supergroup'))
    expect(await refusal('sendMessage', { chat_id, ...params })).toEqual([400, `Bad Request: ${text}`])
  }) // prettier-ignore

  it('is refused by TDLib’s own words where the bot may not write', async () => {
    const to = (chat_id: number | string) => refusal('sendMessage', { chat_id, text: 'x' })
    const channel = await door.managed('channel')
    expect(await to(markedChatId(channel))).toEqual([
      400,
      'Bad Request: need administrator rights in the channel chat',
    ])
    const quiet = await door.chat('supergroup')
    await door.stand(quiet, 'member')
    const defaultBannedRights = maskOf(BANNED_RIGHTS, ['sendMessages'])
    await door.domain.unit((u) => u.db.chats.update(quiet.id, { defaultBannedRights }))
    expect(await to(markedChatId(quiet))).toEqual([
      400,
      'Bad Request: not enough rights to send text messages to the chat',
    ])
    const shy = await door.world.createUser()
    const group = await door.managed('supergroup')
    await door.domain.unit((u) => u.db.members.put({ ...NOBODY, chatId: group.id, userId: shy.id }))
    expect(await to(shy.id)).toEqual([
      403,
      "Forbidden: bot can't initiate conversation with a user",
    ])
    const other = await door.world.createBot()
    await door.domain.unit((u) =>
      u.db.members.put({ ...NOBODY, chatId: group.id, userId: other.id }),
    )
    expect(await to(other.id)).toEqual([403, "Forbidden: the bot can't send messages to the bot"])
    await door.world.createBot({ username: 'stranger_bot' })
    expect(await to('@stranger_bot')).toEqual([
      403,
      "Forbidden: the bot can't send messages to the bot",
    ])
  })
})

const NOBODY = {
  status: 'member', date: TEST_NOW, inviterId: null, adminRights: 0, rank: '', promotedBy: null,
  bannedRights: 0, untilDate: 0, kickedBy: null, inviteId: null, viaRequest: 0, viaChatlist: 0,
  approvedBy: null, subscriptionUntil: null, leftByChoice: 0,
} as const // prettier-ignore

describe('deleteMessage', () => {
  let chat: ChatRow
  const drop = (message_id: unknown) => ({ chat_id: markedChatId(chat), message_id })

  beforeEach(async () => {
    chat = await door.chat('supergroup')
    await door.stand(chat, 'admin', POST)
  })

  it('deletes its own messages and, with the right, those of others', async () => {
    const own = await send(markedChatId(chat))
    const others = await door.domain.unit((u) => postToChat(u, chat, door.owner.id, { text: 'x' }))
    for (const id of [own.message_id, others.id]) {
      expect((await door.call('deleteMessage', drop(id))).body.result).toBe(true)
      expect(await refusal('deleteMessage', drop(id))).toEqual([
        400,
        'Bad Request: message to delete not found',
      ])
    }
    const kept = await door.domain.unit((u) => postToChat(u, chat, door.owner.id, { text: 'x' }))
    await door.stand(chat, 'member')
    expect(await refusal('deleteMessage', drop(kept.id))).toEqual([
      400,
      "Bad Request: message can't be deleted",
    ])
  })

  it('does not delete what the bot wrote to itself', async () => {
    const chat_id = door.bot.id
    const sent = await door.call('sendMessage', { chat_id, text: 'x' })
    const { message_id } = sent.body.result as { message_id: number }
    expect(await refusal('deleteMessage', { chat_id, message_id })).toEqual([
      400,
      "Bad Request: message can't be deleted for everyone",
    ])
  })

  it('deletes in basic groups and private chats for everybody', async () => {
    const group = await door.managed('group')
    const { message_id } = await send(markedChatId(group))
    const params = { chat_id: markedChatId(group), message_id }
    expect((await door.call('deleteMessage', params)).body.result).toBe(true)
    expect(await refusal('deleteMessage', params)).toEqual([
      400,
      'Bad Request: message to delete not found',
    ])
  })

  it('needs a number, and a message that is young enough and with which the chat did not begin', async () => {
    for (const id of [undefined, 0, -1, 'x']) {
      expect(await refusal('deleteMessage', drop(id))).toEqual([
        400,
        'Bad Request: message identifier is not specified',
      ])
    }
    const forbidden = [400, "Bad Request: message can't be deleted"]
    expect(await refusal('deleteMessage', drop(1))).toEqual(forbidden)
    const old = await door.domain.unit(async (u) => {
      const row = await postToChat(u, chat, door.owner.id, { text: 'x' })
      await u.db.messages.deleteIds('channel', chat.id, [row.id])
      await u.db.messages.insert({ ...row, date: row.date - 2 * 86_400 })
      return row.id
    })
    expect(await refusal('deleteMessage', drop(old))).toEqual(forbidden)
  })
})
