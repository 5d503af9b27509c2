import type { NewChat } from '../src/index.ts'
import type { TlObject } from '../src/tl/object.ts'

/** An account on a ground. */
export interface Account {
  readonly id: number
  readonly username: string
  readonly isBot: boolean
}

/** What an account is made with. */
export interface NewAccount {
  readonly firstName: string
  readonly username: string
  readonly about?: string
}

/** A client's connection. Objects have the names and types of the newest layer; see `tidy`. */
export interface Line {
  /** Calls a method. @throws Refusal */
  call(request: TlObject): Promise<unknown>
  /** What was pushed so far, each with its updates. */
  pushed(): Promise<readonly TlObject[]>
  close(): Promise<void>
}

/** Something on which the rules are tried: a server and clients of one kind. */
export interface Ground {
  /** Layer that the clients speak. */
  readonly layer: number
  /** Business time, unix seconds. */
  now(): number
  /** Moves business time. */
  advance(seconds: number): void
  createUser(wanted: NewAccount): Promise<Account>
  createBot(wanted: NewAccount): Promise<Account>
  createChat(wanted: NewChat): Promise<{ readonly id: number }>
  /** Connects a client, logged in unless there is no account. */
  connect(account: Account | undefined): Promise<Line>
  close(): Promise<void>
}

/** An rpc_error that a client got. */
export class Refusal extends Error {
  readonly code: number
  constructor(name: string, code: number) {
    super(name)
    this.code = code
  }
}

/**
 * An object as rows read it, whichever client decoded it: flags that are not set and fields that are
 * absent are not there.
 */
export function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy)
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined && field !== false)
      .map(([name, field]) => [name, tidy(field)]),
  )
}
