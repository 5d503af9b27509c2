import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createUser } from '../domain/accounts/create-user.ts'
import { newMember } from '../domain/chats/create.ts'
import { TEST_NOW } from '../domain/testing.ts'
import { markedChannelId, markedChatId } from '../core/chat-ids.ts'
import { openTestDoor, type TestDoor } from './testing.ts'

let door: TestDoor

beforeAll(async () => {
  door = await openTestDoor()
})

afterAll(() => door.close())

/** What exportChatInviteLink answers: code and text, or 200. */
async function exported(chatId: unknown): Promise<string> {
  const { status, body } = await door.call('exportChatInviteLink', { chat_id: chatId })
  return status === 200 ? '200' : `${status} ${String(body.description)}`
}

async function seen(chatId: unknown): Promise<string> {
  const { status, body } = await door.call('getChat', { chat_id: chatId })
  return status === 200 ? '200' : `${status} ${String(body.description)}`
}

describe('chat_id', () => {
  it('must be there', async () => {
    for (const method of ['exportChatInviteLink', 'createChatInviteLink', 'getChat']) {
      for (const params of [{}, { chat_id: '' }]) {
        const { status, body } = await door.call(method, params)
        expect([status, body.description]).toEqual([400, 'Bad Request: chat_id is empty'])
      }
    }
  })

  it.each([42, '42', 0, -1, 'garbage', '@', '@nobody_here', null, true, [1], { id: 1 }, ' '])(
    'leads nowhere with %j',
    async (chatId) => {
      expect(await exported(chatId)).toBe('400 Bad Request: chat not found')
    },
  )

  it.each([1e20, '99999999999999999999', -1e18, 1.5, -2_000_000_000_001, -1_000_000_000_000])(
    'leads nowhere with the number %j',
    async (chatId) => {
      expect(await exported(chatId)).toBe('400 Bad Request: chat not found')
    },
  )

  it('may be a number, a text, and a text that goes on after the number', async () => {
    const id = markedChatId(await door.managed('supergroup'))
    expect(await exported(id)).toBe('200')
    expect(await exported(String(id))).toBe('200')
    expect(await exported(`${id} or so`)).toBe('200')
  })

  it('may be the username of a public chat in any case', async () => {
    await door.managed('channel', 'Public_Place')
    expect(await exported('@public_place')).toBe('200')
    expect(await exported('@PUBLIC_PLACE')).toBe('200')
    expect(await exported('public_place')).toBe('400 Bad Request: chat not found')
  })

  it('may not be the username of a person', async () => {
    expect(await seen('@olga_o')).toBe('400 Bad Request: chat not found')
  })

  it('must carry the mark of its kind', async () => {
    const group = await door.managed('group')
    const supergroup = await door.managed('supergroup')
    expect(await exported(markedChannelId(group.id))).toBe('400 Bad Request: chat not found')
    expect(await exported(-supergroup.id)).toBe('400 Bad Request: chat not found')
    expect(await exported(supergroup.id)).toBe('400 Bad Request: chat not found')
  })

  it('of a chat that the bot never was in leads nowhere, public ones by their number as well', async () => {
    for (const kind of ['group', 'supergroup', 'channel'] as const) {
      const chat = await door.chat(kind)
      expect(await seen(markedChatId(chat))).toBe('400 Bad Request: chat not found')
    }
    const open = await door.chat('supergroup', 'open_place')
    expect(await seen(markedChatId(open))).toBe('400 Bad Request: chat not found')
    expect(await seen('@open_place')).toBe('200')
  })
})

describe('access', () => {
  it.each([
    ['group', 'banned', '403 Forbidden: bot was kicked from the group chat'],
    ['group', 'left', '403 Forbidden: bot is not a member of the group chat'],
    ['supergroup', 'banned', '403 Forbidden: bot was kicked from the supergroup chat'],
    ['supergroup', 'left', '403 Forbidden: bot is not a member of the supergroup chat'],
    ['channel', 'banned', '403 Forbidden: bot was kicked from the channel chat'],
    ['channel', 'left', '403 Forbidden: bot is not a member of the channel chat'],
    ['group', 'member', '400 Bad Request: not enough rights to manage chat invite link'],
    ['supergroup', 'member', '400 Bad Request: not enough rights to manage chat invite link'],
    ['channel', 'admin', '400 Bad Request: not enough rights to manage chat invite link'],
  ] as const)('to a %s for a bot that is %s: %s', async (kind, status, text) => {
    const chat = await door.chat(kind)
    await door.stand(chat, status)
    expect(await exported(markedChatId(chat))).toBe(text)
    const create = await door.call('createChatInviteLink', { chat_id: markedChatId(chat) })
    expect(`${create.status} ${String(create.body.description)}`).toBe(text)
  })

  it('to a public chat needs membership only for changes, and no ban', async () => {
    const chat = await door.chat('channel', 'lookatme')
    expect(await seen('@lookatme')).toBe('200')
    expect(await exported('@lookatme')).toBe(
      '403 Forbidden: bot is not a member of the channel chat',
    )
    await door.stand(chat, 'banned')
    expect(await seen('@lookatme')).toBe('403 Forbidden: bot was kicked from the channel chat')
  })

  it('to a basic group that is gone ends with a text, but it can be looked at', async () => {
    const chat = await door.managed('group')
    await door.domain.unit((u) => u.db.chats.update(chat.id, { deleted: 1 }))
    expect(await exported(markedChatId(chat))).toBe('403 Forbidden: the group chat was deleted')
    expect(await seen(markedChatId(chat))).toBe('200')
  })

  it('to a deleted channel looks like having been thrown out', async () => {
    const chat = await door.managed('channel')
    await door.domain.unit((u) => u.db.chats.update(chat.id, { deleted: 1 }))
    expect(await exported(markedChatId(chat))).toBe(
      '403 Forbidden: bot was kicked from the channel chat',
    )
  })

  it('to a monoforum is refused under its own name', async () => {
    const chat = await door.managed('supergroup')
    await door.domain.unit((u) => u.db.chats.update(chat.id, { kind: 'monoforum' }))
    expect(await exported(markedChatId(chat))).toBe(
      '400 Bad Request: CHANNEL_MONOFORUM_UNSUPPORTED',
    )
  })
})

describe('people', () => {
  async function person(deleted = false): Promise<number> {
    return door.domain.unit(async (u) => {
      const user = await createUser(u, { firstName: 'Paul' })
      if (deleted) await u.db.users.update(user.id, { deleted: 1 })
      return user.id
    })
  }

  const write = (id: number): Promise<unknown> =>
    door.domain.unit((u) => u.db.messages.touchDialog(door.bot.id, 'user', id, 1, TEST_NOW))

  it('are unknown until they write', async () => {
    const id = await person()
    expect(await exported(id)).toBe('400 Bad Request: chat not found')
    await write(id)
    expect(await seen(id)).toBe('200')
    expect(await exported(id)).toBe("400 Bad Request: can't invite members to a private chat")
  })

  it('are known where they share a chat with the bot', async () => {
    const id = await person()
    const chat = await door.managed('supergroup')
    await door.domain.unit((u) => u.db.members.put(newMember(chat.id, id, 'member', TEST_NOW)))
    expect(await seen(id)).toBe('200')
  })

  it('that are deleted can be looked at only', async () => {
    const id = await person(true)
    await write(id)
    expect(await seen(id)).toBe('200')
    expect(await exported(id)).toBe('403 Forbidden: user is deactivated')
  })

  it('include the bot itself', async () => {
    expect(await seen(door.bot.id)).toBe('200')
  })
})
