import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { UserRow } from '../../store/tables/users.ts'
import { createTestDomain, type TestAccount, type TestDomain } from '../testing.ts'
import { sendCode } from './login-code.ts'
import {
  changePassword,
  getPassword,
  provePassword,
  type PasswordChange,
  type PasswordProof,
  type PasswordState,
} from './password.ts'
import { checkPassword, signIn } from './sign-in.ts'
import {
  accountOn,
  clientProof,
  clientVerifier,
  forgedProof,
  loginKey,
  named,
  P,
  passWall,
  stopWall,
} from './testing.ts'

const PHONE = '9996611111'
const EMPTY: PasswordProof = { kind: 'empty' }
let world: TestDomain
let ann: TestAccount

beforeEach(async () => {
  stopWall()
  world = await createTestDomain()
  ann = await world.createUser({ phone: PHONE, password: 'open sesame' })
})
afterEach(() => {
  vi.useRealTimers()
  return world.close()
})

const rowOf = (id: number): Promise<UserRow> =>
  world.unit(async (u) => (await u.db.users.byId(id)) as UserRow)
const state = async (id = ann.id): Promise<PasswordState> => {
  const row = await rowOf(id)
  return world.unit((u) => getPassword(u, row))
}
const proof = async (password: string): Promise<PasswordProof & { kind: 'srp' }> => {
  const { current } = await state()
  if (!current) throw new Error('no password')
  return clientProof(password, current)
}
const prove = async (given: PasswordProof, id = ann.id): Promise<void> => {
  const row = await rowOf(id)
  await world.unit((u) => provePassword(u, row, given))
}
const change = async (given: PasswordProof, to: PasswordChange['password'], id = ann.id) => {
  const row = await rowOf(id)
  await world.unit((u) => changePassword(u, row, given, { password: to }))
}
const firstStep = async (n: number): Promise<unknown> => {
  const { codeHash } = await world.unit((u) => sendCode(u, PHONE, 4, 'hash'))
  return world.unit((u) => signIn(u, loginKey(n), PHONE, codeHash, '11111'))
}

describe('a login with two steps', () => {
  it('asks for the password after the code and lets in who knows it', async () => {
    await expect(firstStep(1)).rejects.toMatchObject({
      ...named('SESSION_PASSWORD_NEEDED'),
      code: 401,
    })
    expect(await accountOn(world, loginKey(1))).toBeNull()
    const given = await proof('open sesame')
    const user = await world.unit((u) => checkPassword(u, loginKey(1), given))
    expect(user.id).toBe(ann.id)
    expect(await accountOn(world, loginKey(1))).toBe(ann.id)
  })

  it('refuses the right password on a key that did not pass the first step', async () => {
    await expect(firstStep(1)).rejects.toThrow()
    const given = await proof('open sesame')
    await expect(world.unit((u) => checkPassword(u, loginKey(2), given))).rejects.toMatchObject(
      named('AUTH_KEY_UNREGISTERED'),
    )
  })

  it('lets nobody in twice by one first step', async () => {
    await expect(firstStep(1)).rejects.toThrow()
    const first = await proof('open sesame')
    await world.unit((u) => checkPassword(u, loginKey(1), first))
    const second = await proof('open sesame')
    await expect(world.unit((u) => checkPassword(u, loginKey(1), second))).rejects.toMatchObject(
      named('AUTH_KEY_UNREGISTERED'),
    )
  })
})

describe('provePassword', () => {
  it('refuses a wrong password, an empty proof, and a proof without a password', async () => {
    await expect(prove(await proof('open barley'))).rejects.toMatchObject(
      named('PASSWORD_HASH_INVALID'),
    )
    await expect(prove(EMPTY)).rejects.toMatchObject(named('PASSWORD_HASH_INVALID'))
    const bob = await world.createUser()
    await expect(prove(await proof('open sesame'), bob.id)).rejects.toMatchObject(
      named('PASSWORD_HASH_INVALID'),
    )
    await expect(prove(EMPTY, bob.id)).resolves.toBeUndefined()
  })

  it('takes every challenge once, whatever became of it', async () => {
    const good = await proof('open sesame')
    await prove(good)
    await expect(prove(good)).rejects.toMatchObject(named('SRP_ID_INVALID'))
    const { current } = await state()
    if (!current) throw new Error('no password')
    await expect(prove(clientProof('wrong', current))).rejects.toThrow()
    await expect(prove(clientProof('open sesame', current))).rejects.toMatchObject(
      named('SRP_ID_INVALID'),
    )
  })

  it("refuses another account's challenge and an old one", async () => {
    const bob = await world.createUser({ password: 'open sesame' })
    await expect(prove(await proof('open sesame'), bob.id)).rejects.toMatchObject(
      named('SRP_ID_INVALID'),
    )
    const late = await proof('open sesame')
    passWall(601)
    await expect(prove(late)).rejects.toMatchObject(named('SRP_ID_INVALID'))
  })

  it("makes an account's oldest challenge void when there are too many, and no other account's", async () => {
    await world.close()
    world = await createTestDomain({ limits: { challengesPerAccount: 2 } })
    ann = await world.createUser({ phone: PHONE, password: 'open sesame' })
    const bob = await world.createUser({ password: 'open sesame' })
    const { current } = await state(bob.id)
    if (!current) throw new Error('no password')
    const proofs = []
    for (let i = 0; i < 3; i++) proofs.push(await proof('open sesame'))
    const [first, second, third] = proofs as [PasswordProof, PasswordProof, PasswordProof]
    await expect(prove(first)).rejects.toMatchObject(named('SRP_ID_INVALID'))
    await expect(prove(third)).resolves.toBeUndefined()
    await expect(prove(second)).resolves.toBeUndefined()
    await expect(prove(clientProof('open sesame', current), bob.id)).resolves.toBeUndefined()
  })

  it.each([
    ['0', 0n],
    ['1', 1n],
    ['p - 1', P - 1n],
    ['p', P],
  ])('refuses %s as g_a, for which a proof is made without the password', async (_name, a) => {
    const { current } = await state()
    if (!current) throw new Error('no password')
    await expect(prove(forgedProof(a, current))).rejects.toMatchObject(
      named('PASSWORD_HASH_INVALID'),
    )
  })

  it('refuses values of the wrong length as a wrong password', async () => {
    const short = await proof('open sesame')
    await expect(prove({ ...short, m1: short.m1.subarray(0, 31) })).rejects.toMatchObject(
      named('PASSWORD_HASH_INVALID'),
    )
    const long = await proof('open sesame')
    await expect(prove({ ...long, a: Buffer.alloc(257, 7) })).rejects.toMatchObject(
      named('PASSWORD_HASH_INVALID'),
    )
    const none = await proof('open sesame')
    await expect(prove({ ...none, a: Buffer.alloc(0) })).rejects.toMatchObject(
      named('PASSWORD_HASH_INVALID'),
    )
  })

  it('says when the password was changed since the challenge', async () => {
    const old = await proof('open sesame')
    await change(await proof('open sesame'), 'remove')
    await change(EMPTY, newPassword('other', (await state()).next))
    await expect(prove(old)).rejects.toMatchObject(named('SRP_PASSWORD_CHANGED'))
  })

  it('makes an account wait after five wrong passwords, over all keys, and sends no code meanwhile', async () => {
    for (let i = 0; i < 5; i++) {
      await expect(prove(await proof('wrong'))).rejects.toMatchObject(
        named('PASSWORD_HASH_INVALID'),
      )
    }
    world.clock.advance(10)
    await expect(prove(await proof('open sesame'))).rejects.toMatchObject(
      named('FLOOD_WAIT_%d', 590),
    )
    await expect(firstStep(3)).rejects.toMatchObject({
      ...named('PHONE_PASSWORD_FLOOD'),
      code: 406,
    })
    world.clock.advance(590)
    await expect(prove(await proof('open sesame'))).resolves.toBeUndefined()
  })

  it('counts anew after the right password', async () => {
    for (let i = 0; i < 4; i++) await expect(prove(await proof('wrong'))).rejects.toThrow()
    await prove(await proof('open sesame'))
    await expect(prove(await proof('wrong'))).rejects.toMatchObject(named('PASSWORD_HASH_INVALID'))
  })
})

describe('changePassword', () => {
  it('sets, changes and removes a password', async () => {
    const bob = await world.createUser({ phone: '9996612222' })
    expect((await state(bob.id)).current).toBeUndefined()
    await change(EMPTY, newPassword('first', (await state(bob.id)).next, 'the hint'), bob.id)
    const { current } = await state(bob.id)
    expect(current?.hint).toBe('the hint')
    if (!current) throw new Error('no password')
    await prove(clientProof('first', current), bob.id)
    await expect(change(EMPTY, 'remove', bob.id)).rejects.toMatchObject(
      named('PASSWORD_HASH_INVALID'),
    )
    const again = (await state(bob.id)).current
    if (!again) throw new Error('no password')
    await change(clientProof('first', again), 'remove', bob.id)
    expect((await state(bob.id)).current).toBeUndefined()
  })

  it('refuses settings that change nothing, short salts and values that are no verifier', async () => {
    const good = newPassword('other', (await state()).next)
    const cases = [
      [undefined, 'NEW_SETTINGS_EMPTY'],
      [{ ...good, salt1: good.salt1.subarray(0, 39) }, 'NEW_SALT_INVALID'],
      [{ ...good, salt2: Buffer.alloc(0) }, 'NEW_SALT_INVALID'],
      [{ ...good, verifier: Buffer.alloc(255, 1) }, 'NEW_SETTINGS_INVALID'],
      [{ ...good, verifier: Buffer.alloc(256) }, 'NEW_SETTINGS_INVALID'],
    ] as const
    for (const [to, error] of cases) {
      await expect(change(await proof('open sesame'), to)).rejects.toMatchObject(named(error))
    }
    await expect(prove(await proof('open sesame'))).resolves.toBeUndefined()
  })
})

/** What a client makes of a new password: the server's salt, longer by 32 bytes, and its verifier. */
function newPassword(
  password: string,
  { salt1: serverSalt, salt2 }: PasswordState['next'],
  hint = '',
): Exclude<PasswordChange['password'], 'remove' | undefined> {
  const salt1 = Buffer.concat([serverSalt, Buffer.alloc(32, 5)])
  return { salt1, salt2, verifier: clientVerifier(password, salt1, salt2), hint }
}
