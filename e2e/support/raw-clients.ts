import { gunzipSync } from 'node:zlib'
import { keyOfSession, MtprotoClient } from '../../bench/mtproto-client.ts'
import { call, encode } from '../../bench/requests.ts'
import type { LocalgramServer } from '../../src/index.ts'
import { decodeResult, NEWEST_LAYER } from '../../src/tl/api.ts'
import type { TlMethods } from '../../src/tl/generated/methods.ts'
import { decodeMt } from '../../src/tl/mtproto.ts'

const RPC_ERROR = 0x2144ca19
const GZIP_PACKED = 0x3072cfa1

/** An account on a connection and an auth key of its own, with no client package between. */
export interface RawClient {
  readonly accountId: number
  call: <N extends keyof TlMethods>(
    name: N,
    fields: Omit<TlMethods[N]['request'], '_'>,
  ) => Promise<TlMethods[N]['result']>
  /** Calls and returns the error's name, or `ok`. */
  outcome: <N extends keyof TlMethods>(
    name: N,
    fields: Omit<TlMethods[N]['request'], '_'>,
  ) => Promise<string>
  close(): void
}

/** Logs a new account in. */
export async function rawClient(server: LocalgramServer, firstName: string): Promise<RawClient> {
  const { id } = await server.createUser({ firstName })
  return await rawClientOf(server, id)
}

/** Logs an account in. */
export async function rawClientOf(server: LocalgramServer, id: number): Promise<RawClient> {
  const key = keyOfSession(await server.createSession(id, 'gramjs'))
  const client = await MtprotoClient.open(server, key, (error) => {
    throw error
  })
  // Brings the server's salt, so that no call has to be sent twice.
  await call(client, 'updates.getState', {})
  return {
    accountId: id,
    call: async (name, fields) => {
      const answer = unpacked(await client.call(encode(name, fields)))
      return decodeResult(name, answer, NEWEST_LAYER) as never
    },
    outcome: async (name, fields) => outcomeOf(await client.call(encode(name, fields))),
    close: () => client.close(),
  }
}

/** The answer itself, where the server has packed it. */
function unpacked(answer: Buffer): Uint8Array {
  if (answer.readUInt32LE(0) !== GZIP_PACKED) return answer
  const packed = decodeMt(answer)
  return packed._ === 'gzip_packed' ? gunzipSync(packed.packedData) : answer
}

function outcomeOf(answer: Buffer): string {
  if (answer.readUInt32LE(0) !== RPC_ERROR) return 'ok'
  const error = decodeMt(answer)
  return error._ === 'rpc_error' ? error.errorMessage : error._
}
