import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BANNED_RIGHTS, maskOf } from '../../domain/chats/rights.ts'
import { linkOf } from '../../domain/invites/hash.ts'
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

async function full(chatId: unknown): Promise<Record<string, unknown>> {
  const { body } = await door.call('getChat', { chat_id: chatId })
  expect(shapeProblems('ChatFullInfo', body.result)).toEqual([])
  return body.result as Record<string, unknown>
}

const primaryOf = (chat: ChatRow) =>
  door.domain.unit((u) => u.db.invites.primary(chat.id, door.bot.id))

describe('invite_link', () => {
  it.each(['group', 'supergroup', 'channel'] as const)(
    "is the bot's own primary link of a %s, made when it is first asked for",
    async (kind) => {
      const chat = await door.managed(kind)
      expect(await primaryOf(chat)).toBeUndefined()
      const { invite_link: link } = await full(markedChatId(chat))
      const primary = await primaryOf(chat)
      expect(link).toBe(linkOf(primary?.hash ?? ''))
      expect((await full(markedChatId(chat))).invite_link).toBe(link)
      const owners = await door.domain.unit((u) => u.db.invites.primary(chat.id, door.owner.id))
      expect(link).not.toBe(linkOf(owners?.hash ?? ''))
    },
  )

  it('is what exportChatInviteLink answered last', async () => {
    const chat = await door.managed('channel')
    const exported = await door.call('exportChatInviteLink', { chat_id: markedChatId(chat) })
    expect((await full(markedChatId(chat))).invite_link).toBe(exported.body.result)
  })

  it('is absent without the right, and none is made', async () => {
    const chat = await door.chat('supergroup')
    await door.stand(chat, 'admin')
    expect(await full(markedChatId(chat))).not.toHaveProperty('invite_link')
    expect(await primaryOf(chat)).toBeUndefined()
  })

  it('is absent in a basic group that is gone', async () => {
    const chat = await door.managed('group')
    await door.domain.unit((u) => u.db.chats.update(chat.id, { deleted: 1 }))
    expect(await full(markedChatId(chat))).not.toHaveProperty('invite_link')
    expect(await primaryOf(chat)).toBeUndefined()
  })
})

describe('the list of reactions', () => {
  it.each([
    ['supergroup', 'member', 0, undefined],
    ['channel', 'admin', 0, []],
    ['group', 'member', 0, undefined],
    ['group', 'left', 0, undefined],
    ['group', 'banned', 0, []],
    ['group', 'member', 1, []],
  ] as const)(
    'of a %s to a bot that is %s there, deleted %i',
    async (kind, status, deleted, list) => {
      const chat = await door.chat(kind)
      await door.stand(chat, status)
      await door.domain.unit((u) => u.db.chats.update(chat.id, { deleted }))
      const { available_reactions } = await full(markedChatId(chat))
      expect(available_reactions).toEqual(list)
    },
  )
})

describe('the other fields', () => {
  it('of a basic group', async () => {
    const chat = await door.chat('group')
    await door.stand(chat, 'member')
    const result = await full(markedChatId(chat))
    expect(result).toMatchObject({ id: -chat.id, type: 'group', title: 'Place' })
    expect(Object.keys(result)).toEqual([
      'id', 'title', 'type', 'permissions', 'all_members_are_administrators', 'accepted_gift_types',
      'max_reaction_count', 'accent_color_id',
    ]) // prettier-ignore
  })

  it('of a public supergroup', async () => {
    const chat = await door.chat('supergroup', 'full_place')
    const linked = 5_000_123_456
    await door.domain.unit((u) =>
      u.db.chats.update(chat.id, {
        about: 'All about it',
        joinRequest: 1,
        joinToSend: 1,
        linkedChatId: linked,
        guardBotId: door.bot.id,
      }),
    )
    expect(await full('@full_place')).toMatchObject({
      id: markedChatId(chat),
      type: 'supergroup',
      username: 'full_place',
      active_usernames: ['full_place'],
      description: 'All about it',
      has_visible_history: true,
      join_to_send_messages: true,
      join_by_request: true,
      linked_chat_id: -1_000_000_000_000 - linked,
      accent_color_id: chat.id % 7,
      guard_bot: { id: door.bot.id, is_bot: true },
    })
  })

  it('say that guests may write where a discussion group lets them', async () => {
    const chat = await door.managed('supergroup')
    const joinsToSend = async (patch: Partial<ChatRow>) => {
      await door.domain.unit((u) => u.db.chats.update(chat.id, patch))
      return (await full(markedChatId(chat))).join_to_send_messages
    }
    expect(await joinsToSend({ linkedChatId: null, joinToSend: 0 })).toBe(true)
    expect(await joinsToSend({ linkedChatId: 5, joinToSend: 0 })).toBeUndefined()
    expect(await joinsToSend({ linkedChatId: 5, joinToSend: 1 })).toBe(true)
    expect(await joinsToSend({ kind: 'monoforum', linkedChatId: null })).toBeUndefined()
  })

  it('of a channel, which has no permissions', async () => {
    const chat = await door.managed('channel')
    const result = await full(markedChatId(chat))
    expect(result.type).toBe('channel')
    expect(result).not.toHaveProperty('permissions')
  })

  it('of a monoforum name its channel', async () => {
    const channel = await door.chat('channel')
    const chat = await door.chat('supergroup')
    await door.stand(chat, 'member')
    await door.domain.unit((u) =>
      u.db.chats.update(chat.id, { kind: 'monoforum', monoforumOf: channel.id }),
    )
    expect(await full(markedChatId(chat))).toMatchObject({
      type: 'supergroup',
      is_direct_messages: true,
      parent_chat: { id: markedChatId(channel), type: 'channel', title: 'Place' },
    })
  })

  it('of a person', async () => {
    const { owner } = door
    await door.domain.unit(async (u) => {
      await u.db.users.update(owner.id, { about: 'Owns it', premium: 1 })
      await u.db.messages.touchDialog(door.bot.id, 'user', owner.id, 1, TEST_NOW)
    })
    const result = await full(owner.id)
    expect(result).toMatchObject({
      id: owner.id,
      type: 'private',
      first_name: 'Olga',
      username: 'olga_o',
      active_usernames: ['olga_o'],
      bio: 'Owns it',
    })
    expect(result).not.toHaveProperty('last_name')
    expect(result.can_send_gift).toBe(true)
  })
})

describe('permissions', () => {
  it('are all there where nothing was taken', async () => {
    const chat = await door.chat('group')
    await door.stand(chat, 'member')
    await door.domain.unit((u) => u.db.chats.update(chat.id, { defaultBannedRights: 0 }))
    const { permissions } = await full(markedChatId(chat))
    expect(new Set(Object.values(permissions as object))).toEqual(new Set([true]))
  })

  it('to send are gone with sendMessages', async () => {
    const chat = await door.chat('supergroup')
    await door.stand(chat, 'member')
    const defaultBannedRights = maskOf(BANNED_RIGHTS, ['sendMessages', 'pinMessages'])
    await door.domain.unit((u) => u.db.chats.update(chat.id, { defaultBannedRights }))
    const permissions = (await full(markedChatId(chat))).permissions as object
    const left = Object.entries(permissions).filter(([, yes]) => yes === true)
    expect(left.map(([name]) => name)).toEqual([
      'can_react_to_messages',
      'can_edit_tag',
      'can_change_info',
      'can_invite_users',
      'can_manage_topics',
    ])
  })
})
