import type { LocalgramServer } from '../../src/index.ts'
import type { LinkKeeper } from './links.ts'
import type { TestChat } from './world.ts'

/** A client package as the journeys use it. Each driver calls its package as the package's users do. */
export interface Driver {
  /** Name on npm. */
  readonly name: string
  /** Ways of the package to reach a server; the first is its default. */
  readonly roads: readonly string[]
  /** Whether its layer, 227 or newer, knows bots that decide about who joins. */
  readonly guardBots: boolean
  /** A client with its connection up: not logged in, or as the session string says. */
  connect(server: LocalgramServer, options?: ConnectOptions): Promise<DrivenClient>
}

export interface ConnectOptions {
  readonly road?: string
  readonly session?: string
}

/** What a person types at the package's login questions. */
export interface UserLogin {
  readonly phone: string
  readonly password?: string
  /** For a phone without an account. */
  readonly firstName?: string
}

/** What a link is asked for with. */
export interface LinkOptions {
  readonly title?: string
  readonly usageLimit?: number
  readonly expireDate?: number
}

/** One client under test. What the server refuses is thrown as the package's own error. */
export interface DrivenClient {
  /** Logs in by phone, code and what else is asked for. @returns the account's id */
  logInUser(login: UserLogin): Promise<number>
  /** @returns the bot's id */
  logInBot(token: string): Promise<number>
  /** Id of the account that is logged in, as the server says. */
  self(): Promise<number>
  /** messages.exportChatInvite, with the peer as the package finds it. @returns the client's object */
  exportLink(chat: TestChat, options?: LinkOptions): Promise<object>
  /** Title of the chat that a link leads to (messages.checkChatInvite). */
  titleBehind(link: string): Promise<string>
  readonly links: LinkKeeper
  sendText(chat: TestChat, text: string): Promise<void>
  /** Resolves when a message with this text, or this one of the `news`, arrives by itself. */
  hears(text: string): Promise<void>
  /** The query by which a guard bot is asked about somebody. */
  hearsQuery(userId: number): Promise<string>
  /** Goes off line, lets something happen, comes back: a text of `chat` that came meanwhile is found. */
  misses(chat: TestChat, text: string, meanwhile: () => Promise<void>): Promise<void>
  /** The login as a string that a new client carries on from. */
  session(): Promise<string>
  logOut(): Promise<void>
  /** Ends the client; the login stays. */
  close(): Promise<void>
}

/** Telegram's name of the error that a call was refused with, as each package carries it. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const name: unknown = Reflect.get(error, 'errorMessage') ?? Reflect.get(error, 'text')
    return typeof name === 'string' ? name : error.message
  }
  return 'no error'
}

/** Longest wait for a message that is due, milliseconds. */
const DUE_MS = 10_000

/** Hears the texts that a client is told by itself. */
export class Ears {
  readonly #heard = new Set<string>()
  readonly #queries = new Map<number, string>()
  readonly #waiting = new Map<string, () => void>()

  /** A text came in. */
  hear(text: string): void {
    this.#heard.add(text)
    this.#waiting.get(text)?.()
  }

  /** A guard bot was asked about somebody. */
  hearQuery(userId: number, queryId: string): void {
    this.#queries.set(userId, queryId)
    this.hear(queryOf(userId))
  }

  /** The query about somebody, when it has come. @throws as `hears` */
  async hearsQuery(userId: number): Promise<string> {
    await this.hears(queryOf(userId))
    return this.#queries.get(userId) ?? ''
  }

  /** Resolves when the text has come. @throws Error when it does not come in time */
  async hears(text: string): Promise<void> {
    if (this.#heard.has(text)) return
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`nobody told ${text}`)), DUE_MS)
      this.#waiting.set(text, () => {
        clearTimeout(late)
        resolve()
      })
    })
  }
}

function queryOf(userId: number): string {
  return `a query about ${userId}`
}
