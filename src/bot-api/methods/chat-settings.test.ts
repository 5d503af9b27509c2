import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_RIGHTS, maskOf } from '../../domain/chats/rights.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import { markedChatId } from '../../core/chat-ids.ts'
import { shapeProblems } from '../testing-shape.ts'
import { openTestDoor, type TestDoor } from '../testing.ts'

let door: TestDoor

beforeAll(async () => {
  door = await openTestDoor()
})

afterAll(() => door.close())

const RIGHTS = maskOf(ADMIN_RIGHTS, ['changeInfo', 'banUsers'])

async function chatOf(kind: 'group' | 'supergroup' | 'channel'): Promise<ChatRow> {
  const chat = await door.chat(kind)
  await door.stand(chat, 'admin', RIGHTS)
  return chat
}

async function call(method: string, chat: ChatRow, params: object): Promise<unknown> {
  const { body } = await door.call(method, { chat_id: markedChatId(chat), ...params })
  return body.ok === true ? body.result : body.description
}

async function full(chat: ChatRow): Promise<Record<string, unknown>> {
  const { body } = await door.call('getChat', { chat_id: markedChatId(chat) })
  return body.result as Record<string, unknown>
}

describe('setChatTitle', () => {
  it.each(['group', 'supergroup', 'channel'] as const)('renames a %s', async (kind) => {
    const chat = await chatOf(kind)
    expect(await call('setChatTitle', chat, { title: ' New\nname ' })).toBe(true)
    expect((await full(chat)).title).toBe('New name')
    expect(await call('setChatTitle', chat, { title: 'New name' })).toBe(true)
    expect(await call('setChatTitle', chat, { title: 'é'.repeat(200) })).toBe(true)
    expect((await full(chat)).title).toBe('é'.repeat(128))
  })

  it('refuses an empty title before it looks at the right', async () => {
    const chat = await chatOf('supergroup')
    await door.stand(chat, 'member')
    expect(await call('setChatTitle', chat, { title: ' ' })).toBe(
      'Bad Request: title must be non-empty',
    )
    expect(await call('setChatTitle', chat, { title: 'x' })).toBe(
      'Bad Request: not enough rights to change chat title',
    )
  })
})

describe('setChatDescription', () => {
  it('sets, cuts and takes away', async () => {
    const chat = await chatOf('channel')
    expect(await call('setChatDescription', chat, { description: 'x'.repeat(300) })).toBe(true)
    expect((await full(chat)).description).toBe('x'.repeat(255))
    expect(await call('setChatDescription', chat, {})).toBe(true)
    expect(await full(chat)).not.toHaveProperty('description')
    expect(await call('setChatDescription', chat, {})).toBe(
      'Bad Request: chat description is not modified',
    )
    await door.stand(chat, 'admin')
    expect(await call('setChatDescription', chat, {})).toBe(
      'Bad Request: not enough rights to set chat description',
    )
  })
})

describe('setChatPermissions', () => {
  it.each(['group', 'supergroup'] as const)('sets what everybody may in a %s', async (kind) => {
    const chat = await chatOf(kind)
    const permissions = { can_send_polls: true, can_pin_messages: true }
    expect(await call('setChatPermissions', chat, { permissions })).toBe(true)
    const told = (await full(chat)).permissions
    expect(shapeProblems('ChatPermissions', told)).toEqual([])
    expect(Object.entries(told as object).filter(([, yes]) => yes === true)).toEqual([
      ['can_send_messages', true],
      ['can_send_polls', true],
      ['can_edit_tag', true],
      ['can_pin_messages', true],
      ['can_manage_topics', true],
    ])
    expect(await call('setChatPermissions', chat, { permissions })).toBe(true)
  })

  it('brings back exactly what getChat told', async () => {
    const chat = await chatOf('supergroup')
    const { permissions } = await full(chat)
    // The older name would bring all media along.
    const { can_send_media_messages, ...rest } = permissions as Record<string, boolean>
    const some = { ...rest, can_send_photos: false, can_edit_tag: true }
    const use_independent_chat_permissions = true
    const params = { permissions: some, use_independent_chat_permissions }
    expect(await call('setChatPermissions', chat, params)).toBe(true)
    expect((await full(chat)).permissions).toEqual({ ...some, can_send_media_messages })
  })

  it('is refused where it means nothing and without the right', async () => {
    const params = { permissions: {} }
    expect(await call('setChatPermissions', await chatOf('channel'), params)).toBe(
      "Bad Request: can't change channel chat permissions",
    )
    const chat = await chatOf('supergroup')
    expect(await call('setChatPermissions', chat, { permissions: '' })).toBe(
      "Bad Request: can't parse permissions JSON object",
    )
    await door.stand(chat, 'admin')
    expect(await call('setChatPermissions', chat, params)).toBe(
      'Bad Request: not enough rights to change chat permissions',
    )
  })
})

describe.each([
  ['setChatTitle', { title: 'x' }, "can't change private chat title"],
  ['setChatDescription', {}, "can't change private chat description"],
  ['setChatPermissions', { permissions: {} }, "can't change private chat permissions"],
])('%s', (method, params, text) => {
  it('is not for private chats', async () => {
    const { status, body } = await door.call(method, { chat_id: door.bot.id, ...params })
    expect([status, body.description]).toEqual([400, `Bad Request: ${text}`])
  })
})

describe('commands', () => {
  const start = { command: '/start', description: 'Begins ' }
  const told = [{ command: 'start', description: 'Begins' }]
  const own = async (params: object = {}): Promise<unknown> =>
    (await door.call('getMyCommands', params)).body.result

  it('are kept for each scope and language on their own', async () => {
    const chat = await chatOf('supergroup')
    const scope = { type: 'chat', chat_id: markedChatId(chat) }
    const member = { type: 'chat_member', chat_id: markedChatId(chat), user_id: door.owner.id }
    for (const list of [{}, { scope }, { scope: member }, { language_code: 'de' }]) {
      expect(await own(list)).toEqual([])
      expect((await door.call('setMyCommands', { commands: [start], ...list })).body.result).toBe(
        true,
      )
      expect(await own(list)).toEqual(told)
    }
    expect((await door.call('deleteMyCommands', {})).body.result).toBe(true)
    expect([await own(), await own({ scope })]).toEqual([[], told])
    await door.call('setMyCommands', { commands: [], scope })
    expect(await own({ scope })).toEqual([])
  })

  it.each([
    [{ commands: 'x' }, "can't parse commands JSON object"],
    [{ commands: {} }, 'expected an Array of BotCommand'],
    [{ commands: Array<object>(101).fill(start) }, 'BOT_COMMANDS_TOO_MUCH'],
    [{ commands: [{ command: '/', description: 'x' }] }, 'command must be non-empty'],
    [{ commands: [{ command: 'x'.repeat(33), description: 'x' }] }, 'command length must not exceed 32'],
    [{ commands: [{ command: 'x', description: ' ' }] }, 'command description must be non-empty'],
    [{ commands: [{ command: 'x' }] }, 'can\'t parse BotCommand: Can\'t find field "description"'],
    [{ commands: [{ command: 'a-b', description: 'x' }] }, 'BOT_COMMAND_INVALID'],
    [{ commands: [start], language_code: 'deu' }, 'invalid language code specified'],
    [{ commands: [start], scope: { type: 'all' } }, "can't parse BotCommandScope: Unsupported type specified"],
    [{ commands: [start], scope: { type: 'chat', chat_id: 1 } }, 'chat not found'],
  ])('%j is refused', async (params, text) => {
    const { status, body } = await door.call('setMyCommands', params)
    expect([status, body.description]).toEqual([400, `Bad Request: ${text}`])
  }) // prettier-ignore
})
