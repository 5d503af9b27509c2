import { clientProof } from '../src/domain/accounts/testing.ts'
import { createFuzzWorld, type FuzzWorld } from '../src/rpc/conformance/fuzz-world.ts'
import type { MethodName } from '../src/rpc/method.ts'
import { METHODS } from '../src/rpc/methods/index.ts'
import { TestRpcError, type TestClient } from '../src/rpc/testing.ts'
import { RandomObjects, seeded } from '../src/tl/conformance/random-object.ts'
import type { TlMethods } from '../src/tl/generated/methods.ts'
import { newestLines } from '../src/tl/layers.ts'
import type { Recorded } from './layer-matrix.ts'

const SEEDS = [1, 2]
/** Rounds in which every account calls every method once. */
const ROUNDS = 3
/** Calls after which later ones find nothing: for the last round. */
const ENDS = /deleteAccount|logOut|resetAuth|deleteChannel|deleteChat$|leaveChannel|migrateChat/

/**
 * Records what random requests to every implemented method bring, and the logins, which no random
 * request gets through.
 */
export async function tour(recorded: Recorded): Promise<void> {
  for (const seed of SEEDS) {
    const world = await createFuzzWorld()
    const visit = new Visit(world, recorded)
    await visit.logIns()
    await visit.everyMethod(seed)
    await visit.end()
  }
}

/** One world's part of the tour. */
class Visit {
  readonly #world: FuzzWorld
  readonly #recorded: Recorded
  readonly #clients: TestClient[] = []

  constructor(world: FuzzWorld, recorded: Recorded) {
    this.#world = world
    this.#recorded = recorded
  }

  async everyMethod(seed: number): Promise<void> {
    const accounts = [...this.#world.users, this.#world.bot]
    const clients = await Promise.all(accounts.map((account) => this.#connect({ account })))
    const random = seeded(seed)
    const objects = new RandomObjects(newestLines())
    for (let round = 1; round <= ROUNDS; round++) {
      for (const name of METHODS.keys()) {
        if (ENDS.test(name) && round < ROUNDS) continue
        for (const [i, client] of clients.entries()) {
          const request = this.#world.season(objects.make(name, random), accounts[i], random)
          await this.#try(client, name as MethodName, request)
        }
      }
    }
  }

  /** Every way to log in. Annette has no password, Eve has one, the fourth phone has no account. */
  async logIns(): Promise<void> {
    const [ann, eve, fresh] = [await this.#connect(), await this.#connect(), await this.#connect()]
    await this.#signIn(ann, '9996610001')
    await this.#signIn(eve, '9996610003')
    await this.#checkPassword(eve, 'secret')
    const login = await this.#signIn(fresh, '9996640004')
    await this.#say(fresh, 'auth.signUp', { ...login, firstName: 'New', lastName: '' })
    const api = { apiId: 4, apiHash: 'hash', exceptIds: [] }
    const screen = await this.#connect()
    const shown = await this.#say(screen, 'auth.exportLoginToken', api)
    if (shown._ !== 'auth.loginToken') throw new Error(shown._)
    await this.#say(ann, 'auth.acceptLoginToken', { token: shown.token })
    await this.#say(screen, 'auth.exportLoginToken', api)
    const { id, bytes } = await this.#say(ann, 'auth.exportAuthorization', { dcId: 4 })
    await this.#say(await this.#connect(), 'auth.importAuthorization', { id, bytes })
  }

  /** Records what was pushed, and closes the world. */
  async end(): Promise<void> {
    for (const client of this.#clients) {
      for (const push of await client.pushed()) this.#recorded.note(push)
    }
    await this.#world.rpc.close()
  }

  async #connect(options: Parameters<FuzzWorld['rpc']['connect']>[0] = {}): Promise<TestClient> {
    const client = await this.#world.rpc.connect(options)
    this.#clients.push(client)
    return client
  }

  async #say<N extends MethodName>(
    client: TestClient,
    name: N,
    request: Omit<TlMethods[N]['request'], '_'>,
  ): Promise<TlMethods[N]['result']> {
    const answer = await client.call(name, request)
    this.#recorded.note(answer, name)
    return answer
  }

  /** The same, where a refusal is as good an answer. */
  async #try<N extends MethodName>(
    client: TestClient,
    name: N,
    request: Omit<TlMethods[N]['request'], '_'>,
  ): Promise<void> {
    try {
      await this.#say(client, name, request)
    } catch (error) {
      if (!(error instanceof TestRpcError)) throw error
    }
  }

  /** Gives the code in; whether that is all is another matter. */
  async #signIn(client: TestClient, phoneNumber: string) {
    const request = { phoneNumber, apiId: 4, apiHash: 'hash' }
    const sent = await this.#say(client, 'auth.sendCode', {
      ...request,
      settings: { _: 'codeSettings' },
    })
    if (sent._ !== 'auth.sentCode') throw new Error(sent._)
    const login = { phoneNumber, phoneCodeHash: sent.phoneCodeHash }
    const phoneCode = phoneNumber.slice(5, 6).repeat(5)
    await this.#try(client, 'auth.signIn', { ...login, phoneCode })
    return login
  }

  async #checkPassword(client: TestClient, password: string): Promise<void> {
    const { currentAlgo, srp_B: srpB, srpId } = await this.#say(client, 'account.getPassword', {})
    if (!srpB || srpId === undefined || !currentAlgo || !('salt1' in currentAlgo)) {
      throw new Error('no challenge')
    }
    const { salt1, salt2 } = currentAlgo
    const { a, m1 } = clientProof(password, { salt1, salt2, srpB, srpId, hint: '' })
    const [A, M1] = [Buffer.from(a), Buffer.from(m1)]
    await this.#say(client, 'auth.checkPassword', {
      password: { _: 'inputCheckPasswordSRP', srpId, A, M1 },
    })
  }
}
