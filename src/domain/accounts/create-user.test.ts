import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDomain, TEST_NOW, type TestDomain } from '../testing.ts'
import { named } from './testing.ts'

let world: TestDomain

beforeEach(async () => {
  world = await createTestDomain()
})
afterEach(() => world.close())

describe('createUser', () => {
  it('gives ids above 2^32, each another', async () => {
    const first = await world.createUser()
    const second = await world.createUser()
    expect(first.id).toBeGreaterThan(2 ** 32)
    expect(second.id).not.toBe(first.id)
  })

  it('takes a phone number in any writing and keeps its digits', async () => {
    const { row } = await world.createUser({ phone: '+1 (212) 555-01.00' })
    expect(row).toMatchObject({ phone: '12125550100', createdAt: TEST_NOW })
  })

  it('chooses a free test number with a known code', async () => {
    await world.createUser({ phone: '9996620001' })
    const { row } = await world.createUser()
    expect(row.phone).toMatch(/^999662\d{4}$/)
    expect(row.phone).not.toBe('9996620001')
  })

  it.each(['12345', '1234567890123456', '0123456789', 'telephone'])(
    'refuses the phone number %s',
    async (phone) => {
      await expect(world.createUser({ phone })).rejects.toMatchObject(named('PHONE_NUMBER_INVALID'))
    },
  )

  it('refuses a phone number that somebody has', async () => {
    await world.createUser({ phone: '9996610001' })
    await expect(world.createUser({ phone: '+99966 1 0001' })).rejects.toMatchObject(
      named('PHONE_NUMBER_OCCUPIED'),
    )
  })

  it('refuses names and a text that are empty or too long', async () => {
    const long = 'x'.repeat(65)
    await expect(world.createUser({ firstName: ' \n ' })).rejects.toMatchObject(
      named('FIRSTNAME_INVALID'),
    )
    await expect(world.createUser({ firstName: long })).rejects.toMatchObject(
      named('FIRSTNAME_INVALID'),
    )
    await expect(world.createUser({ lastName: long })).rejects.toMatchObject(
      named('LASTNAME_INVALID'),
    )
    await expect(world.createUser({ about: 'x'.repeat(71) })).rejects.toMatchObject(
      named('ABOUT_TOO_LONG'),
    )
  })

  it('takes the username out of the name space that chats share', async () => {
    const { id } = await world.createUser({ username: 'Ann_Smith' })
    expect(await world.unit((u) => u.db.usernames.find('ann_smith'))).toMatchObject({
      kind: 'user',
      id,
    })
    await expect(world.createUser({ username: 'ANN_SMITH' })).rejects.toMatchObject(
      named('USERNAME_OCCUPIED'),
    )
  })

  it('keeps a password only as a verifier', async () => {
    const { row } = await world.createUser({ password: 'correct horse' })
    expect(row.password).not.toContain('correct horse')
    expect(row.password).not.toContain(Buffer.from('correct horse').toString('hex'))
  })
})

describe('createBot', () => {
  it('gives a token that begins with the id and has 35 characters of secret', async () => {
    const { id, token } = await world.createBot()
    expect(token).toMatch(new RegExp(`^${id}:[A-Za-z0-9_-]{35}$`))
  })

  it('wants a username that ends in "bot"', async () => {
    await expect(world.createBot({ username: 'helper_bots' })).rejects.toMatchObject(
      named('USERNAME_INVALID'),
    )
    const { row } = await world.createBot({ username: 'HelperBot' })
    expect(row).toMatchObject({ username: 'HelperBot', isBot: 1, phone: null })
  })

  it('is owned only by a person', async () => {
    const { id: ownerId } = await world.createUser()
    const { id } = await world.createBot({ ownerId })
    expect((await world.unit((u) => u.db.users.botById(id)))?.ownerId).toBe(ownerId)
    await expect(world.createBot({ ownerId: id })).rejects.toMatchObject(named('USER_ID_INVALID'))
    await expect(world.createBot({ ownerId: 1 })).rejects.toMatchObject(named('USER_ID_INVALID'))
  })
})
