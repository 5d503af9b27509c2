import { join } from 'node:path'
import * as tdl from 'tdl'
import type { ProxyType$Input, Update } from 'tdlib-types'
import { API_HASH, API_ID } from '../support/mtcute.ts'

/** How TDLib is led to the server. */
export type Road = 'socks5' | 'mtproxy' | 'mtproxyPadded' | 'http' | 'httpOnly'

/** The secret that localgram's MTProxy takes unless it is told others. */
const MTPROXY_SECRET = '00112233445566778899aabbccddeeff'

function proxyType(road: Road, secret: string): ProxyType$Input {
  switch (road) {
    case 'socks5':
      return { _: 'proxyTypeSocks5', username: '', password: '' }
    case 'mtproxy':
      return { _: 'proxyTypeMtproto', secret }
    case 'mtproxyPadded':
      return { _: 'proxyTypeMtproto', secret: `dd${secret}` }
    case 'http':
      return { _: 'proxyTypeHttp', username: '', password: '', http_only: false }
    case 'httpOnly':
      return { _: 'proxyTypeHttp', username: '', password: '', http_only: true }
  }
}

/** Longest wait for an update that is due, milliseconds. */
const UPDATE_MAX_MS = 10_000

/** What a client is made of. */
export interface ClientOptions {
  /** Where the server, or what stands before it, listens on 127.0.0.1. */
  readonly port: number
  readonly road?: Road
  /** Of the server's MTProxy. */
  readonly secret?: string
  readonly pfs?: boolean
  readonly testDc?: boolean
  /** Where its database lies; one that is logged in there stays so. */
  readonly directory: string
}

type UpdateName = Update['_']
type UpdateOf<N extends UpdateName> = Extract<Update, { readonly _: N }>

/** One TDLib instance that logs in nowhere before its proxy is set. */
export class TdlibClient {
  readonly invoke: tdl.Client['invoke']
  /** Everything that TDLib told, oldest first. */
  readonly updates: Update[] = []
  readonly #client: tdl.Client
  readonly #errors: Error[] = []

  private constructor(client: tdl.Client) {
    this.#client = client
    this.invoke = client.invoke
    client.on('update', (update) => this.updates.push(update))
    client.on('error', (error) => this.#errors.push(error))
  }

  /** A client that is not logged in; its proxy is on. */
  static async create(options: ClientOptions): Promise<TdlibClient> {
    const { directory, port, road = 'socks5', secret = MTPROXY_SECRET } = options
    const client = new TdlibClient(
      tdl.createClient({
        apiId: API_ID,
        apiHash: API_HASH,
        databaseDirectory: join(directory, 'database'),
        filesDirectory: join(directory, 'files'),
        useTestDc: options.testDc ?? false,
      }),
    )
    const proxy = { _: 'proxy', server: '127.0.0.1', port, type: proxyType(road, secret) } as const
    await client.invoke({ _: 'addProxy', proxy, enable: true, comment: '' })
    if (options.pfs === true) {
      const value = { _: 'optionValueBoolean', value: true } as const
      await client.invoke({ _: 'setOption', name: 'use_pfs', value })
    }
    return client
  }

  /** Goes on with the login that its database holds. */
  async loginAgain(): Promise<void> {
    await this.#client.login(() => {
      throw new Error('the login was lost')
    })
  }

  /** Logs in by phone; test numbers 99966XYYYY have the code XXXXX. */
  async loginUser(phone: string, password = ''): Promise<void> {
    await this.#client.login({
      type: 'user',
      getPhoneNumber: async () => phone,
      getAuthCode: async (retry) => {
        if (retry === true) throw new Error('the code was refused')
        return (phone.replace('+', '')[5] ?? '').repeat(5)
      },
      getPassword: async (_hint, retry) => {
        if (retry === true) throw new Error('the password was refused')
        return password
      },
      getName: async () => ({ firstName: 'New', lastName: 'Comer' }),
    })
  }

  /** Logs in as a bot. */
  async loginBot(token: string): Promise<void> {
    await this.#client.loginAsBot(token)
  }

  /** The first update of a name for which `holds` holds, past or to come. */
  async seen<N extends UpdateName>(
    name: N,
    holds: (update: UpdateOf<N>) => boolean = () => true,
  ): Promise<UpdateOf<N>> {
    const matches = (update: Update): update is UpdateOf<N> =>
      update._ === name && holds(update as UpdateOf<N>)
    const past = this.updates.find(matches)
    if (past) return past
    return new Promise((resolve, reject) => {
      const listen = (update: Update): void => {
        if (!matches(update)) return
        clearTimeout(timer)
        this.#client.off('update', listen)
        resolve(update)
      }
      const timer = setTimeout(() => {
        this.#client.off('update', listen)
        const where = new Error().stack ?? ''
        reject(new Error(`TDLib did not tell ${name} in ${UPDATE_MAX_MS} ms\n${where}`))
      }, UPDATE_MAX_MS)
      this.#client.on('update', listen)
    })
  }

  /** Waits until it has closed itself: it was logged out. */
  async closed(): Promise<void> {
    await this.seen(
      'updateAuthorizationState',
      (update) => update.authorization_state._ === 'authorizationStateClosed',
    )
  }

  /** Closes it in order. @throws what tdl had to complain of while it ran */
  async close(): Promise<void> {
    await this.#client.close()
    if (this.#errors.length > 0) throw new AggregateError(this.#errors, 'errors of tdl')
  }
}

/** What came of a call, in a word: the kind of its result, or "code text" of TDLib's refusal. */
export async function outcome(call: Promise<{ readonly _: string }>): Promise<string> {
  try {
    return (await call)._
  } catch (error) {
    if (error instanceof tdl.TDLibError) return `${error.code} ${error.message}`
    throw error
  }
}
