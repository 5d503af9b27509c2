import type { ExpectStatic } from 'vitest'
import type { RpcErrorName } from '../src/core/rpc-error.ts'
import { Actor, type Chat, type Link } from './actor.ts'
import { Refusal, type Account, type Ground, type Line } from './ground.ts'
import type { Kind, Trial } from './row.ts'

/** Seconds of a day. */
export const DAY = 86_400

/**
 * Roles beside the owner, who made the chat, and the guest, who is not in it: `admin` has the right to
 * invite, `clerk` is an admin without it, `member` is none, `bot` is an admin with the right.
 */
export type Role = 'admin' | 'clerk' | 'member' | 'bot'

/** People and their chat. */
export type Cast<R extends Role> = Record<R | 'owner' | 'guest', Actor> & { readonly chat: Chat }

/** How the chat of a cast differs from a private one of the trial's kind. */
export interface ChatOptions {
  readonly kind?: Kind
  readonly isPublic?: boolean
}

/** One trial of a row: who is there and what may be done to them. */
export class Scenario {
  readonly kind: Kind
  readonly expect: ExpectStatic
  readonly #ground: Ground
  readonly #actors: Actor[] = []
  readonly #refusals: Set<string>
  readonly #name: string
  #made = 0

  /** @param refusals gets every error that a call ends with: `messages.getFullChat 400 CHAT_ID_INVALID` */
  constructor(
    ground: Ground,
    { id, kind }: Trial,
    { expect, refusals }: { expect: ExpectStatic; refusals: Set<string> },
  ) {
    this.#ground = ground
    this.#refusals = refusals
    this.kind = kind
    this.expect = expect
    this.#name = `t${id.replace('.', '_')}_${kind.slice(0, 2)}`
  }

  /** Business time, unix seconds. */
  get now(): number {
    return this.#ground.now()
  }

  /** Lets time pass. */
  advance(seconds: number): void {
    this.#ground.advance(seconds)
  }

  /** A person who is nowhere yet. */
  async person(firstName: string, about?: string): Promise<Actor> {
    const wanted = { firstName, username: this.#fresh(), ...(about !== undefined && { about }) }
    return this.#enter(await this.#ground.createUser(wanted))
  }

  /** A bot that is nowhere yet. */
  async bot(): Promise<Actor> {
    const username = `${this.#fresh()}_bot`
    return this.#enter(await this.#ground.createBot({ firstName: 'Bot', username }))
  }

  /** A client that nobody is logged in with. */
  stranger(): Actor {
    const nobody = { id: 0, username: 'nobody', isBot: false }
    return this.#stage(nobody, () => this.#ground.connect(undefined))
  }

  /** The owner, a guest, the named roles, and a private chat of the trial's kind. */
  cast<R extends Role = never>(...roles: R[]): Promise<Cast<R>> {
    return this.castIn({}, ...roles)
  }

  /** As `cast`, in a public chat; never a basic group. */
  publicCast<R extends Role = never>(...roles: R[]): Promise<Cast<R>> {
    return this.castIn({ isPublic: true }, ...roles)
  }

  /** As `cast`, in a chat as the options say. */
  async castIn<R extends Role = never>(options: ChatOptions, ...roles: R[]): Promise<Cast<R>> {
    const owner = await this.person('Owner')
    const guest = await this.person('Guest', 'I like birds')
    const inside = {} as Record<R, Actor>
    for (const role of roles) {
      inside[role] = role === 'bot' ? await this.bot() : await this.person(role)
    }
    return { ...inside, owner, guest, chat: await this.chat(owner, options, inside) }
  }

  /** A chat of the owner with these people in it. */
  async chat(
    owner: Actor,
    { kind = this.kind, isPublic = false }: ChatOptions = {},
    { admin, clerk, member, bot }: Partial<Record<Role, Actor>> = {},
  ): Promise<Chat> {
    const username = isPublic ? this.#fresh() : undefined
    const ids = (...actors: (Actor | undefined)[]) =>
      actors.flatMap((one) => (one === undefined ? [] : [one.id]))
    const { id } = await this.#ground.createChat({
      type: kind,
      title: 'Birds',
      ownerId: owner.id,
      memberIds: ids(member),
      admins: [
        ...ids(admin, bot).map((one) => ({ id: one, rights: ['inviteUsers'] as const })),
        ...ids(clerk).map((one) => ({ id: one, rights: ['changeInfo'] as const })),
      ],
      ...(username !== undefined && { username }),
    })
    return { id, kind, username }
  }

  /** Asks to join by a link that needs approval. */
  async ask(who: Actor, link: Link): Promise<void> {
    await this.refuses(who.join(link), 'INVITE_REQUEST_SENT')
  }

  /** Fails unless the call is refused with this error. */
  async refuses(
    call: Promise<unknown>,
    error: RpcErrorName | (string & {}),
    code = 400,
  ): Promise<void> {
    const outcome = await call.then(
      () => 'no error',
      (reason: unknown) => {
        if (reason instanceof Refusal) return `${reason.code} ${reason.message}`
        throw reason
      },
    )
    this.expect(outcome).toBe(`${code} ${error}`)
  }

  /** Ends everybody's client. */
  async end(): Promise<void> {
    for (const actor of this.#actors) await actor.hangUp()
  }

  #enter(account: Account): Actor {
    return this.#stage(account, () => this.#ground.connect(account))
  }

  #stage(account: Account, connect: () => Promise<Line>): Actor {
    const actor = new Actor(account, connect, (method, { code, message }) => {
      this.#refusals.add(`${method} ${code} ${message}`)
    })
    this.#actors.push(actor)
    return actor
  }

  #fresh(): string {
    this.#made += 1
    return `${this.#name}_${this.#made}`
  }
}
