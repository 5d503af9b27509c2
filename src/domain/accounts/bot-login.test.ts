import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { UserRow } from '../../store/tables/users.ts'
import { createTestDomain, type TestDomain } from '../testing.ts'
import { importBotAuthorization } from './bot-login.ts'
import { accountOn, loginKey, named } from './testing.ts'

const key = loginKey(1)
let world: TestDomain
let bot: { id: number; token: string }

beforeEach(async () => {
  world = await createTestDomain()
  bot = await world.createBot()
})
afterEach(() => world.close())

const enter = (token: string, apiId = 4): Promise<UserRow> =>
  world.unit((u) => importBotAuthorization(u, key, apiId, 'hash', token))

describe('importBotAuthorization', () => {
  it('logs the bot of a token in', async () => {
    expect(await enter(bot.token)).toMatchObject({ id: bot.id, isBot: 1 })
    expect(await accountOn(world, key)).toBe(bot.id)
  })

  it('refuses every token but the whole right one', async () => {
    const other = await world.createBot()
    const user = await world.createUser()
    const secret = bot.token.split(':')[1] ?? ''
    const tokens = [
      '', 'token', bot.token.slice(0, -1), `${bot.token}A`, `${other.id}:${secret}`, `0${bot.token}`,
      `${user.id}:${secret}`, `${'9'.repeat(20)}:${secret}`, `${bot.token}\n`,
    ] // prettier-ignore
    for (const token of tokens) {
      await expect(enter(token)).rejects.toMatchObject(named('ACCESS_TOKEN_INVALID'))
    }
    expect(await accountOn(world, key)).toBeNull()
  })

  it('refuses a deleted bot and an application without an id', async () => {
    await expect(enter(bot.token, 0)).rejects.toMatchObject(named('API_ID_INVALID'))
    await world.unit((u) => u.db.users.update(bot.id, { deleted: 1 }))
    await expect(enter(bot.token)).rejects.toMatchObject(named('ACCESS_TOKEN_EXPIRED'))
  })
})
