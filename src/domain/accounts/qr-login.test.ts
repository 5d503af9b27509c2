import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AuthorizationRow } from '../../store/tables/auth.ts'
import { createTestDomain, type TestAccount, type TestDomain } from '../testing.ts'
import { acceptLoginToken, exportLoginToken, importLoginToken, type QrLogin } from './qr-login.ts'
import { checkPassword } from './sign-in.ts'
import { getPassword } from './password.ts'
import { accountOn, clientProof, eventsOf, loginKey, named, passWall, stopWall } from './testing.ts'

const key = loginKey(1)
let world: TestDomain
let ann: TestAccount

beforeEach(async () => {
  stopWall()
  world = await createTestDomain()
  ann = await world.createUser()
  // The waiting client has introduced itself.
  await world.unit((u) =>
    u.db.auth.insertAuthorization({
      ...key.device,
      keyId: key.keyId,
      layer: key.layer,
      accountId: null,
      passwordPendingFor: null,
      hash: '77',
      createdAt: u.now,
      activeAt: u.now,
    }),
  )
})
afterEach(() => {
  vi.useRealTimers()
  return world.close()
})

const show = (exceptIds: number[] = [], on = key): Promise<QrLogin> =>
  world.unit((u) => exportLoginToken(u, on, 4, 'hash', exceptIds))
const token = async (exceptIds: number[] = []): Promise<Buffer> => {
  const shown = await show(exceptIds)
  if (shown.kind !== 'token') throw new Error('no token')
  return shown.token
}
const accept = (scanned: Uint8Array, id = ann.id): Promise<AuthorizationRow> =>
  world.unit((u) => acceptLoginToken(u, id, scanned))
const take = (scanned: Uint8Array, on = key): Promise<QrLogin> =>
  world.unit((u) => importLoginToken(u, on, scanned))

describe('a QR-code login', () => {
  it('logs the waiting key in once another device accepted it', async () => {
    const scanned = await token()
    const events = eventsOf(world)
    expect(await accept(scanned)).toMatchObject({ hash: '77', deviceModel: 'Device 1', apiId: 4 })
    expect(events).toEqual([{ to: 'keys', keyIds: [key.keyId], what: 'loginTokenAccepted' }])
    expect(await accountOn(world, key)).toBeNull()
    expect(await show()).toMatchObject({ kind: 'done', user: { id: ann.id } })
    expect(await accountOn(world, key)).toBe(ann.id)
  })

  it('shows a new token each time, which lives for 30 seconds', async () => {
    const first = await token()
    const second = await token()
    expect(second.equals(first)).toBe(false)
    await expect(accept(first)).rejects.toMatchObject(named('AUTH_TOKEN_INVALIDX'))
    passWall(30)
    await expect(accept(second)).rejects.toMatchObject(named('AUTH_TOKEN_EXPIRED'))
  })

  it('tells the end of a token in time of the wall, which business time does not move', async () => {
    world.clock.advance(86_400)
    const shown = await show()
    expect(shown).toMatchObject({ expires: Math.floor(Date.now() / 1000) + 30 })
    world.clock.advance(86_400)
    if (shown.kind !== 'token') throw new Error('no token')
    expect(await accept(shown.token)).toBeDefined()
  })

  it('goes on though the waiting client hears of it late', async () => {
    const scanned = await token()
    await accept(scanned)
    passWall(60)
    expect(await show()).toMatchObject({ kind: 'done' })
  })

  it('is accepted once', async () => {
    const bob = await world.createUser()
    const scanned = await token()
    await accept(scanned)
    await expect(accept(scanned, bob.id)).rejects.toMatchObject(
      named('AUTH_TOKEN_ALREADY_ACCEPTED'),
    )
    expect(await show()).toMatchObject({ user: { id: ann.id } })
    // What was used is gone: the next one is a new token.
    expect(await show()).toMatchObject({ kind: 'token' })
  })

  it('refuses an account that the client has already', async () => {
    const scanned = await token([ann.id])
    await expect(accept(scanned)).rejects.toMatchObject(named('AUTH_TOKEN_EXCEPTION'))
  })

  it('asks for the password of an account that has one', async () => {
    const safe = await world.createUser({ password: 'open sesame' })
    await accept(await token(), safe.id)
    await expect(show()).rejects.toMatchObject(named('SESSION_PASSWORD_NEEDED'))
    expect(await accountOn(world, key)).toBeNull()
    const { current } = await world.unit((u) => getPassword(u, safe.row))
    if (!current) throw new Error('no password')
    const proof = clientProof('open sesame', current)
    await world.unit((u) => checkPassword(u, key, proof))
    expect(await accountOn(world, key)).toBe(safe.id)
  })

  it('refuses an application without an id', async () => {
    await expect(world.unit((u) => exportLoginToken(u, key, 0, 'x', []))).rejects.toMatchObject(
      named('API_ID_INVALID'),
    )
  })
})

describe('importLoginToken', () => {
  it('gives the token back until it is accepted, and then logs in', async () => {
    const scanned = await token()
    expect(await take(scanned)).toMatchObject({ kind: 'token', token: scanned })
    await accept(scanned)
    expect(await take(scanned)).toMatchObject({ kind: 'done', user: { id: ann.id } })
    await expect(take(scanned)).rejects.toMatchObject(named('AUTH_TOKEN_INVALID'))
  })

  it('refuses another key, an unknown token and an old one', async () => {
    const scanned = await token()
    await accept(scanned)
    await expect(take(scanned, loginKey(2))).rejects.toMatchObject(named('AUTH_TOKEN_INVALID'))
    await expect(take(Buffer.from('no'))).rejects.toMatchObject(named('AUTH_TOKEN_INVALID'))
    passWall(601)
    await expect(take(scanned)).rejects.toMatchObject(named('AUTH_TOKEN_EXPIRED'))
    expect(await accountOn(world, loginKey(2))).toBeNull()
  })
})
