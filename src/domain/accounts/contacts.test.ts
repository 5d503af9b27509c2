import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { InputPeer } from '../peers.ts'
import { createTestDomain, type TestAccount, type TestDomain } from '../testing.ts'
import {
  addContact,
  deleteContacts,
  deleteContactsByPhone,
  importContacts,
  type PhoneBookEntry,
} from './contacts.ts'
import { eventsOf, named } from './testing.ts'

let world: TestDomain
let ann: TestAccount
let bob: TestAccount

beforeEach(async () => {
  world = await createTestDomain({ limits: { contactsPerImport: 2 } })
  ann = await world.createUser({ phone: '9996610001' })
  bob = await world.createUser({ phone: '9996610002' })
})
afterEach(() => world.close())

const entry = (clientId: bigint, phone: string): PhoneBookEntry => ({
  clientId,
  phone,
  firstName: `Nr ${clientId}`,
  lastName: '',
})
const contactIds = async (): Promise<number[]> =>
  (await world.unit((u) => u.db.users.contactsOf(ann.id))).map((row) => row.userId)
const inputOf = (viewer: TestAccount, user: TestAccount): Promise<InputPeer> =>
  world.unit((u) =>
    Promise.resolve({
      kind: 'user',
      userId: user.id,
      accessHash: u.accessHashes.of(viewer.id, 'user', user.id),
    }),
  )
const add = async (input: InputPeer, firstName = 'Bobby'): Promise<object> =>
  world.unit((u) => addContact(u, ann.caller, input, firstName, ''))

describe('importContacts', () => {
  it('adds those who have an account, in whatever writing their number is', async () => {
    const book = [entry(1n, '+99966 1 0002'), entry(2n, '+1 212 555 0100')]
    expect(await world.unit((u) => importContacts(u, ann.caller, book))).toEqual({
      imported: [{ userId: bob.id, clientId: 1n }],
      retry: [],
    })
    expect(await contactIds()).toEqual([bob.id])
  })

  it('does not make an account its own contact', async () => {
    const { imported } = await world.unit((u) =>
      importContacts(u, ann.caller, [entry(1n, '9996610001')]),
    )
    expect(imported).toEqual([])
  })

  it('gives entries beyond the limit back', async () => {
    const book = [entry(1n, '1'), entry(2n, '2'), entry(3n, '9996610002')]
    expect(await world.unit((u) => importContacts(u, ann.caller, book))).toEqual({
      imported: [],
      retry: [3n],
    })
  })
})

describe('addContact', () => {
  it('keeps the names that the owner of the list gives, and tells his other sessions', async () => {
    const events = eventsOf(world)
    await add(await inputOf(ann, bob))
    await add(await inputOf(ann, bob), 'Robert')
    expect(await world.unit((u) => u.db.users.contactsOf(ann.id))).toMatchObject([
      { userId: bob.id, firstName: 'Robert' },
    ])
    expect(events).toMatchObject([
      { accountId: ann.id, update: { kind: 'user', userId: bob.id } },
      { accountId: ann.id, update: { kind: 'user', userId: bob.id } },
    ])
  })

  it('wants a name', async () => {
    const input = await inputOf(ann, bob)
    await expect(add(input, ' ')).rejects.toMatchObject(named('CONTACT_NAME_EMPTY'))
  })

  it("refuses oneself, a deleted account, and another account's access hash", async () => {
    const gone = await world.createUser()
    await world.unit((u) => u.db.users.update(gone.id, { deleted: 1 }))
    const inputs = [{ kind: 'self' as const }, await inputOf(ann, gone), await inputOf(gone, bob)]
    for (const input of inputs) {
      await expect(add(input)).rejects.toMatchObject(named('CONTACT_ID_INVALID'))
    }
  })
})

describe('deleteContacts', () => {
  it('takes accounts off the list and passes over those that are not on it', async () => {
    const cid = await world.createUser()
    await add(await inputOf(ann, bob))
    const inputs = [await inputOf(ann, cid), await inputOf(ann, bob)]
    const events = eventsOf(world)
    await world.unit((u) => deleteContacts(u, ann.caller, inputs))
    expect(await contactIds()).toEqual([])
    expect(events).toMatchObject([{ update: { userId: bob.id } }])
  })

  it('finds them by number as well', async () => {
    await add(await inputOf(ann, bob))
    await world.unit((u) => deleteContactsByPhone(u, ann.caller, ['+99966 1 0002', '1']))
    expect(await contactIds()).toEqual([])
  })
})
