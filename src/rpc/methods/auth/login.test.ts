import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { passFirstStep } from '../../../domain/accounts/authorization.ts'
import { deleteAccount } from '../../../domain/accounts/delete-account.ts'
import { clientProof } from '../../../domain/accounts/testing.ts'
import { createTestRpc, type TestClient, type TestRpc } from '../../testing.ts'

const PHONE = '+9996617777'
const LAYERS = [158, 190, 198, 214, 229]
let rpc: TestRpc

beforeEach(async () => {
  rpc = await createTestRpc()
})
afterEach(() => rpc.close())

const api = { apiId: 4, apiHash: 'hash' }
async function sendCode(client: TestClient, phoneNumber = PHONE): Promise<string> {
  const sent = await client.call('auth.sendCode', {
    phoneNumber,
    ...api,
    settings: { _: 'codeSettings' },
  })
  if (sent._ !== 'auth.sentCode') throw new Error(sent._)
  return sent.phoneCodeHash
}
async function signIn(client: TestClient, phoneCode = '11111'): Promise<unknown> {
  const phoneCodeHash = await sendCode(client)
  return client.call('auth.signIn', { phoneNumber: PHONE, phoneCodeHash, phoneCode })
}
async function proofOf(client: TestClient): Promise<ReturnType<typeof clientProof>> {
  const { currentAlgo, srp_B: srpB, srpId } = await client.call('account.getPassword')
  if (!srpB || srpId === undefined || !currentAlgo || !('salt1' in currentAlgo))
    throw new Error('no challenge')
  const { salt1, salt2 } = currentAlgo
  return clientProof('open sesame', { salt1, salt2, srpB, srpId, hint: '' })
}
const self = (client: TestClient): Promise<unknown> =>
  client.call('users.getUsers', { id: [{ _: 'inputUserSelf' }] })

describe('logging in', () => {
  it.each(LAYERS)('signs a new person up in layer %d', async (layer) => {
    const client = await rpc.connect({ layer })
    await expect(self(client)).rejects.toMatchObject({
      message: 'AUTH_KEY_UNREGISTERED',
      code: 401,
    })
    const phoneCodeHash = await sendCode(client)
    const request = { phoneNumber: PHONE, phoneCodeHash }
    expect(await client.call('auth.signIn', { ...request, phoneCode: '11111' })).toMatchObject({
      _: 'auth.authorizationSignUpRequired',
    })
    expect(
      await client.call('auth.signUp', { ...request, firstName: 'Ann', lastName: 'Smith' }),
    ).toMatchObject({ _: 'auth.authorization', user: { self: true, firstName: 'Ann' } })
    expect(await self(client)).toMatchObject([{ self: true, phone: '9996617777' }])
  })

  it.each(LAYERS)(
    'logs a known person in, tells the code type, and out, in layer %d',
    async (layer) => {
      const { id } = await rpc.createUser({ phone: PHONE })
      const client = await rpc.connect({ layer })
      expect(
        await client.call('auth.sendCode', {
          phoneNumber: PHONE,
          ...api,
          settings: { _: 'codeSettings' },
        }),
      ).toMatchObject({
        _: 'auth.sentCode',
        type: { _: 'auth.sentCodeTypeSms', length: 5 },
        nextType: { _: 'auth.codeTypeCall' },
      })
      expect(await signIn(client)).toMatchObject({ _: 'auth.authorization', user: { id } })
      expect(await self(client)).toMatchObject([{ id }])
      expect(await client.call('auth.logOut')).toEqual({ _: 'auth.loggedOut' })
      await expect(self(client)).rejects.toMatchObject({ message: 'AUTH_KEY_UNREGISTERED' })
    },
  )

  it('remembers the login by the key and not by the session', async () => {
    const { id } = await rpc.createUser({ phone: PHONE })
    const client = await rpc.connect({ silent: true })
    await signIn(client)
    const again = await rpc.connect({ sameKeyAs: client, silent: true })
    expect(await self(again)).toMatchObject([{ id }])
  })

  it('goes through SRP where the account has a password', async () => {
    const { id } = await rpc.createUser({ phone: PHONE, password: 'open sesame' })
    const client = await rpc.connect()
    await expect(client.call('account.getPassword')).rejects.toMatchObject({ code: 401 })
    await expect(signIn(client)).rejects.toMatchObject({
      message: 'SESSION_PASSWORD_NEEDED',
      code: 401,
    })
    await expect(self(client)).rejects.toMatchObject({
      message: 'SESSION_PASSWORD_NEEDED',
      code: 401,
    })
    await expect(client.call('help.getConfig')).resolves.toMatchObject({ _: 'config' })
    await expect(client.call('auth.requestPasswordRecovery')).rejects.toThrow(
      'PASSWORD_RECOVERY_NA',
    )
    const { a, m1, srpId } = await proofOf(client)
    expect(
      await client.call('auth.checkPassword', {
        password: { _: 'inputCheckPasswordSRP', srpId, A: Buffer.from(a), M1: Buffer.from(m1) },
      }),
    ).toMatchObject({ user: { id } })
    expect(await self(client)).toMatchObject([{ id }])
  })

  it('asks for the password where the store alone knows of the first step, until logging out', async () => {
    const { row } = await rpc.createUser({ phone: PHONE, password: 'open sesame' })
    const client = await rpc.connect()
    const device = {
      apiId: 4, deviceModel: '', systemVersion: '', appVersion: '', systemLangCode: '', langPack: '', langCode: '',
    } // prettier-ignore
    const key = { keyId: client.keyId, layer: 229, device }
    await expect(rpc.unit((u) => passFirstStep(u, key, row))).rejects.toThrow()
    await expect(self(client)).rejects.toThrow('SESSION_PASSWORD_NEEDED')
    expect(await client.call('auth.logOut')).toEqual({ _: 'auth.loggedOut' })
    await expect(self(client)).rejects.toThrow('AUTH_KEY_UNREGISTERED')
    await expect(client.call('account.getPassword')).rejects.toThrow('AUTH_KEY_UNREGISTERED')
    await expect(client.call('auth.logOut')).rejects.toThrow('AUTH_KEY_UNREGISTERED')
  })

  it('asks for no password of an account that was deleted meanwhile', async () => {
    const { row } = await rpc.createUser({ phone: PHONE, password: 'open sesame' })
    const client = await rpc.connect()
    await expect(signIn(client)).rejects.toThrow('SESSION_PASSWORD_NEEDED')
    const proof = await proofOf(client)
    await rpc.unit((u) => deleteAccount(u, row, proof))
    await expect(self(client)).rejects.toThrow('AUTH_KEY_UNREGISTERED')
  })

  it('lets two clients log in to one number at once', async () => {
    const { id } = await rpc.createUser({ phone: PHONE })
    const clients = [await rpc.connect(), await rpc.connect({ layer: 158 })]
    const hashes = await Promise.all(clients.map((client) => sendCode(client)))
    const logins = clients.map((client, i) =>
      client.call('auth.signIn', {
        phoneNumber: PHONE,
        phoneCodeHash: hashes[i] ?? '',
        phoneCode: '11111',
      }),
    )
    expect(await Promise.all(logins)).toMatchObject([{ user: { id } }, { user: { id } }])
    for (const client of clients) expect(await self(client)).toMatchObject([{ id }])
  })

  it("logs a bot in by its token, and keeps people's methods from it", async () => {
    const { id, token: botAuthToken } = await rpc.createBot()
    const client = await rpc.connect({ layer: 158 })
    expect(
      await client.call('auth.importBotAuthorization', { flags: 0, ...api, botAuthToken }),
    ).toMatchObject({ _: 'auth.authorization', user: { id, bot: true } })
    await expect(client.call('contacts.getContacts', { hash: 0n })).rejects.toThrow(
      'BOT_METHOD_INVALID',
    )
  })

  it('carries a login to another key', async () => {
    const ann = await rpc.createUser()
    const first = await rpc.connect({ account: ann })
    const { id, bytes } = await first.call('auth.exportAuthorization', { dcId: 4 })
    const second = await rpc.connect()
    expect(await second.call('auth.importAuthorization', { id, bytes })).toMatchObject({
      user: { id: ann.id },
    })
    expect(await self(second)).toMatchObject([{ id: ann.id }])
  })
})

describe('a QR-code login', () => {
  it('tells the waiting session, which then is logged in', async () => {
    const ann = await rpc.createUser()
    const phone = await rpc.connect({ account: ann })
    const screen = await rpc.connect({ layer: 158 })
    const shown = await screen.call('auth.exportLoginToken', { ...api, exceptIds: [] })
    if (shown._ !== 'auth.loginToken') throw new Error(shown._)
    const device = await phone.call('auth.acceptLoginToken', { token: shown.token })
    expect(device).toMatchObject({ deviceModel: 'Test', appVersion: '2' })
    expect(await screen.pushed()).toMatchObject([
      { _: 'updateShort', update: { _: 'updateLoginToken' } },
    ])
    expect(await screen.call('auth.exportLoginToken', { ...api, exceptIds: [] })).toMatchObject({
      _: 'auth.loginTokenSuccess',
      authorization: { user: { id: ann.id, self: true } },
    })
    expect(await self(screen)).toMatchObject([{ id: ann.id }])
  })
})

describe('ending other logins', () => {
  it('lists the logins, shuts another one out and pushes it nothing more', async () => {
    const ann = await rpc.createUser()
    const here = await rpc.connect({ account: ann })
    const there = await rpc.connect({ account: ann })
    await self(here)
    await self(there)
    const { authorizations } = await here.call('account.getAuthorizations')
    expect(authorizations).toMatchObject([{ current: true, hash: 0n }, { deviceModel: 'Test' }])
    const other = authorizations.find((one) => !one.current)
    rpc.clock.advance(86_400)
    await here.call('account.resetAuthorization', { hash: other?.hash ?? 0n })
    await here.call('account.updateProfile', { firstName: 'Anna' })
    expect(await there.pushed()).toEqual([])
    await expect(self(there)).rejects.toMatchObject({ message: 'AUTH_KEY_UNREGISTERED', code: 401 })
    expect(await self(here)).toMatchObject([{ firstName: 'Anna' }])
  })
})
