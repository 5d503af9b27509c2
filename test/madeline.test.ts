import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startServer, type LocalgramServer } from '../src/index.ts'
import { decodeResult, encodeObject } from '../src/tl/api.ts'
import { decodeMt } from '../src/tl/mtproto.ts'
import type { TlObject } from '../src/tl/object.ts'
import { MadelineClient } from './madeline-client.ts'

/*
 * MadelineProto is on Packagist, which CI does not reach, so that e2e/madeline.e2e.ts runs on few
 * machines. Its wire is played here, packet by packet as it was recorded from 8.3.5 itself.
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

type Query = TlObject & Readonly<Record<string, unknown>>

const bytesOf = (query: TlObject): Buffer => encodeObject(query, LAYER)

/** Introduces itself in a call, as it does in the first ones only. */
function introduced(query: Query): TlObject {
  const init = {
    _: 'initConnection', apiId: 4, deviceModel: 'Linux', systemVersion: '6.18', appVersion: '8.3.5', systemLangCode: 'en', langPack: '', langCode: 'C.UTF-8', query,
  } // prettier-ignore
  return { _: 'invokeWithLayer', layer: LAYER, query: init } as TlObject
}

/** Calls without any wrapper: the layer is remembered. */
async function call(client: MadelineClient, query: Query): Promise<unknown> {
  return resultOf(query._, await client.call(bytesOf(query)))
}

/** The same call three times beside another one, in one packet. */
async function callThrice(client: MadelineClient, query: Query, other?: Query): Promise<unknown[]> {
  const queries = [...(other === undefined ? [] : [other]), query, query, query]
  const answers = await client.calls(queries.map(bytesOf))
  return answers.map((answer, i) => resultOf(queries[i]?._ ?? '', answer))
}

function resultOf(method: string, answer: Buffer): unknown {
  if (answer.readUInt32LE(0) !== 0x2144ca19) return decodeResult(method, answer, LAYER)
  const error = decodeMt(answer)
  return error._ === 'rpc_error' ? error.errorMessage : error._
}

const self = (client: MadelineClient) =>
  call(client, { _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })

/** Binds the key, introduces itself, goes where the configuration says and logs in, in its own order. */
async function loggedIn(): Promise<MadelineClient> {
  const client = await connect()
  expect((await client.bind()).toString('hex')).toBe(TRUE)
  const getConfig = bytesOf(introduced({ _: 'help.getConfig' }))
  const answers = await client.calls([getConfig, getConfig, getConfig])
  const configs = answers.map((one) => resultOf('help.getConfig', one) as { dcOptions: Place[] })
  expect(configs).toMatchObject(configs.map(() => ({ _: 'config', thisDc: 2 })))
  const place = configs[0]?.dcOptions.find(({ id }) => id === 2) as Place
  await client.reconnect(place.ipAddress, place.port)
  expect(await self(client)).toBe('AUTH_KEY_UNREGISTERED')
  client.ping()
  const api = { apiId: 4, apiHash: 'hash', settings: { _: 'codeSettings' } }
  const sent = await call(client, { _: 'auth.sendCode', phoneNumber: PHONE, ...api })
  const phoneCodeHash = Reflect.get(sent as object, 'phoneCodeHash') as string
  const login = { phoneNumber: PHONE, phoneCodeHash, phoneCode: '11111' }
  expect(await call(client, { _: 'auth.signIn', ...login })).toMatchObject({
    _: 'auth.authorization',
    user: { firstName: 'Owner' },
  })
  expect(await self(client)).toMatchObject([{ _: 'user', self: true }])
  const getChats = { _: 'messages.getChats', id: [BigInt(groupId)] }
  const states = await callThrice(client, { _: 'updates.getState' }, getChats)
  expect(states).toMatchObject([{ _: 'messages.chats' }, ...Array(3).fill({ _: 'updates.state' })])
  return client
}

/** A data centre of the configuration. */
interface Place {
  readonly id: number
  readonly ipAddress: string
  readonly port: number
}

describe("MadelineProto's wire", () => {
  it('pads, binds a temporary key before any wrapper, moves on, logs in and exports a link', async () => {
    const client = await loggedIn()
    const peer = { _: 'inputPeerChat', chatId: groupId }
    const options = { title: 'My very normal title', usageLimit: 43 }
    const exportInvite = { _: 'messages.exportChatInvite', peer, ...options }
    const answers = await callThrice(client, { _: 'help.getCdnConfig' }, exportInvite)
    expect(answers).toMatchObject([
      { _: 'chatInviteExported', link: LINK, ...options },
      ...Array(3).fill({ _: 'cdnConfig' }),
    ])
  })

  it('exports by the form of its document in its day, chat_id alone: a new primary link', async () => {
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
    // Read by layer 190, in which nobody introduced themself on this key.
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
