import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDomain, type TestDomain } from '../testing.ts'
import { eventsOf, named } from './testing.ts'
import { updateUsername } from './profile.ts'
import { checkUsername, isUsername } from './username.ts'

describe('isUsername', () => {
  it.each(['alice', 'A_b_c', 'x'.repeat(32), 'user2026'])('takes %s', (name) => {
    expect(isUsername(name)).toBe(true)
  })

  it.each([
    'four', 'x'.repeat(33), '1alice', '_alice', 'alice_', 'al__ice', 'alice-b', 'alicé', 'ali ce', '',
  ])('refuses %j', (name) => {
    expect(isUsername(name)).toBe(false)
  }) // prettier-ignore
})

describe('usernames of accounts', () => {
  let world: TestDomain

  beforeEach(async () => {
    world = await createTestDomain()
  })
  afterEach(() => world.close())

  it('calls a name free that nobody holds, or that is the own one', async () => {
    const ann = await world.createUser({ username: 'ann_smith' })
    const bob = await world.createUser()
    const check = (name: string, row = ann.row): Promise<boolean> =>
      world.unit((u) => checkUsername(u, row, name))
    expect(await check('somebody')).toBe(true)
    expect(await check('Ann_Smith')).toBe(true)
    expect(await check('Ann_Smith', bob.row)).toBe(false)
    await expect(check('ann')).rejects.toMatchObject(named('USERNAME_INVALID'))
  })

  it('frees the old name for others and tells the own sessions and those who have the contact', async () => {
    const ann = await world.createUser({ username: 'ann_smith' })
    const bob = await world.createUser()
    const contact = { ownerId: bob.id, userId: ann.id, firstName: 'A', lastName: '', date: 1 }
    await world.unit((u) => u.db.users.addContact(contact))
    const events = eventsOf(world)
    const changed = await world.unit((u) => updateUsername(u, ann.row, 'ann_jones'))
    expect(changed.username).toBe('ann_jones')
    expect(await world.unit((u) => updateUsername(u, bob.row, 'ANN_SMITH'))).toMatchObject({
      username: 'ANN_SMITH',
    })
    expect(events).toMatchObject([
      { accountId: ann.id, update: { kind: 'userName', userId: ann.id } },
      { accountId: bob.id, update: { kind: 'userName', userId: ann.id } },
      { accountId: bob.id, update: { kind: 'userName', userId: bob.id } },
    ])
  })

  it('keeps the old name where the new one is taken', async () => {
    await world.createUser({ username: 'ann_smith' })
    const bob = await world.createUser({ username: 'bob_smith' })
    await expect(world.unit((u) => updateUsername(u, bob.row, 'ann_smith'))).rejects.toMatchObject(
      named('USERNAME_OCCUPIED'),
    )
    expect(await world.unit((u) => u.db.usernames.find('bob_smith'))).toMatchObject({ id: bob.id })
  })

  it('refuses the name that the account has, and takes it away with an empty one', async () => {
    const ann = await world.createUser({ username: 'ann_smith' })
    await expect(world.unit((u) => updateUsername(u, ann.row, 'ann_smith'))).rejects.toMatchObject(
      named('USERNAME_NOT_MODIFIED'),
    )
    expect(await world.unit((u) => updateUsername(u, ann.row, ''))).toMatchObject({
      username: null,
    })
    expect(await world.unit((u) => u.db.usernames.find('ann_smith'))).toBeUndefined()
  })
})
