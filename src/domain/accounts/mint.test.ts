import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDomain, type TestDomain } from '../testing.ts'
import { logOut } from './authorization.ts'
import { keptKey, mintKey } from './mint.ts'
import { named } from './testing.ts'

const facts = { layer: 229, apiId: 4, wallNow: 1_700_000_000 }
let world: TestDomain

beforeEach(async () => {
  world = await createTestDomain()
})
afterEach(() => world.close())

describe('mintKey', () => {
  it('makes a permanent key that is logged in, also for an account with a password', async () => {
    const { id } = await world.createUser({ password: 'x' })
    const { key, keyId } = await world.unit((u) => mintKey(u, id, facts))
    expect(keyId).toBe(createHash('sha1').update(key).digest().toString('hex', 12, 20))
    const row = await world.unit((u) => u.db.auth.key(keyId))
    expect(row).toMatchObject({ kind: 'perm', expiresAt: null, createdAt: 1_700_000_000 })
    expect(Buffer.from(row?.key ?? []).equals(key)).toBe(true)
    expect(await world.unit((u) => u.db.auth.authorization(keyId))).toMatchObject({
      accountId: id,
      layer: 229,
      apiId: 4,
    })
  })

  it('makes another key each time', async () => {
    const { id } = await world.createBot()
    const first = await world.unit((u) => mintKey(u, id, facts))
    const second = await world.unit((u) => mintKey(u, id, facts))
    expect(second.keyId).not.toBe(first.keyId)
    expect(await world.unit((u) => u.db.auth.authorizationsOf(id))).toHaveLength(2)
  })

  it('makes none for an account that is not there', async () => {
    await expect(world.unit((u) => mintKey(u, 1, facts))).rejects.toMatchObject(
      named('USER_ID_INVALID'),
    )
  })
})

describe('keptKey', () => {
  it('finds the same login again, and makes another once it was ended', async () => {
    const { id } = await world.createUser({})
    const kept = () => world.unit((u) => keptKey(u, 'card', id, facts))
    const first = await kept()
    expect(await kept()).toEqual(first)
    expect(await world.unit((u) => u.db.auth.authorizationsOf(id))).toHaveLength(1)
    await world.unit((u) => logOut(u, first.keyId))
    expect((await kept()).keyId).not.toBe(first.keyId)
  })

  it('is never the login of somebody else', async () => {
    const [one, other] = [await world.createUser({}), await world.createUser({})]
    await world.unit((u) => keptKey(u, 'card', one.id, facts))
    const { user, keyId } = await world.unit((u) => keptKey(u, 'card', other.id, facts))
    expect(user.id).toBe(other.id)
    expect(await world.unit((u) => u.db.auth.authorization(keyId))).toMatchObject({
      accountId: other.id,
    })
  })
})
