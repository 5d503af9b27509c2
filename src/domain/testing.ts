import { writeUpdate } from '../bot-api/encode/update.ts'
import { createClock, type MovableClock } from '../core/clock.ts'
import { DEFAULT_LIMITS, type Limits } from '../core/limits.ts'
import { createLogger } from '../core/logger.ts'
import { systemRandom } from '../core/random.ts'
import { openSqliteStore } from '../store/sqlite/store.ts'
import { openMemoryStore } from '../store/sqlite/testing.ts'
import type { Store } from '../store/store.ts'
import type { UserRow } from '../store/tables/users.ts'
import { createBot, type NewBot } from './accounts/create-bot.ts'
import { createUser, prepareUser, type PlainUser } from './accounts/create-user.ts'
import {
  createDomain,
  type Caller,
  type Domain,
  type DomainSettings,
  type Unit,
} from './context.ts'

/** Where the clock of a test domain stands at first. */
export const TEST_NOW = 1_800_000_000

/** An account and the caller that it is. */
export interface TestAccount {
  readonly row: UserRow
  readonly id: number
  readonly caller: Caller
}

/** A domain over a store in memory, whose time moves only by `clock.advance`. */
export interface TestDomain {
  readonly domain: Domain
  readonly store: Store
  readonly clock: MovableClock
  /** Runs one unit of work. */
  unit<T>(work: (u: Unit) => Promise<T>): Promise<T>
  /** Makes a person; the first name is `Ann` unless told. */
  createUser(wanted?: Partial<PlainUser>): Promise<TestAccount>
  /** Makes a bot; its username is a new one unless told. */
  createBot(wanted?: Partial<NewBot>): Promise<TestAccount & { readonly token: string }>
  close(): Promise<void>
}

/** What a test domain differs in. */
export interface TestDomainOptions {
  readonly limits?: Partial<Limits>
  readonly settings?: Partial<DomainSettings>
  /** The database's file; in memory unless given. */
  readonly file?: string
  /** The store itself, in place of one in memory. */
  readonly store?: Store
}

/** Makes the domain that domain tests share. Close it when the test is over. */
export async function createTestDomain(options: TestDomainOptions = {}): Promise<TestDomain> {
  const { file } = options
  const store =
    options.store ?? (await (file === undefined ? openMemoryStore() : openSqliteStore(file)))
  const clock = createClock(0, undefined, () => Date.now())
  clock.freeze(TEST_NOW)
  const domain = createDomain({
    store,
    clock,
    random: systemRandom,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    settings: { testMode: false, ...options.settings },
    log: createLogger('silent'),
    accessHashSecret: systemRandom.bytes(32),
    writeUpdate,
  })
  let bots = 0
  return {
    domain,
    store,
    clock,
    unit: (work) => domain.unit(work),
    async createUser(wanted) {
      const user = await prepareUser(systemRandom, { firstName: 'Ann', ...wanted })
      const row = await domain.unit((u) => createUser(u, user))
      return { row, id: row.id, caller: { id: row.id, isBot: false } }
    },
    async createBot(wanted) {
      const all = { username: `helper_${++bots}_bot`, name: 'Helper', ...wanted }
      const { user: row, token } = await domain.unit((u) => createBot(u, all))
      return { row, token, id: row.id, caller: { id: row.id, isBot: true } }
    },
    close: () => store.close(),
  }
}
