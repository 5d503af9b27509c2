import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDomain, type TestDomain } from '../domain/testing.ts'
import type { RpcPort, RpcSession } from '../mtproto/session/rpc-port.ts'
import { encodeObject, NEWEST_LAYER } from '../tl/api.ts'
import { decodeMt } from '../tl/mtproto.ts'
import type { TlObject } from '../tl/object.ts'
import { CHAIN } from './chain/links.ts'
import { Clients } from './clients.ts'
import { createDispatcher } from './dispatcher.ts'
import { openMethod } from './method.ts'
import { METHODS } from './methods/index.ts'
import { Pushes } from './pushes.ts'
import { TEST_FACTS } from './testing.ts'

/** A line of the log. */
interface Line {
  readonly level: number
  readonly msg: string
  readonly method?: string
  readonly reason?: string
  readonly sessionId?: string
  readonly keyId?: string
}

const WARN = 40
const ERROR = 50
const KEY_ID = '00000000000000aa'
let world: TestDomain
let lines: Line[]
let port: RpcPort

beforeEach(async () => {
  world = await createTestDomain()
  lines = []
  port = createPort()
})
afterEach(() => world.close())

function createPort(): RpcPort {
  const write = (line: string): void => void lines.push(JSON.parse(line) as Line)
  const log = pino({ level: 'debug' }, { write })
  const buggy = openMethod('help.getAppConfig', () => Promise.reject(new Error('a bug')))
  const wrong = openMethod('help.getNearestDc', () =>
    Promise.resolve({ _: 'nearestDc', country: 5, thisDc: 2, nearestDc: 2 } as never),
  )
  return createDispatcher({
    domain: world.domain,
    clients: new Clients(world.domain),
    pushes: new Pushes(world.domain, log),
    methods: new Map([...METHODS, [buggy.name, buggy], [wrong.name, wrong]]),
    chain: CHAIN,
    server: TEST_FACTS,
    log,
  })
}

const SESSION: RpcSession = {
  id: 77n,
  keyId: KEY_ID,
  permKeyId: KEY_ID,
  uniqueId: 1n,
  online: true,
  remote: '127.0.0.1',
  push: () => undefined,
  answered: () => undefined,
}

function answerTo(body: Buffer, on = port): Promise<Uint8Array> {
  const signal = new AbortController().signal
  return on.call({ body, msgId: 4n, session: SESSION, connectionId: 1, signal })
}

/** The rpc_error that bytes are answered with. */
async function errorTo(body: Buffer, on = port): Promise<{ code: number; text: string }> {
  const error = decodeMt(await answerTo(body, on))
  if (error._ !== 'rpc_error') throw new Error(`no rpc_error but ${error._}`)
  return { code: error.errorCode, text: error.errorMessage }
}

const bytesOf = (call: object): Buffer => encodeObject(call as TlObject, NEWEST_LAYER)
const hex = (text: string): Buffer => Buffer.from(text, 'hex')

/** messages.exportChatInvite#a455de90 flags:# peer:InputPeer, up to its peer. */
const EXPORT = '90de55a400000000'
/** invokeWithLayer#da9b0d0d layer:int, up to its query. */
const IN_LAYER = '0d0d9bdac6000000'

describe('a call that cannot be read', () => {
  it.each([
    ['an unknown id', '01020304', 'INPUT_METHOD_INVALID_67305985_4'],
    ['an object', 'b95ca9352a00000000000000', 'INPUT_METHOD_INVALID_900291769_12'],
    [
      'an object in a wrapper',
      `${IN_LAYER}b95ca9352a00000000000000`,
      'INPUT_METHOD_INVALID_900291769_20',
    ],
    ['an unknown object in a call', `${EXPORT}01020304`, 'INPUT_CONSTRUCTOR_INVALID'],
    ['the same in a wrapper', `${IN_LAYER}${EXPORT}01020304`, 'INPUT_CONSTRUCTOR_INVALID'],
    ['an object of another type in a call', `${EXPORT}3fb1c1f7`, 'INPUT_FETCH_ERROR'],
    ['a call that ends too early', EXPORT, 'INPUT_FETCH_ERROR'],
    ['bytes after the end', '6b18f9c400000000', 'INPUT_FETCH_ERROR'],
    ['no bytes', '', 'INPUT_FETCH_ERROR'],
  ])('is named by what is wrong with it: %s', async (_what, bytes, text) => {
    expect(await errorTo(hex(bytes))).toEqual({ code: 400, text })
  })

  it('is logged once, with its method and session and nothing of its content', async () => {
    const secret = 'correct horse battery staple'
    const good = bytesOf({ _: 'contacts.resolveUsername', username: secret })
    await errorTo(good.subarray(0, good.length - 4))
    expect(lines).toMatchObject([
      { level: WARN, method: 'contacts.resolveUsername', sessionId: '77', keyId: KEY_ID },
    ])
    expect(lines[0]?.reason).toMatch(/at byte \d+$/)
    expect(JSON.stringify(lines)).not.toContain(secret)
  })

  it('is a warning the first time only', async () => {
    for (let i = 0; i < 3; i++) await errorTo(hex(`${EXPORT}01020304`))
    expect(lines.filter(({ level }) => level === WARN)).toHaveLength(1)
    expect(lines).toHaveLength(3)
  })
})

describe('a layer without a schema', () => {
  it.each([300, 157])('is named in the log: %i', async (layer) => {
    const query = { _: 'help.getConfig' }
    await answerTo(bytesOf({ _: 'invokeWithLayer', layer, query }))
    const warnings = lines.filter(({ level }) => level === WARN)
    expect(warnings).toMatchObject([{ layer, newest: 229, oldest: 158 }])
  })
})

describe('a bug', () => {
  it.each([
    ['in a method', 'help.getAppConfig', { hash: 0 }],
    ['that the encoding finds', 'help.getNearestDc', {}],
  ])('%s is answered 500 and logged once, with its method', async (_where, name, fields) => {
    expect(await errorTo(bytesOf({ _: name, ...fields }))).toEqual({ code: 500, text: 'INTERNAL' })
    expect(lines.filter(({ level }) => level >= ERROR)).toMatchObject([
      { method: name, keyId: KEY_ID, sessionId: '77' },
    ])
  })
})

describe('a method that is not implemented', () => {
  it('is named once in the log of each server', async () => {
    const call = bytesOf({ _: 'auth.checkRecoveryPassword', code: '1' })
    const warnings = () => lines.filter(({ level }) => level === WARN).length
    await world.unit((u) =>
      u.db.auth.insertAuthorization({
        keyId: KEY_ID,
        accountId: 5,
        passwordPendingFor: null,
        hash: '1',
        layer: NEWEST_LAYER,
        apiId: 4,
        deviceModel: '',
        systemVersion: '',
        appVersion: '',
        systemLangCode: '',
        langPack: '',
        langCode: '',
        createdAt: u.now,
        activeAt: u.now,
      }),
    )
    for (let i = 0; i < 3; i++) {
      expect(await errorTo(call)).toMatchObject({ text: 'METHOD_NOT_IMPLEMENTED' })
    }
    expect(warnings()).toBe(1)
    await errorTo(call, createPort())
    expect(warnings()).toBe(2)
  })
})
