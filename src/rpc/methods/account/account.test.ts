import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clientProof, clientVerifier } from '../../../domain/accounts/testing.ts'
import type { TestAccount } from '../../../domain/testing.ts'
import type { TypeInputCheckPasswordSRP } from '../../../tl/generated/base.ts'
import type { TlMethods } from '../../../tl/generated/methods.ts'
import { createTestRpc, type TestClient, type TestRpc } from '../../testing.ts'

const EMPTY = { _: 'inputCheckPasswordEmpty' } as const
let rpc: TestRpc
let ann: TestAccount
let client: TestClient

beforeEach(async () => {
  rpc = await createTestRpc()
  ann = await rpc.createUser({ username: 'ann_smith' })
  client = await rpc.connect({ account: ann })
})
afterEach(() => rpc.close())

type Settings = TlMethods['account.updatePasswordSettings']['request']['newSettings']
const update = (password: TypeInputCheckPasswordSRP, newSettings: Omit<Settings, '_'>) =>
  client.call('account.updatePasswordSettings', {
    password,
    newSettings: { _: 'account.passwordInputSettings', ...newSettings },
  })

/** The offered algorithm with the client's salt added, and a verifier that goes with it. */
async function newPassword(password: string): Promise<Omit<Settings, '_'>> {
  const { newAlgo } = await client.call('account.getPassword')
  if (!('salt1' in newAlgo)) throw new Error(newAlgo._)
  const salt1 = Buffer.concat([newAlgo.salt1, Buffer.alloc(32, 7)])
  const newPasswordHash = clientVerifier(password, salt1, newAlgo.salt2)
  return { newAlgo: { ...newAlgo, salt1 }, newPasswordHash, hint: 'hint' }
}

async function proof(password: string): Promise<TypeInputCheckPasswordSRP> {
  const { currentAlgo, srp_B: srpB, srpId } = await client.call('account.getPassword')
  if (!srpB || srpId === undefined || !currentAlgo || !('salt1' in currentAlgo))
    throw new Error('no challenge')
  const { a, m1 } = clientProof(password, { ...currentAlgo, srpB, srpId, hint: '' })
  return { _: 'inputCheckPasswordSRP', srpId, A: Buffer.from(a), M1: Buffer.from(m1) }
}

describe('account.updatePasswordSettings', () => {
  it('sets a password, which getPassword then tells of, and removes it', async () => {
    expect(await client.call('account.getPassword')).toMatchObject({ newAlgo: { g: 3 } })
    expect(await update(EMPTY, await newPassword('first'))).toBe(true)
    expect(await client.call('account.getPassword')).toMatchObject({
      hasPassword: true,
      hint: 'hint',
    })
    const settings = await client.call('account.getPasswordSettings', {
      password: await proof('first'),
    })
    expect(settings).toEqual({ _: 'account.passwordSettings' })
    const none = { newAlgo: { _: 'passwordKdfAlgoUnknown' as const }, hint: '' }
    await update(await proof('first'), { ...none, newPasswordHash: Buffer.alloc(0) })
    expect((await client.call('account.getPassword')).currentAlgo).toBeUndefined()
  })

  it('refuses what localgram has not: recovery by e-mail, Passport, another group', async () => {
    const good = await newPassword('first')
    await expect(update(EMPTY, { ...good, email: 'a@example.org' })).rejects.toThrow(
      'EMAIL_INVALID',
    )
    await expect(update(EMPTY, {})).rejects.toThrow('NEW_SETTINGS_EMPTY')
    const { newAlgo } = good
    if (!newAlgo || !('g' in newAlgo)) throw new Error('no algorithm')
    for (const other of [
      { ...newAlgo, g: 2 },
      { ...newAlgo, p: Buffer.alloc(256, 1) },
      { _: 'passwordKdfAlgoUnknown' as const },
    ]) {
      await expect(update(EMPTY, { ...good, newAlgo: other })).rejects.toThrow(
        'NEW_SETTINGS_INVALID',
      )
    }
  })
})

describe('the profile', () => {
  it('is changed for the caller at once and for his other sessions by an update', async () => {
    const elsewhere = await rpc.connect({ account: ann, layer: 158 })
    await elsewhere.call('account.updateStatus', { offline: false })
    expect(
      await client.call('account.updateProfile', { lastName: 'Jones', about: 'me' }),
    ).toMatchObject({ self: true, firstName: 'Ann', lastName: 'Jones' })
    expect(await client.call('account.updateUsername', { username: 'ann_jones' })).toMatchObject({
      username: 'ann_jones',
    })
    const told = (await elsewhere.pushed()).flatMap((one) => ('updates' in one ? one.updates : []))
    expect(told).toMatchObject([{ lastName: 'Jones' }, { usernames: [{ username: 'ann_jones' }] }])
  })

  it('tells a free username from a taken one', async () => {
    await rpc.createUser({ username: 'bob_smith' })
    const check = (username: string) => client.call('account.checkUsername', { username })
    expect(await check('somebody')).toBe(true)
    expect(await check('bob_smith')).toBe(false)
    await expect(check('bob')).rejects.toThrow('USERNAME_INVALID')
  })
})

describe('account.deleteAccount', () => {
  it('shuts the caller out and shows others a deleted account', async () => {
    const bob = await rpc.createUser()
    const other = await rpc.connect({ account: bob })
    await client.call('account.deleteAccount', { reason: 'test' })
    await expect(client.call('account.updateStatus', { offline: true })).rejects.toMatchObject({
      message: 'AUTH_KEY_UNREGISTERED',
      code: 401,
    })
    const accessHash = await rpc.unit((u) =>
      Promise.resolve(u.accessHashes.of(bob.id, 'user', ann.id)),
    )
    expect(
      await other.call('users.getUsers', {
        id: [{ _: 'inputUser', userId: ann.id, accessHash }],
      }),
    ).toMatchObject([{ _: 'user', id: ann.id, deleted: true }])
  })
})
