import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { authorizeKey, endLoginsOf } from '../domain/accounts/authorization.ts'
import { postToUser } from '../domain/messages/post.ts'
import type { TestAccount } from '../domain/testing.ts'
import { Clients } from './clients.ts'
import { createTestRpc, type TestClient, type TestRpc } from './testing.ts'

let rpc: TestRpc
let ann: TestAccount

beforeEach(async () => {
  rpc = await createTestRpc()
  ann = await rpc.createUser()
})
afterEach(() => rpc.close())

const whoIs = async (client: TestClient): Promise<number | string> => {
  try {
    const [user] = await client.call('users.getUsers', { id: [{ _: 'inputUserSelf' }] })
    return user?.id ?? 'nobody'
  } catch (error) {
    return (error as Error).message
  }
}

describe('the login of a key', () => {
  it('stays ended when it was made and ended in one commit', async () => {
    const bot = await rpc.createBot()
    const client = await rpc.connect()
    await expect(client.call('help.getConfig')).resolves.toBeDefined()
    const login = client.call('auth.importBotAuthorization', {
      flags: 0,
      apiId: 4,
      apiHash: '0'.repeat(32),
      botAuthToken: bot.token,
    })
    // The call is wrapped: it notes its client first, and its own unit comes a turn later.
    await new Promise((resolve) => setImmediate(resolve))
    const end = rpc.unit((u) => endLoginsOf(u, bot.id))
    await Promise.all([login, end])
    const stored = await rpc.unit((u) => u.db.auth.authorization(client.keyId))
    expect(await whoIs(client)).toBe(
      stored?.accountId == null ? 'AUTH_KEY_UNREGISTERED' : stored.accountId,
    )
    expect(stored?.accountId ?? null).toBeNull()
  })

  it('is read anew when it ends while the key is being loaded', async () => {
    const client = await rpc.connect({ account: ann, silent: true })
    // Both units are of one commit, the reading one first.
    const first = whoIs(client)
    await rpc.unit((u) => endLoginsOf(u, ann.id))
    await first
    expect(await whoIs(client)).toBe('AUTH_KEY_UNREGISTERED')
  })

  it('refuses every call once its end was acknowledged, also where one was under way', async () => {
    const client = await rpc.connect({ account: ann })
    await whoIs(client)
    const under = await rpc.unit(async (u) => {
      // Begun before the login ends: it may still be served, since nobody was told of the end yet.
      const waiting = [whoIs(client)]
      await endLoginsOf(u, ann.id)
      return waiting
    })
    expect(await whoIs(client)).toBe('AUTH_KEY_UNREGISTERED')
    await Promise.all(under)
    expect(await whoIs(client)).toBe('AUTH_KEY_UNREGISTERED')
  })

  it('is gone for calls that are under way when every key is forgotten', async () => {
    const { keyId } = await rpc.connect({ account: ann })
    const clients = new Clients(rpc.domain)
    const ofTheCall = await clients.load(keyId)
    expect(ofTheCall.accountId).toBe(ann.id)
    rpc.domain.forget()
    expect(ofTheCall.accountId).toBeUndefined()
  })

  it('takes the sessions of the account before away from its updates', async () => {
    const bob = await rpc.createUser({ firstName: 'Bob' })
    const first = await rpc.connect({ account: ann })
    const second = await rpc.connect({ sameKeyAs: first })
    await whoIs(first)
    await whoIs(second)
    const key = { keyId: first.keyId, layer: 229, device: DEVICE }
    await rpc.unit((u) => authorizeKey(u, key, bob.row))
    await rpc.unit((u) => postToUser(u, bob.id, ann.id, { text: 'for Ann only' }))
    expect(await second.pushed()).toEqual([])
    expect(await whoIs(second)).toBe(bob.id)
  })
})

const DEVICE = {
  apiId: 4, deviceModel: 'Test', systemVersion: '', appVersion: '', systemLangCode: '', langPack: '', langCode: '',
} // prettier-ignore
