import type { FastifyInstance } from 'fastify'
import type { HeldBytes } from '../core/held-bytes.ts'
import type { Shape } from '../core/shape.ts'
import type { StoredClock } from '../core/clock.ts'
import type { Logger } from '../core/logger.ts'
import type { SessionFormat } from './session-strings.ts'
import type { Domain } from '../domain/context.ts'

/** How a client is pointed at this server. */
export interface ConnectionInfo {
  readonly host: string
  readonly port: number
  readonly dcId: number
  /** Newest layer. */
  readonly layer: number
  /** PKCS#1, "BEGIN RSA PUBLIC KEY". */
  readonly publicKeyPem: string
  /** 16 hex digits. */
  readonly publicKeyFingerprint: string
  /** Any api_id and api_hash do; these are examples that every client accepts. */
  readonly apiId: number
  readonly apiHash: string
  readonly botApiUrl: string
  readonly webSocketUrl: string
}

/** What the control API steers. */
export interface ControlDeps {
  readonly domain: Domain
  readonly clock: StoredClock
  readonly log: Logger
  /** Bearer token; without one only loopback may call. */
  readonly token: string | undefined
  /** Where begun bodies are counted. */
  readonly pending: HeldBytes
  connection(): ConnectionInfo
  /** Makes a logged-in session string for an account. */
  mintSession(accountId: number, format: SessionFormat): Promise<string>
  /** Empties the server: accounts, chats, sessions; the clock is the wall's again. */
  reset(): Promise<void>
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a route of the control API does, for the list of them. */
    what?: string
    /** What its body may hold. */
    takes?: Shape
  }
}

/** Registers some routes below `/control/v1`. */
export type Routes = (app: FastifyInstance, deps: ControlDeps) => void
