import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Action } from '../../domain/messages/action.ts'
import { postToChat } from '../../domain/messages/post.ts'
import { markedChatId } from '../../core/chat-ids.ts'
import { shapeProblems } from '../testing-shape.ts'
import { openTestDoor, type TestDoor } from '../testing.ts'
import { encodeMessage } from './message.ts'

let door: TestDoor

beforeAll(async () => {
  door = await openTestDoor()
})

afterAll(() => door.close())

const GONE = new Set(['message_id', 'from', 'sender_chat', 'chat', 'date'])

/** What a service message says, without what every message says. */
async function said(
  kind: 'group' | 'supergroup' | 'channel',
  action: Action,
  fromId: number | null = door.owner.id,
): Promise<unknown> {
  const chat = await door.managed(kind)
  const message = await door.domain.unit(async (u) =>
    encodeMessage(u, door.bot.id, await postToChat(u, chat, fromId, { action })),
  )
  const told = JSON.parse(JSON.stringify(message)) as Record<string, unknown>
  expect(shapeProblems('Message', told)).toEqual([])
  expect(told.chat).toMatchObject({ id: markedChatId(chat), type: kind })
  return Object.fromEntries(Object.entries(told).filter(([name]) => !GONE.has(name)))
}

describe('a service message', () => {
  it('tells how a chat began and where it went', async () => {
    const title = 'Place'
    expect(await said('group', { kind: 'chatCreate', title, users: [] })).toEqual({
      group_chat_created: true,
    })
    expect(await said('supergroup', { kind: 'channelCreate', title })).toEqual({
      supergroup_chat_created: true,
    })
    expect(await said('channel', { kind: 'channelCreate', title })).toEqual({
      channel_chat_created: true,
    })
    expect(await said('group', { kind: 'chatMigrateTo', channelId: 5 })).toEqual({
      migrate_to_chat_id: -1_000_000_000_005,
    })
    expect(await said('supergroup', { kind: 'channelMigrateFrom', title, chatId: 5 })).toEqual({
      migrate_from_chat_id: -5,
    })
    expect(await said('group', { kind: 'chatEditTitle', title: 'New' })).toEqual({
      new_chat_title: 'New',
    })
  })

  it('tells who came and who went, however that was', async () => {
    const olga = { id: door.owner.id, is_bot: false, first_name: 'Olga', username: 'olga_o' }
    const { id } = door.owner
    const came = {
      new_chat_participant: olga,
      new_chat_member: olga,
      new_chat_members: [olga],
    }
    expect(await said('group', { kind: 'chatAddUser', users: [id] })).toEqual(came)
    expect(await said('supergroup', { kind: 'chatJoinedByLink', inviterId: 1 + id })).toEqual(came)
    expect(await said('supergroup', { kind: 'chatJoinedByRequest' })).toEqual(came)
    const both = await said('group', { kind: 'chatAddUser', users: [id, door.bot.id] })
    expect(both).toMatchObject({
      new_chat_member: { id: door.bot.id },
      new_chat_members: [olga, {}],
    })
    expect(await said('group', { kind: 'chatDeleteUser', userId: id })).toEqual({
      left_chat_participant: olga,
      left_chat_member: olga,
    })
    expect(await said('supergroup', { kind: 'changeCreator', newCreatorId: id })).toEqual({
      chat_owner_changed: { new_owner: olga },
    })
    expect(await said('supergroup', { kind: 'newCreatorPending', newCreatorId: id })).toEqual({
      chat_owner_left: { new_owner: olga },
    })
  })
})

it('stands under the name of a bot of Telegram where a group itself speaks', async () => {
  const chat = await door.managed('supergroup')
  const message = await door.domain.unit(async (u) =>
    encodeMessage(
      u,
      door.bot.id,
      await postToChat(u, chat, null, { text: 'x', authorId: door.owner.id }),
    ),
  )
  expect(message.from).toMatchObject({ id: 1_087_968_824, username: 'GroupAnonymousBot' })
  expect(message.sender_chat).toMatchObject({ id: markedChatId(chat) })
})

describe('a link in the text of a person', () => {
  it.each([
    ['https://x.org', 'https://x.org/'],
    ['X.org/A', 'http://x.org/A'],
    ['tg:resolve?domain=x', 'tg://resolve?domain=x'],
    ['mailto:x@y', undefined],
  ])('%s is told as TDLib reads it', async (given, url) => {
    const chat = await door.managed('supergroup')
    const link = { kind: 'textUrl', offset: 0, length: 1, url: given } as const
    const { entities } = await door.domain.unit(async (u) => {
      const message = { text: 'x', entities: [link] }
      return encodeMessage(u, door.bot.id, await postToChat(u, chat, door.owner.id, message))
    })
    expect(entities?.map((one) => one.url)).toEqual(url === undefined ? [] : [url])
  })
})
