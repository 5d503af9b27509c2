import { afterAll, beforeAll, expect, it } from 'vitest'
import { shapeProblems } from '../testing-shape.ts'
import { openTestDoor, type TestDoor } from '../testing.ts'

let door: TestDoor

beforeAll(async () => {
  door = await openTestDoor()
})

afterAll(() => door.close())

it('tells the bot of itself, with every field that only getMe returns', async () => {
  const { body } = await door.call('getMe')
  expect(shapeProblems('User', body.result)).toEqual([])
  expect(body.result).toEqual({
    id: door.bot.id,
    is_bot: true,
    first_name: 'Door',
    username: 'door_bot',
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_guest_queries: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
    supports_join_request_queries: true,
  })
})

it("follows the bot's settings", async () => {
  await door.domain.unit((u) =>
    u.db.users.updateBot(door.bot.id, { canJoinGroups: 0, canReadAllGroupMessages: 1 }),
  )
  const { body } = await door.call('getMe')
  expect(body.result).toMatchObject({
    can_join_groups: false,
    can_read_all_group_messages: true,
  })
})
