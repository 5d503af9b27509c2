import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { UserRow } from '../../store/tables/users.ts'
import { createTestDomain, type TestAccount, type TestDomain } from '../testing.ts'
import { accountOn, loginKey, named, passWall, stopWall } from './testing.ts'
import { exportAuthorization, importAuthorization } from './transfer.ts'

const key = loginKey(2)
let world: TestDomain
let ann: TestAccount

beforeEach(async () => {
  stopWall()
  world = await createTestDomain()
  ann = await world.createUser()
})
afterEach(() => {
  vi.useRealTimers()
  return world.close()
})

const carry = (dcId = 4): Promise<Buffer> => world.unit((u) => exportAuthorization(u, ann.id, dcId))
const use = (token: Uint8Array, id = ann.id): Promise<UserRow> =>
  world.unit((u) => importAuthorization(u, key, id, token))

describe('an exported authorization', () => {
  it('logs another key in, once', async () => {
    const token = await carry()
    expect(await use(token)).toMatchObject({ id: ann.id })
    expect(await accountOn(world, key)).toBe(ann.id)
    await expect(use(token)).rejects.toMatchObject(named('AUTH_BYTES_INVALID'))
  })

  it('is for the data centres 1 to 5', async () => {
    for (const dc of [0, 6, -1]) {
      await expect(carry(dc)).rejects.toMatchObject(named('DC_ID_INVALID'))
    }
  })

  it('is used up by the wrong account, and ends after ten minutes', async () => {
    const bob = await world.createUser()
    const token = await carry()
    await expect(use(token, bob.id)).rejects.toMatchObject(named('USER_ID_INVALID'))
    await expect(use(token)).rejects.toMatchObject(named('AUTH_BYTES_INVALID'))
    const late = await carry()
    passWall(601)
    await expect(use(late)).rejects.toMatchObject(named('AUTH_BYTES_INVALID'))
    expect(await accountOn(world, key)).toBeNull()
  })
})
