import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBasicGroup } from '../chats/create.ts'
import { resolveChat } from '../peers.ts'
import { createTestDomain, type TestAccount, type TestDomain } from '../testing.ts'
import { authorizeKey } from './authorization.ts'
import { deleteAccount } from './delete-account.ts'
import { getPassword } from './password.ts'
import { resolvePhone, resolveUsername } from './resolve.ts'
import { accountOn, clientProof, eventsOf, loginKey, named } from './testing.ts'

let world: TestDomain
let ann: TestAccount
let bob: TestAccount

beforeEach(async () => {
  world = await createTestDomain()
  ann = await world.createUser({ phone: '9996610001', username: 'ann_smith', about: 'me' })
  bob = await world.createUser()
})
afterEach(() => world.close())

describe('deleteAccount', () => {
  it('ends all logins and leaves neither names nor number nor username', async () => {
    await world.unit((u) => authorizeKey(u, loginKey(1), ann.row))
    const events = eventsOf(world)
    await world.unit((u) => deleteAccount(u, ann.row, undefined))
    expect(await accountOn(world, loginKey(1))).toBeNull()
    expect(events[0]).toMatchObject({ to: 'keys', keyIds: [loginKey(1).keyId] })
    expect(await world.unit((u) => u.db.users.byId(ann.id))).toMatchObject({
      deleted: 1,
      phone: null,
      firstName: '',
      username: null,
      about: '',
    })
    await expect(world.unit((u) => resolveUsername(u, 'ann_smith'))).rejects.toMatchObject(
      named('USERNAME_NOT_OCCUPIED'),
    )
    await expect(world.unit((u) => resolvePhone(u, '9996610001'))).rejects.toMatchObject(
      named('PHONE_NOT_OCCUPIED'),
    )
  })

  it('gives number and name to whoever comes next, as another account', async () => {
    await world.unit((u) => deleteAccount(u, ann.row, undefined))
    const next = await world.createUser({ phone: '9996610001', username: 'ann_smith' })
    expect(next.id).not.toBe(ann.id)
  })

  it('stays in its chats, and is told to those who have it in their contacts', async () => {
    const group = await world.unit((u) => createBasicGroup(u, bob.caller, 'Us', [ann.row]))
    const contact = { ownerId: bob.id, userId: ann.id, firstName: 'A', lastName: '', date: 1 }
    await world.unit((u) => u.db.users.addContact(contact))
    const events = eventsOf(world)
    await world.unit((u) => deleteAccount(u, ann.row, undefined))
    expect(await world.unit((u) => u.db.members.find(group.id, ann.id))).toMatchObject({
      status: 'member',
    })
    expect(events).toContainEqual(
      expect.objectContaining({ accountId: bob.id, update: { kind: 'user', userId: ann.id } }),
    )
  })

  it('is named by INPUT_USER_DEACTIVATED where it stands in the place of a chat', async () => {
    await world.unit((u) => deleteAccount(u, ann.row, undefined))
    await expect(
      world.unit((u) => {
        const accessHash = u.accessHashes.of(bob.id, 'user', ann.id)
        return resolveChat(u, bob.caller, { kind: 'user', userId: ann.id, accessHash })
      }),
    ).rejects.toMatchObject(named('INPUT_USER_DEACTIVATED'))
  })

  it('needs the password of an account that has one', async () => {
    const safe = await world.createUser({ password: 'open sesame' })
    await expect(world.unit((u) => deleteAccount(u, safe.row, undefined))).rejects.toMatchObject(
      named('2FA_CONFIRM_WAIT_%d', 604_800),
    )
    const { current } = await world.unit((u) => getPassword(u, safe.row))
    if (!current) throw new Error('no password')
    await expect(
      world.unit((u) => deleteAccount(u, safe.row, clientProof('wrong', current))),
    ).rejects.toMatchObject(named('PASSWORD_HASH_INVALID'))
    const again = (await world.unit((u) => getPassword(u, safe.row))).current
    if (!again) throw new Error('no password')
    await world.unit((u) => deleteAccount(u, safe.row, clientProof('open sesame', again)))
    expect((await world.unit((u) => u.db.users.byId(safe.id)))?.deleted).toBe(1)
  })
})
