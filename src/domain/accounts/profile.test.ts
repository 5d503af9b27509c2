import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDomain, type TestAccount, type TestDomain } from '../testing.ts'
import { updateProfile, type ProfileChange } from './profile.ts'
import { eventsOf, named } from './testing.ts'

let world: TestDomain
let ann: TestAccount

beforeEach(async () => {
  world = await createTestDomain()
  ann = await world.createUser({ lastName: 'Smith', about: 'me' })
})
afterEach(() => world.close())

const change = (to: ProfileChange): Promise<object> =>
  world.unit((u) => updateProfile(u, ann.row, to))

describe('updateProfile', () => {
  it('changes what is given and leaves the rest', async () => {
    expect(await change({ lastName: 'Jones' })).toMatchObject({
      firstName: 'Ann',
      lastName: 'Jones',
      about: 'me',
    })
    expect(await world.unit((u) => u.db.users.byId(ann.id))).toMatchObject({ lastName: 'Jones' })
  })

  it('tells of a new name, and not of a new text', async () => {
    const events = eventsOf(world)
    await change({ about: 'somebody else' })
    expect(events).toEqual([])
    await change({ firstName: 'Anna' })
    expect(events).toMatchObject([{ accountId: ann.id, update: { kind: 'userName' } }])
  })

  it('refuses an empty first name and a text beyond the limit', async () => {
    await expect(change({ firstName: '' })).rejects.toMatchObject(named('FIRSTNAME_INVALID'))
    await expect(change({ about: 'x'.repeat(71) })).rejects.toMatchObject(named('ABOUT_TOO_LONG'))
  })
})
