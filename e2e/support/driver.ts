import type { LocalgramServer } from '../../src/index.ts'
import type { TestChat } from './world.ts'

/** A client package as the journeys use it. Each driver calls the package as its users do. */
export interface Driver {
  readonly name: string
  /** Ways of the package to reach a server; the first is its default. */
  readonly roads: readonly string[]
  /** A client with its connection up: not logged in, or as the session string says. */
  connect(server: LocalgramServer, options?: ConnectOptions): Promise<DrivenClient>
}

export interface ConnectOptions {
  readonly road?: string
  readonly session?: string
}

/** What a person would type at the package's login questions. */
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

/** What the client made of a chatInviteExported. */
export interface DrivenLink {
  readonly link: string
  readonly title: string | undefined
  readonly usageLimit: number | undefined
  readonly expireDate: number | undefined
}

/** One client under test. */
export interface DrivenClient {
  /** Logs in by phone, code and what else is asked for. @returns the account's id */
  logInUser(login: UserLogin): Promise<number>
  /** @returns the bot's id */
  logInBot(token: string): Promise<number>
  /** Id of the account that is logged in, as the server says. @throws the package's own error when none is */
  self(): Promise<number>
  /** messages.exportChatInvite, with the peer as the package finds it. */
  exportLink(chat: TestChat, options?: LinkOptions): Promise<DrivenLink>
  /** Title of the chat that a link leads to (messages.checkChatInvite). */
  titleBehind(link: string): Promise<string>
  sendText(chat: TestChat, text: string): Promise<void>
  /** Resolves when a message with this text arrives by itself. */
  hears(text: string): Promise<void>
  /** Texts that came while the connection was down, by the package's way to catch up. */
  missed(chat: TestChat, meanwhile: () => Promise<void>): Promise<string[]>
  /** The login as a string that a new client carries on from. */
  session(): Promise<string>
  logOut(): Promise<void>
  /** Ends the client; the login stays. */
  close(): Promise<void>
}

/** Longest wait for something that is due, milliseconds. */
const DUE_MS = 10_000

/** Lets waiters know of texts as they come, whichever is first. */
export class Ears {
  readonly #heard = new Set<string>()
  readonly #waiting = new Map<string, () => void>()

  /** A text came in. */
  hear(text: string): void {
    this.#heard.add(text)
    this.#waiting.get(text)?.()
  }

  /** Every text so far. */
  all(): string[] {
    return [...this.#heard]
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
