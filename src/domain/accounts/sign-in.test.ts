import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { UserRow } from '../../store/tables/users.ts'
import { createTestDomain, type TestDomain } from '../testing.ts'
import { cancelCode, loginCodeOf, resendCode, sendCode, type SentCode } from './login-code.ts'
import { signIn } from './sign-in.ts'
import { signUp } from './sign-up.ts'
import { accountOn, loginKey, named, passWall, stopWall } from './testing.ts'

const PHONE = '9996617777'
const HASH = '0123456789abcdef0123456789abcdef'
const key = loginKey(1)
let world: TestDomain

beforeEach(async () => {
  stopWall()
  world = await createTestDomain()
})
afterEach(() => {
  vi.useRealTimers()
  return world.close()
})

const send = (phone = PHONE): Promise<SentCode> => world.unit((u) => sendCode(u, phone, 4, HASH))
const enter = (codeHash: string, code: string, on = key): Promise<UserRow | undefined> =>
  world.unit((u) => signIn(u, on, PHONE, codeHash, code))
const register = (codeHash: string, first = 'Ann', on = key): Promise<UserRow> =>
  world.unit((u) => signUp(u, on, PHONE, codeHash, first, 'Smith'))

describe('sendCode', () => {
  it.each([0, 1, 2, 3, 7])('sends X five times to the test numbers 99966%dYYYY', async (x) => {
    const phone = `99966${x}1234`
    await send(phone)
    expect(await world.unit((u) => loginCodeOf(u, phone))).toBe(String(x).repeat(5))
  })

  it('sends five digits to other numbers and says so', async () => {
    const { length } = await send('+12125550100')
    const code = await world.unit((u) => loginCodeOf(u, '12125550100'))
    expect(code).toMatch(/^\d{5}$/)
    expect(length).toBe(5)
  })

  it('refuses an application without an id or hash, and takes any other', async () => {
    for (const [id, hash] of [
      [0, HASH],
      [-1, HASH],
      [4, ''],
    ] as const) {
      await expect(world.unit((u) => sendCode(u, PHONE, id, hash))).rejects.toMatchObject(
        named('API_ID_INVALID'),
      )
    }
    await expect(world.unit((u) => sendCode(u, PHONE, 1, 'x'))).resolves.toBeDefined()
  })

  it('refuses what is no phone number', async () => {
    await expect(send('hello')).rejects.toMatchObject(named('PHONE_NUMBER_INVALID'))
  })

  it('goes to the app of an account that is logged in somewhere, else by SMS', async () => {
    expect((await send()).delivery).toBe('sms')
    await world.createUser({ phone: PHONE })
    await enter((await send()).codeHash, '11111')
    expect(await send()).toMatchObject({ delivery: 'app', next: 'sms' })
  })

  it('leaves the codes of other clients good', async () => {
    await world.createUser({ phone: PHONE })
    const sent = [await send(), await send(), await send()]
    const hashes = sent.map(({ codeHash }) => codeHash)
    expect(new Set(hashes).size).toBe(3)
    for (const [n, codeHash] of hashes.entries()) {
      expect(await enter(codeHash, '11111', loginKey(n))).toMatchObject({ phone: PHONE })
    }
  })

  it('makes the oldest code void when a phone has too many', async () => {
    await world.close()
    world = await createTestDomain({ limits: { loginCodesPerPhone: 2 } })
    const [first, second, third] = [await send(), await send(), await send()]
    await send('9996620000')
    await expect(enter(first.codeHash, '11111')).rejects.toMatchObject(named('PHONE_CODE_EXPIRED'))
    for (const { codeHash } of [second, third])
      expect(await enter(codeHash, '11111')).toBeUndefined()
  })
})

describe('loginCodeOf', () => {
  const other = '12125550100'
  const codeOf = (phone: string) => world.unit((u) => loginCodeOf(u, phone))

  it('tells the code that was sent last and still lives', async () => {
    const sent: string[] = []
    for (let n = 0; n < 3; n++) {
      const { codeHash } = await send(other)
      sent.push((await world.unit((u) => u.db.auth.code(codeHash)))?.code ?? '')
    }
    expect(await codeOf(other)).toBe(sent[2])
    passWall(300)
    expect(await codeOf(other)).toBeUndefined()
  })

  it('goes back to the code before when the last one was used', async () => {
    const first = await send(other)
    const second = await send(other)
    const codes = await world.unit(async (u) => [
      (await u.db.auth.code(first.codeHash))?.code,
      (await u.db.auth.code(second.codeHash))?.code,
    ])
    await world.unit((u) => cancelCode(u, other, second.codeHash))
    expect(await codeOf(other)).toBe(codes[0])
  })
})

describe('resendCode and cancelCode', () => {
  const resend = (codeHash: string): Promise<SentCode> =>
    world.unit((u) => resendCode(u, PHONE, codeHash))

  it('goes on from SMS to a call and then has nothing left', async () => {
    const { codeHash } = await send()
    expect(await resend(codeHash)).toMatchObject({ codeHash, delivery: 'call', next: undefined })
    await expect(resend(codeHash)).rejects.toMatchObject(named('SEND_CODE_UNAVAILABLE'))
  })

  it('lets the code live anew', async () => {
    const { codeHash } = await send()
    passWall(299)
    await resend(codeHash)
    passWall(299)
    expect(await enter(codeHash, '11111')).toBeUndefined()
  })

  it('wants the hash of a code that was sent', async () => {
    await send()
    await expect(resend('')).rejects.toMatchObject(named('PHONE_CODE_HASH_EMPTY'))
    await expect(resend('other')).rejects.toMatchObject(named('PHONE_CODE_EXPIRED'))
  })

  it("makes a cancelled code void and no other client's", async () => {
    const { codeHash } = await send()
    const other = await send()
    await world.unit((u) => cancelCode(u, PHONE, codeHash))
    await expect(enter(codeHash, '11111')).rejects.toMatchObject(named('PHONE_CODE_EXPIRED'))
    await expect(world.unit((u) => cancelCode(u, PHONE, codeHash))).rejects.toMatchObject(
      named('PHONE_CODE_EXPIRED'),
    )
    expect(await enter(other.codeHash, '11111')).toBeUndefined()
  })
})

describe('signIn', () => {
  it('logs the account of the number in on the key', async () => {
    const { id } = await world.createUser({ phone: PHONE })
    const { codeHash } = await send()
    expect(await enter(codeHash, '11111')).toMatchObject({ id })
    expect(await accountOn(world, key)).toBe(id)
  })

  it('uses a code up', async () => {
    await world.createUser({ phone: PHONE })
    const { codeHash } = await send()
    await enter(codeHash, '11111')
    await expect(enter(codeHash, '11111', loginKey(2))).rejects.toMatchObject(
      named('PHONE_CODE_EXPIRED'),
    )
  })

  it('tells an empty, a wrong and an expired code apart', async () => {
    await world.createUser({ phone: PHONE })
    const { codeHash } = await send()
    await expect(enter(codeHash, '')).rejects.toMatchObject(named('PHONE_CODE_EMPTY'))
    await expect(enter(codeHash, '11112')).rejects.toMatchObject(named('PHONE_CODE_INVALID'))
    await expect(enter(codeHash, '1111')).rejects.toMatchObject(named('PHONE_CODE_INVALID'))
    passWall(300)
    await expect(enter(codeHash, '11111')).rejects.toMatchObject(named('PHONE_CODE_EXPIRED'))
    expect(await accountOn(world, key)).toBeNull()
  })

  it('makes the code void after five wrong ones, though the right one follows', async () => {
    await world.createUser({ phone: PHONE })
    const { codeHash } = await send()
    for (let i = 0; i < 5; i++) {
      await expect(enter(codeHash, '99999')).rejects.toMatchObject(named('PHONE_CODE_INVALID'))
    }
    await expect(enter(codeHash, '11111')).rejects.toMatchObject(named('PHONE_CODE_EXPIRED'))
    expect(await enter((await send()).codeHash, '11111')).toBeDefined()
  })

  it("refuses a hash under another phone's number", async () => {
    const { codeHash } = await send('9996620123')
    await expect(enter(codeHash, '22222')).rejects.toMatchObject(named('PHONE_CODE_EXPIRED'))
  })

  it('lives by the wall and not by business time', async () => {
    const { codeHash } = await send()
    world.clock.advance(86_400)
    expect(await enter(codeHash, '11111')).toBeUndefined()
  })

  it('makes everybody wait after too many wrong codes for one phone, new codes or not', async () => {
    await world.createUser({ phone: PHONE })
    for (let i = 0; i < 6; i++) {
      const { codeHash } = await send()
      for (let n = 0; n < 5; n++)
        await expect(enter(codeHash, '99999')).rejects.toMatchObject(named('PHONE_CODE_INVALID'))
    }
    passWall(100)
    const { codeHash } = await send()
    await expect(enter(codeHash, '11111')).rejects.toMatchObject(named('FLOOD_WAIT_%d', 200))
    passWall(200)
    expect(await enter(codeHash, '11111')).toBeDefined()
  })

  it('counts wrong codes anew after a right one', async () => {
    await world.close()
    world = await createTestDomain({ limits: { loginAttemptsPerPhone: 2 } })
    for (let i = 0; i < 3; i++) {
      const { codeHash } = await send()
      await expect(enter(codeHash, '99999')).rejects.toMatchObject(named('PHONE_CODE_INVALID'))
      expect(await enter(codeHash, '11111')).toBeUndefined()
    }
  })

  it('replaces who was logged in on the key', async () => {
    const other = await world.createUser({ phone: '9996620123' })
    await world.createUser({ phone: PHONE })
    const sent = await send('9996620123')
    await world.unit((u) => signIn(u, key, '9996620123', sent.codeHash, '22222'))
    const user = await enter((await send()).codeHash, '11111')
    expect(await accountOn(world, key)).toBe(user?.id)
    expect(await world.unit((u) => u.db.auth.authorizationsOf(other.id))).toEqual([])
  })
})

describe('signUp', () => {
  it('makes the account of a number whose code was proven on the same key', async () => {
    const { codeHash } = await send()
    expect(await enter(codeHash, '11111')).toBeUndefined()
    expect(await accountOn(world, key)).toBeNull()
    const user = await register(codeHash)
    expect(user).toMatchObject({ phone: PHONE, firstName: 'Ann', lastName: 'Smith' })
    expect(await accountOn(world, key)).toBe(user.id)
  })

  it('refuses a code that was not proven, or proven on another key', async () => {
    const { codeHash } = await send()
    await expect(register(codeHash)).rejects.toMatchObject(named('PHONE_CODE_EMPTY'))
    await enter(codeHash, '11111', loginKey(2))
    await expect(register(codeHash)).rejects.toMatchObject(named('PHONE_CODE_EMPTY'))
  })

  it('lets one of two clients that register at once make the account', async () => {
    const [one, two] = [await send(), await send()]
    await enter(one.codeHash, '11111')
    await enter(two.codeHash, '11111', loginKey(2))
    await register(one.codeHash)
    await expect(register(two.codeHash, 'Bob', loginKey(2))).rejects.toMatchObject(
      named('PHONE_NUMBER_OCCUPIED'),
    )
    // The code is still good for a login to the account that is there now.
    expect(await enter(two.codeHash, '11111', loginKey(2))).toMatchObject({ firstName: 'Ann' })
  })

  it('refuses a number that was taken meanwhile', async () => {
    const { codeHash } = await send()
    await enter(codeHash, '11111')
    await world.createUser({ phone: PHONE })
    await expect(register(codeHash)).rejects.toMatchObject(named('PHONE_NUMBER_OCCUPIED'))
  })

  it('refuses an empty first name and lets the client try again', async () => {
    const { codeHash } = await send()
    await enter(codeHash, '11111')
    await expect(register(codeHash, '')).rejects.toMatchObject(named('FIRSTNAME_INVALID'))
    await expect(register(codeHash)).resolves.toBeDefined()
  })
})
