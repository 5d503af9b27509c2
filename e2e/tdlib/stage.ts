import type { StartOptions } from '../../src/index.ts'
import type { TestWorld } from '../support/world.ts'
import type { Cable } from './cable.ts'
import type { ClientOptions, TdlibClient } from './client.ts'

/** What a scenario plays on. */
export interface Stage {
  readonly world: TestWorld
  /** What every client is connected by. */
  readonly cable: Cable
  /** A client that is not logged in; it is closed when the scenario is over. */
  client(options?: Pick<ClientOptions, 'road' | 'pfs' | 'testDc'>): Promise<TdlibClient>
  /** The same, logged in by phone. */
  user(phone: string): Promise<TdlibClient>
  /** The same, logged in as a bot. */
  bot(token: string): Promise<TdlibClient>
}

/** Something that people do with TDLib; what it returns is asserted by the test file. */
export interface Scenario<T> {
  readonly server?: StartOptions
  play(stage: Stage): Promise<T>
}
