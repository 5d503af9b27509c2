import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDomain, type TestAccount, type TestDomain } from '../testing.ts'
import {
  authorizeKey,
  logOut,
  passFirstStep,
  resetAuthorization,
  resetOtherAuthorizations,
} from './authorization.ts'
import { accountOn, eventsOf, loginKey, named } from './testing.ts'

const DAY = 86_400
let world: TestDomain
let ann: TestAccount

beforeEach(async () => {
  world = await createTestDomain()
  ann = await world.createUser()
})
afterEach(() => world.close())

const enter = async (n: number): Promise<bigint> => {
  await world.unit((u) => authorizeKey(u, loginKey(n), ann.row))
  const row = await world.unit((u) => u.db.auth.authorization(loginKey(n).keyId))
  return BigInt(row?.hash ?? 0)
}
const reset = (n: number, hash: bigint): Promise<void> =>
  world.unit((u) => resetAuthorization(u, ann.id, loginKey(n).keyId, hash))

describe('authorizeKey', () => {
  it('remembers the client also where it never sent initConnection', async () => {
    await enter(7)
    expect(await world.unit((u) => u.db.auth.authorizationsOf(ann.id))).toMatchObject([
      { keyId: loginKey(7).keyId, layer: 200, deviceModel: 'Device 7', apiId: 4 },
    ])
  })
})

describe('passFirstStep', () => {
  it('ends the login that was on the key before, and tells so', async () => {
    await enter(1)
    const safe = await world.createUser({ password: 'x' })
    const events = eventsOf(world)
    await expect(world.unit((u) => passFirstStep(u, loginKey(1), safe.row))).rejects.toMatchObject(
      named('SESSION_PASSWORD_NEEDED'),
    )
    expect(await accountOn(world, loginKey(1))).toBeNull()
    expect(events).toEqual([{ to: 'keys', keyIds: [loginKey(1).keyId], what: 'passwordNeeded' }])
  })
})

describe('logOut', () => {
  it('finds nothing to end on a key without a login', async () => {
    await expect(world.unit((u) => logOut(u, loginKey(1).keyId))).rejects.toMatchObject(
      named('AUTH_KEY_UNREGISTERED'),
    )
  })

  it('ends one login and no other', async () => {
    await enter(1)
    await enter(2)
    const events = eventsOf(world)
    await world.unit((u) => logOut(u, loginKey(1).keyId))
    expect(await accountOn(world, loginKey(1))).toBeNull()
    expect(await accountOn(world, loginKey(2))).toBe(ann.id)
    expect(events).toEqual([{ to: 'keys', keyIds: [loginKey(1).keyId], what: 'loggedOut' }])
  })
})

describe('resetAuthorization', () => {
  it('ends the login of a hash', async () => {
    await enter(1)
    const hash = await enter(2)
    world.clock.advance(DAY)
    await reset(1, hash)
    expect(await accountOn(world, loginKey(1))).toBe(ann.id)
    expect(await accountOn(world, loginKey(2))).toBeNull()
  })

  it('refuses to a login that is younger than a day', async () => {
    const old = await enter(1)
    world.clock.advance(DAY - 1)
    await enter(2)
    world.clock.advance(1)
    await expect(reset(2, old)).rejects.toMatchObject({
      ...named('FRESH_RESET_AUTHORISATION_FORBIDDEN'),
      code: 406,
    })
  })

  it("refuses the own hash, 0, and another account's", async () => {
    const own = await enter(1)
    const bob = await world.createUser()
    await world.unit((u) => authorizeKey(u, loginKey(3), bob.row))
    const foreign = await world.unit((u) => u.db.auth.authorization(loginKey(3).keyId))
    world.clock.advance(DAY)
    for (const hash of [own, 0n, BigInt(foreign?.hash ?? 0)]) {
      await expect(reset(1, hash)).rejects.toMatchObject(named('HASH_INVALID'))
    }
    expect(await accountOn(world, loginKey(3))).toBe(bob.id)
  })
})

describe('resetOtherAuthorizations', () => {
  it('ends all logins of the account but the own', async () => {
    await enter(1)
    await enter(2)
    await enter(3)
    const others = (): Promise<void> =>
      world.unit((u) => resetOtherAuthorizations(u, ann.id, loginKey(2).keyId))
    await expect(others()).rejects.toMatchObject(named('FRESH_RESET_AUTHORISATION_FORBIDDEN'))
    world.clock.advance(DAY)
    await others()
    const rows = await world.unit((u) => u.db.auth.authorizationsOf(ann.id))
    expect(rows.map((row) => row.keyId)).toEqual([loginKey(2).keyId])
  })
})
