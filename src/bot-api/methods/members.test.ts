import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ADMIN_RIGHTS, BANNED_RIGHTS, maskOf, type AdminRight } from '../../domain/chats/rights.ts'
import { addMember } from '../../domain/members/join.ts'
import { standing } from '../../domain/peers.ts'
import { TEST_NOW, type TestAccount } from '../../domain/testing.ts'
import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import { markedChatId } from '../../core/chat-ids.ts'
import { shapeProblems } from '../testing-shape.ts'
import { openTestDoor, type TestDoor } from '../testing.ts'

let door: TestDoor
let ann: TestAccount

beforeAll(async () => {
  door = await openTestDoor()
})

afterAll(() => door.close())

beforeEach(async () => {
  ann = await door.world.createUser()
})

type Kind = 'group' | 'supergroup' | 'channel'

/** A chat with Ann in it, where the bot has some admin rights. */
async function chatOf(kind: Kind, ...rights: AdminRight[]): Promise<ChatRow> {
  const chat = await door.chat(kind)
  await door.stand(chat, 'admin', maskOf(ADMIN_RIGHTS, rights))
  await door.domain.unit((u) => addMember(u, chat, ann.id, { kind: 'added', byId: door.owner.id }))
  return chat
}

const row = (chat: ChatRow): Promise<MemberRow | undefined> =>
  door.domain.unit((u) => standing(u, chat, ann.id))

async function member(chat: ChatRow, user_id = ann.id): Promise<Record<string, unknown>> {
  const { body } = await door.call('getChatMember', { chat_id: markedChatId(chat), user_id })
  expect(shapeProblems('ChatMember', body.result)).toEqual([])
  return body.result as Record<string, unknown>
}

/** Calls a method about Ann; its result, or why it was refused. */
async function about(method: string, chat: ChatRow, params: object = {}): Promise<unknown> {
  const all = { chat_id: markedChatId(chat), user_id: ann.id, ...params }
  const { body } = await door.call(method, all)
  return body.ok === true ? body.result : body.description
}

describe('getChatMember', () => {
  it.each(['group', 'supergroup', 'channel'] as const)(
    'tells every standing in a %s',
    async (kind) => {
      const chat = await chatOf(kind, 'banUsers')
      expect(await member(chat, door.owner.id)).toMatchObject({
        user: { id: door.owner.id },
        status: 'creator',
        is_anonymous: false,
      })
      expect(await member(chat)).toEqual({
        user: { id: ann.id, is_bot: false, first_name: 'Ann' },
        status: 'member',
      })
      expect(await member(chat, door.bot.id)).toMatchObject({
        status: 'administrator',
        can_be_edited: false,
        can_manage_chat: true,
        can_restrict_members: true,
        can_invite_users: false,
      })
    },
  )

  it('tells the title of an admin and the rights that mean something in the chat', async () => {
    for (const kind of ['supergroup', 'channel'] as const) {
      const chat = await chatOf(kind)
      const office = { status: 'admin', rank: 'Chief', promotedBy: door.bot.id } as const
      await door.domain.unit((u) => u.db.members.update(chat.id, ann.id, office))
      const told = await member(chat)
      expect(told).toMatchObject({ status: 'administrator', custom_title: 'Chief' })
      expect('can_post_messages' in told).toBe(kind === 'channel')
      expect('can_pin_messages' in told).toBe(kind === 'supergroup')
    }
  })

  it('tells of an admin of a basic group what every such admin may do', async () => {
    const told = await member(await door.managed('group'), door.bot.id)
    expect(told).toMatchObject({
      can_manage_tags: true,
      can_manage_video_chats: true,
      can_manage_voice_chats: true,
      can_promote_members: false,
    })
    expect(told).not.toHaveProperty('can_manage_topics')
  })

  it('tells anonymous admins of supergroups, since in a channel nobody is one', async () => {
    for (const kind of ['supergroup', 'channel'] as const) {
      const chat = await chatOf(kind, 'anonymous')
      expect((await member(chat, door.bot.id)).is_anonymous).toBe(kind === 'supergroup')
    }
  })

  it('tells until when something is taken, and forgets it when the time is over', async () => {
    const chat = await chatOf('supergroup', 'banUsers')
    const until_date = door.world.clock.now() + 3600
    await about('restrictChatMember', chat, {
      until_date,
      permissions: { can_send_messages: true },
    })
    expect(await member(chat)).toMatchObject({
      status: 'restricted',
      is_member: true,
      until_date,
      can_send_messages: true,
      can_send_photos: false,
    })
    await about('banChatMember', chat, { until_date })
    expect(await member(chat)).toMatchObject({ status: 'kicked', until_date })
    door.world.clock.advance(3600)
    expect(await member(chat)).toMatchObject({ status: 'left' })
  })

  it('of a channel is for its admins, but for the bot itself', async () => {
    const chat = await chatOf('channel')
    await door.stand(chat, 'member')
    expect(await about('getChatMember', chat)).toBe('Bad Request: member list is inaccessible')
    expect(await about('getChatAdministrators', chat)).toBe(
      'Bad Request: member list is inaccessible',
    )
    expect(await member(chat, door.bot.id)).toMatchObject({ status: 'member' })
  })

  it('of an account that does not exist is refused', async () => {
    const absent = { user_id: 1 }
    expect(await about('getChatMember', await chatOf('supergroup'), absent)).toBe(
      'Bad Request: PARTICIPANT_ID_INVALID',
    )
    expect(await about('getChatMember', await chatOf('group'), absent)).toBe(
      'Bad Request: member not found',
    )
    expect(await about('getChatMember', await chatOf('group'), { user_id: 'x' })).toBe(
      'Bad Request: invalid user_id specified',
    )
  })

  it('of a private chat knows its two sides', async () => {
    const { owner, bot } = door
    await door.domain.unit((u) => u.db.messages.touchDialog(bot.id, 'user', owner.id, 1, TEST_NOW))
    const ask = (user_id: number) => door.call('getChatMember', { chat_id: owner.id, user_id })
    for (const id of [owner.id, bot.id]) {
      expect((await ask(id)).body.result).toMatchObject({ user: { id }, status: 'member' })
    }
    expect((await ask(ann.id)).body.description).toBe('Bad Request: member not found')
    expect((await door.call('getChatMemberCount', { chat_id: owner.id })).body.result).toBe(2)
    expect((await door.call('getChatMemberCount', { chat_id: bot.id })).body.result).toBe(1)
    expect((await door.call('getChatAdministrators', { chat_id: owner.id })).body.description).toBe(
      'Bad Request: there are no administrators in the private chat',
    )
  })
})

describe('the lists of a chat', () => {
  it('count members and leave other bots out of the admins unless they are asked for', async () => {
    const chat = await chatOf('supergroup')
    const other = await door.world.createBot()
    await door.domain.unit((u) =>
      addMember(u, chat, other.id, {
        kind: 'promoted',
        byId: door.owner.id,
        office: { status: 'admin', adminRights: 0, promotedBy: door.owner.id, rank: '' },
      }),
    )
    const chat_id = markedChatId(chat)
    const ids = async (params: object = {}): Promise<number[]> => {
      const { body } = await door.call('getChatAdministrators', { chat_id, ...params })
      expect(shapeProblems('Array of ChatMember', body.result)).toEqual([])
      return (body.result as { user: { id: number } }[]).map(({ user }) => user.id)
    }
    expect(await ids()).toEqual([door.owner.id, door.bot.id])
    expect(new Set(await ids({ return_bots: true }))).toEqual(
      new Set([door.owner.id, door.bot.id, other.id]),
    )
    expect((await door.call('getChatMemberCount', { chat_id })).body.result).toBe(3)
  })
})

describe('promoteChatMember', () => {
  const rights = { can_invite_users: true, can_delete_messages: true }

  it.each(['supergroup', 'channel'] as const)(
    'makes and unmakes an admin of a %s',
    async (kind) => {
      const chat = await chatOf(kind, 'addAdmins', 'inviteUsers', 'deleteMessages')
      const only = { ...rights, can_restrict_members: false }
      expect(await about('promoteChatMember', chat, only)).toBe(true)
      expect(await member(chat)).toMatchObject({
        status: 'administrator',
        can_be_edited: true,
        ...only,
      })
      expect(await about('promoteChatMember', chat)).toBe(true)
      expect(await member(chat)).toMatchObject({ status: 'member' })
      expect(await about('promoteChatMember', chat)).toBe(true)
    },
  )

  it('refuses what TDLib refuses, then what the rules refuse', async () => {
    const chat = await chatOf('supergroup', 'addAdmins')
    const promote = (params: object) => about('promoteChatMember', chat, params)
    expect(await promote({ user_id: door.owner.id })).toBe("Bad Request: can't remove chat owner")
    expect(await promote({ user_id: door.bot.id, ...rights })).toBe(
      "Bad Request: can't promote self",
    )
    expect(await promote({ user_id: 1, ...rights })).toBe('Bad Request: PARTICIPANT_ID_INVALID')
    expect(await promote(rights)).toBe('Bad Request: RIGHT_FORBIDDEN')
    await door.stand(chat, 'admin')
    expect(await promote(rights)).toBe('Bad Request: not enough rights')
    expect(await about('promoteChatMember', await chatOf('group'), rights)).toBe(
      'Bad Request: method is available for supergroup and channel chats only',
    )
  })

  it('lets a bot give its own office back', async () => {
    const chat = await chatOf('supergroup')
    expect(await about('promoteChatMember', chat, { user_id: door.bot.id })).toBe(true)
    expect(await member(chat, door.bot.id)).toMatchObject({ status: 'member' })
  })
})

describe('restrictChatMember', () => {
  const restrict = async (params: object): Promise<Record<string, unknown>> => {
    const chat = await chatOf('supergroup', 'banUsers')
    expect(await about('restrictChatMember', chat, params)).toBe(true)
    return member(chat)
  }

  it('takes what is not granted and gives everything back', async () => {
    const chat = await chatOf('supergroup', 'banUsers')
    expect(await about('restrictChatMember', chat, { permissions: {} })).toBe(true)
    const bits = (await row(chat))?.bannedRights ?? 0
    expect(bits & maskOf(BANNED_RIGHTS, ['sendMessages', 'sendMedia', 'inviteUsers'])).toBe(
      maskOf(BANNED_RIGHTS, ['sendMessages', 'sendMedia', 'inviteUsers']),
    )
    const legacy = {
      can_send_messages: true,
      can_send_media_messages: true,
      can_send_other_messages: true,
      can_add_web_page_previews: true,
    }
    expect(await about('restrictChatMember', chat, legacy)).toBe(true)
    expect(await member(chat)).toMatchObject({ status: 'member' })
  })

  it('lets some permissions bring others along, unless they are independent', async () => {
    const permissions = { can_send_other_messages: true }
    expect(await restrict({ permissions })).toMatchObject({
      can_send_other_messages: true,
      can_send_photos: true,
      can_send_messages: true,
    })
    expect(await restrict({ permissions, use_independent_chat_permissions: true })).toMatchObject({
      can_send_other_messages: true,
      can_send_photos: false,
      can_send_messages: false,
    })
  })

  it.each([
    ['x', "can't parse permissions JSON object"],
    ['[]', 'object expected as permissions'],
    [
      '{"can_send_messages":1}',
      'can\'t parse chat permissions: Field "can_send_messages" must be of type Boolean',
    ],
  ])('refuses %s', async (permissions, text) => {
    const chat = await chatOf('supergroup', 'banUsers')
    expect(await about('restrictChatMember', chat, { permissions })).toBe(`Bad Request: ${text}`)
  })

  it('is for supergroups, for those with the right, and not for admins', async () => {
    const params = { permissions: {} }
    for (const kind of ['group', 'channel'] as const) {
      expect(await about('restrictChatMember', await chatOf(kind, 'banUsers'), params)).toBe(
        'Bad Request: method is available only for supergroups',
      )
    }
    const chat = await chatOf('supergroup', 'banUsers')
    await door.domain.unit((u) => u.db.members.update(chat.id, ann.id, { status: 'admin' }))
    expect(await about('restrictChatMember', chat, params)).toBe(
      'Bad Request: user is an administrator of the chat',
    )
    expect(await about('restrictChatMember', await chatOf('supergroup'), params)).toBe(
      'Bad Request: not enough rights to restrict/unrestrict chat member',
    )
  })
})

describe('banning', () => {
  it.each(['supergroup', 'channel'] as const)('and pardoning in a %s', async (kind) => {
    const chat = await chatOf(kind, 'banUsers')
    expect(await about('banChatMember', chat)).toBe(true)
    expect(await member(chat)).toMatchObject({ status: 'kicked', until_date: 0 })
    expect(await about('unbanChatMember', chat)).toBe(true)
    expect(await member(chat)).toMatchObject({ status: 'left' })
    expect(await about('unbanChatMember', chat)).toBe(true)
  })

  it('removes from a basic group, which only admins with the right do', async () => {
    const chat = await door.managed('group')
    await door.domain.unit((u) =>
      addMember(u, chat, ann.id, { kind: 'added', byId: door.owner.id }),
    )
    expect(await about('banChatMember', chat, { user_id: door.owner.id })).toBe(
      'Bad Request: CHAT_ADMIN_REQUIRED',
    )
    expect(await about('banChatMember', chat)).toBe(true)
    expect(await member(chat)).toMatchObject({ status: 'left' })
    expect(await about('banChatMember', chat)).toBe('Bad Request: USER_NOT_PARTICIPANT')
    expect(await about('unbanChatMember', chat)).toBe(
      'Bad Request: method is available for supergroup and channel chats only',
    )
  })

  it('spares members where only banned accounts shall be pardoned, and removes them else', async () => {
    const chat = await chatOf('supergroup', 'banUsers')
    expect(await about('unbanChatMember', chat, { only_if_banned: true })).toBe(true)
    expect(await member(chat)).toMatchObject({ status: 'member' })
    await door.call('getUpdates', { allowed_updates: ['chat_member'] })
    await door.call('deleteWebhook', { drop_pending_updates: true })
    expect(await about('unbanChatMember', chat)).toBe(true)
    expect(await member(chat)).toMatchObject({ status: 'left' })
    const { body } = await door.call('getUpdates')
    const changes = body.result as { chat_member: { new_chat_member: object } }[]
    expect(changes.map((one) => one.chat_member.new_chat_member)).toMatchObject([
      { status: 'kicked', until_date: door.world.clock.now() + 60 },
      { status: 'left' },
    ])
  })

  it('is refused for the owner, for the bot itself, and without the right', async () => {
    const chat = await chatOf('supergroup', 'banUsers')
    expect(await about('banChatMember', chat, { user_id: door.owner.id })).toBe(
      "Bad Request: can't remove chat owner",
    )
    expect(await about('banChatMember', chat, { user_id: door.bot.id })).toBe(
      "Bad Request: can't restrict self",
    )
    expect(await about('banChatMember', await chatOf('supergroup'))).toBe(
      'Bad Request: not enough rights to restrict/unrestrict chat member',
    )
  })
})

describe('leaveChat', () => {
  it.each(['group', 'supergroup', 'channel'] as const)('leaves a %s', async (kind) => {
    const chat = await chatOf(kind)
    expect(await about('leaveChat', chat)).toBe(true)
    const own = await door.domain.unit((u) => standing(u, chat, door.bot.id))
    expect(own?.status).toBe('left')
  })

  it('is refused in a basic group that lives on as a supergroup, but to a bot that was removed', async () => {
    const chat = await chatOf('group')
    const { id } = await door.chat('supergroup')
    await door.domain.unit((u) => u.db.chats.update(chat.id, { deleted: 1, migratedTo: id }))
    for (const status of ['member', 'left'] as const) {
      await door.stand(chat, status)
      expect(await about('leaveChat', chat)).toBe('Bad Request: chat is deactivated')
    }
    await door.stand(chat, 'banned')
    expect(await about('leaveChat', chat)).toBe(true)
  })

  it('has nothing to leave in a basic group that the bot left, nor in a private chat', async () => {
    const chat = await chatOf('group')
    await door.stand(chat, 'left')
    expect(await about('leaveChat', chat)).toBe(true)
    const { body } = await door.call('leaveChat', { chat_id: door.bot.id })
    expect(body.description).toBe(
      "Bad Request: chat member status can't be changed in private chats",
    )
  })
})
