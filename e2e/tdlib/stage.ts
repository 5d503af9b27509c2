import type { StartOptions } from '../../src/index.ts'
import type { TestWorld } from '../support/world.ts'
import type { Cable } from './cable.ts'
import type { ClientOptions, TdlibClient } from './client.ts'

/** How a client is to reach the server. */
export type Way = Pick<ClientOptions, 'road' | 'secret' | 'pfs' | 'testDc'>

/** What a scenario plays on. */
export interface Stage {
  readonly world: TestWorld
  /** What every client is connected by. */
  readonly cable: Cable
  /** A client that is not logged in; it is closed when the scenario is over. */
  client(way?: Way): Promise<TdlibClient>
  /** Closes a client and opens its database again. */
  reopen(client: TdlibClient): Promise<TdlibClient>
  /** Stops the server and starts it again, with the data that it had and at the same place. */
  restart(): Promise<void>
  /** The same, logged in by phone. */
  user(phone: string): Promise<TdlibClient>
  /** The same, logged in as a bot. */
  bot(token: string): Promise<TdlibClient>
}

/** Something that people do with TDLib; what it returns is asserted by the test file. */
export interface Scenario<T> {
  readonly server?: StartOptions
  /** Whether the server has its data in a directory, and so can be restarted. */
  readonly keepsData?: boolean
  play(stage: Stage): Promise<T>
}
