import type { Clock } from '../../core/clock.ts'
import type { Random } from '../../core/random.ts'
import type { Flusher } from './flusher.ts'
import type { SessionLimits } from './limits.ts'
import type { LiveKey } from './live-key.ts'
import type { MsgIdSource } from './msg-ids.ts'
import type { Padding } from './padding.ts'
import type { QuietLog } from './quiet-log.ts'
import type { Registry } from './registry.ts'
import type { Replays } from './replays.ts'
import type { RpcPort } from './rpc-port.ts'

/** Counters since the start; `MtprotoServer.stats()` hands them out. */
export interface Counters {
  packetsIn: number
  packetsOut: number
  messagesIn: number
  calls: number
  duplicates: number
  resent: number
  notifications: number
  badPackets: number
  /** Sessions forgotten because they held too much. */
  overflows: number
}

/** What every part of the session layer works with; one for the server. */
export interface Core {
  readonly clock: Clock
  readonly random: Random
  readonly log: QuietLog
  readonly limits: SessionLimits
  readonly rpc: RpcPort
  readonly msgIds: MsgIdSource
  readonly padding: Padding
  readonly flusher: Flusher
  readonly registry: Registry
  readonly replays: Replays
  readonly counters: Counters
  /** The server is about to close: nothing waits for more to send. */
  stopping: boolean
  /** Bytes of messages that all sessions hold for their clients. */
  heldBytes: number
  /** Deletes a key for good, as destroy_auth_key asks; false when there was none. */
  destroyKey(key: LiveKey): Promise<boolean>
}
