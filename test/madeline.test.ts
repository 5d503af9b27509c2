import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startServer, type LocalgramServer } from '../src/index.ts'
import { decodeResult, encodeObject } from '../src/tl/api.ts'
import { decodeMt } from '../src/tl/mtproto.ts'
import type { TlObject } from '../src/tl/object.ts'
import { MadelineClient } from './madeline-client.ts'

/*
 * MadelineProto cannot be installed from a package registry that CI reaches, so that its wire is played
 * here, step by step as it was seen (docs/clients/madelineproto.md).
 */

const LAYER = 190
const PHONE = '+9996610001'
const TRUE = 'b5757299'
const LINK = expect.stringMatching(/^https:\/\/t\.me\/\+[\w-]{16}$/) as string

let server: LocalgramServer
let groupId: number
const clients: MadelineClient[] = []

beforeEach(async () => {
  server = await startServer({ dc: 2 })
  const { id } = await server.createUser({ firstName: 'Owner', phone: PHONE })
  groupId = (await server.createChat({ type: 'group', title: 'Group', ownerId: id })).id
})

afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await server.stop()
})

async function connect(other?: MadelineClient): Promise<MadelineClient> {
  const client = await MadelineClient.connect(server, other)
  clients.push(client)
  return client
}

/** Calls in layer 190, or in no wrapper. */
async function call(
  client: MadelineClient,
  query: TlObject & Readonly<Record<string, unknown>>,
  isWrapped = false,
): Promise<unknown> {
  const init = {
    _: 'initConnection', apiId: 4, deviceModel: 'PHP', systemVersion: '8', appVersion: '8.3.5', systemLangCode: 'en', langPack: '', langCode: 'en', query,
  } // prettier-ignore
  const whole = { _: 'invokeWithLayer', layer: LAYER, query: init } as TlObject
  const answer = await client.call(encodeObject(isWrapped ? whole : query, LAYER))
  return resultOf(query._, answer)
}

function resultOf(method: string, answer: Buffer): unknown {
  if (answer.readUInt32LE(0) !== 0x2144ca19) return decodeResult(method, answer, LAYER)
  const error = decodeMt(answer)
  return error._ === 'rpc_error' ? error.errorMessage : error._
}

const self = (client: MadelineClient) =>
  call(client, { _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })

/** Binds the key, introduces itself and logs in, in MadelineProto's order. */
async function loggedIn(): Promise<MadelineClient> {
  const client = await connect()
  expect((await client.bind()).toString('hex')).toBe(TRUE)
  expect(await call(client, { _: 'help.getConfig' }, true)).toMatchObject({
    _: 'config',
    thisDc: 2,
  })
  expect(await self(client)).toBe('AUTH_KEY_UNREGISTERED')
  const api = { apiId: 4, apiHash: 'hash', settings: { _: 'codeSettings' } }
  const sent = await call(client, { _: 'auth.sendCode', phoneNumber: PHONE, ...api })
  const phoneCodeHash = Reflect.get(sent as object, 'phoneCodeHash') as string
  const login = { phoneNumber: PHONE, phoneCodeHash, phoneCode: '11111' }
  expect(await call(client, { _: 'auth.signIn', ...login })).toMatchObject({
    _: 'auth.authorization',
    user: { firstName: 'Owner' },
  })
  return client
}

describe("MadelineProto's wire", () => {
  it('logs in by a temporary key that it binds before any wrapper, and exports a link', async () => {
    const client = await loggedIn()
    const peer = { _: 'inputPeerChat', chatId: groupId }
    const options = { title: 'My very normal title', usageLimit: 43 }
    expect(await call(client, { _: 'messages.exportChatInvite', peer, ...options })).toMatchObject({
      _: 'chatInviteExported',
      link: LINK,
      ...options,
    })
  })

  it('exports by the form of its document, chat_id alone: a new primary link', async () => {
    const client = await loggedIn()
    const exportByChatId = async (): Promise<unknown> => {
      const body = Buffer.alloc(8)
      body.writeUInt32LE(0x7d885289, 0)
      body.writeInt32LE(groupId, 4)
      return resultOf('messages.exportChatInvite', await client.call(body))
    }
    const [first, second] = [await exportByChatId(), await exportByChatId()]
    expect(first).toMatchObject({ _: 'chatInviteExported', permanent: true, link: LINK })
    expect(second).toMatchObject({ permanent: true, link: LINK })
    expect(second).not.toEqual(first)
  })

  it('is still logged in, and in its layer, by another temporary key of the same permanent one', async () => {
    const later = await connect(await loggedIn())
    expect(await self(later)).toBe('AUTH_KEY_PERM_EMPTY')
    expect((await later.bind()).toString('hex')).toBe(TRUE)
    // Read by layer 190, in which nobody introduced himself on this key.
    expect(await self(later)).toMatchObject([{ _: 'user', self: true, firstName: 'Owner' }])
  })

  it('finds data centres in the configuration, none of them static, which it would pass over', async () => {
    const client = await loggedIn()
    const config = (await call(client, { _: 'help.getConfig' })) as { dcOptions: object[] }
    expect(config.dcOptions.length).toBeGreaterThan(0)
    for (const option of config.dcOptions) {
      expect(option).toMatchObject({ ipAddress: server.host, port: server.port })
      expect(option).not.toHaveProperty('static')
    }
  })
})
