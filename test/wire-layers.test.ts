import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keyOfSession, MtprotoClient } from '../bench/mtproto-client.ts'
import { startServer, type LocalgramServer } from '../src/index.ts'
import { decodeResult, encodeObject, NEWEST_LAYER } from '../src/tl/api.ts'
import { linesOf } from '../src/tl/layers.ts'
import { decodeMt } from '../src/tl/mtproto.ts'
import type { TlObject } from '../src/tl/object.ts'

let server: LocalgramServer
let client: MtprotoClient

beforeEach(async () => {
  server = await startServer()
  const { id } = await server.createUser({ firstName: 'Ann' })
  const key = keyOfSession(await server.createSession(id, 'gramjs'))
  client = await MtprotoClient.open(server, key, (error) => {
    throw error
  })
})

afterEach(async () => {
  client.close()
  await server.stop()
})

const SELF = { _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] } as TlObject

function inLayer(layer: number, query = SELF): Promise<Buffer> {
  return client.call(encodeObject({ _: 'invokeWithLayer', layer, query } as TlObject, NEWEST_LAYER))
}

function errorIn(answer: Buffer): string {
  const error = decodeMt(answer)
  return error._ === 'rpc_error' ? `${error.errorCode} ${error.errorMessage}` : error._
}

describe('a client that asks for layer', () => {
  it.each([
    [300, NEWEST_LAYER, 'beyond the newest'],
    [226, 225, 'without a schema'],
    [194, 193, 'without a schema'],
    [159, 158, 'without a schema'],
    [158, 158, 'the oldest'],
  ])('%i is answered in %i: it is %s', async (asked, answered) => {
    const answer = await inLayer(asked)
    expect(decodeResult('users.getUsers', answer, answered)).toMatchObject([
      { _: 'user', self: true, firstName: 'Ann' },
    ])
    // A vector: its id, its length, and then the first object's id.
    expect(answer.readUInt32LE(8)).toBe((linesOf(answered).constructors.get('user')?.id ?? 0) >>> 0)
  })

  it('and then for another is answered in that from then on, without a wrapper too', async () => {
    const idIn = (layer: number) => (linesOf(layer).constructors.get('user')?.id ?? 0) >>> 0
    await inLayer(158)
    expect((await client.call(encodeObject(SELF, NEWEST_LAYER))).readUInt32LE(8)).toBe(idIn(158))
    await inLayer(198)
    expect((await client.call(encodeObject(SELF, NEWEST_LAYER))).readUInt32LE(8)).toBe(idIn(198))
  })
})

describe('a call that cannot be read', () => {
  it('is refused, and the connection lives on', async () => {
    const whole = encodeObject(SELF, NEWEST_LAYER)
    expect(errorIn(await client.call(Buffer.from('01020304', 'hex')))).toBe(
      '400 INPUT_METHOD_INVALID_67305985_4',
    )
    expect(errorIn(await client.call(whole.subarray(0, -4)))).toBe('400 INPUT_FETCH_ERROR')
    const wrong = Buffer.from(whole)
    wrong.writeUInt32LE(0x04030201, whole.length - 4)
    expect(errorIn(await client.call(wrong))).toBe('400 INPUT_CONSTRUCTOR_INVALID')
    expect(decodeResult('users.getUsers', await client.call(whole), NEWEST_LAYER)).toMatchObject([
      { self: true },
    ])
  })
})
