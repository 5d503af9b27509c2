import fc from 'fast-check'
import type { Fields } from './device.ts'
import { isAdmin, isIn, type Chat, type Effect, type Link, type Model } from './state.ts'
import type { Joining } from './rules/entering.ts'
import type { Real } from './world.ts'

/** What a command is drawn from; each kind uses some of it, numbers are taken modulo what there is. */
export interface Draw {
  readonly by: number
  readonly whom: number
  readonly chat: number
  readonly link: number
  readonly n: number
  readonly k: number
  readonly on: boolean
  readonly also: boolean
  readonly newest: boolean
  /** Somebody acts who has an office in the chat, where there is one. */
  readonly able: boolean
  /** Names a link of any chat, and not one of the chat's own. */
  readonly stray: boolean
}

export const draws: fc.Arbitrary<Draw> = fc.record({
  by: fc.nat({ max: 7 }),
  whom: fc.constantFrom(0, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7),
  chat: fc.nat({ max: 4 }),
  link: fc.nat({ max: 30 }),
  n: fc.nat({ max: 5 }),
  k: fc.nat({ max: 5 }),
  on: fc.boolean(),
  also: fc.boolean(),
  newest: fc.boolean(),
  // Mostly, so that most calls are not refused.
  able: fc.integer({ min: 0, max: 7 }).map((x) => x < 6),
  stray: fc.integer({ min: 0, max: 7 }).map((x) => x === 0),
})

/** A call and what the model says of it. */
export interface Plan {
  readonly by: number
  readonly newest: boolean
  readonly method: string
  readonly request: object
  readonly chat?: Chat
  /** What must come of it; absent where the model does not say, and nothing it knows changes. */
  readonly rule?: () => Effect | Joining
  /** Prepares the request, where that takes the server's help. */
  readonly before?: () => Promise<void>
  /** Notes what a successful answer holds. */
  readonly told?: (answer: Fields) => void
  /** Learns from the store what the answer does not tell, before the effect. */
  readonly learn?: () => Promise<void>
}

/** A kind of command: what a draw means in the world as it is, undefined for nothing. */
export type Kind = (m: Model, real: Real, draw: Draw) => Plan | undefined

/** An unknown hash of the right form. */
const BOGUS = 'AAAAaaaaAAAAaaaa'

export function chatOf(m: Model, { chat }: Draw): Chat {
  const found = m.chats[chat % m.chats.length]
  if (!found) throw new Error('no chats')
  return found
}

/** Who acts in a chat: anybody, but mostly one of those who may do something there. */
export function actorIn(m: Model, chat: Chat, { by, able }: Draw): number {
  if (!able) return by
  const office = [...chat.members].filter(([n, one]) => isAdmin(one) && !m.accounts[n]?.deleted)
  // The creator twice: he may do most.
  const candidates = office.flatMap(([n, one]) => (one.status === 'creator' ? [n, n] : [n]))
  return candidates[by % candidates.length] ?? by
}

/** Somebody who is not in the chat and may join by himself; now and then anybody. */
export function outsider(m: Model, chat: Chat | undefined, { whom, stray }: Draw): number {
  const out = m.accounts.flatMap(({ isBot, deleted }, n) =>
    isBot || deleted || isIn(chat?.members.get(n)) ? [] : [n],
  )
  return (stray ? undefined : out[whom % out.length]) ?? whom
}

/** A chat in which somebody asks to join, where there is one. */
export function askedChat(m: Model, draw: Draw): Chat {
  const asked = m.chats.filter((chat) => chat.requests.size > 0)
  const found = draw.stray ? undefined : asked[draw.chat % asked.length]
  return found ?? chatOf(m, draw)
}

/** A chat with an access hash. */
export function channelOf(m: Model, draw: Draw): Chat | undefined {
  const chat = chatOf(m, draw)
  return chat.kind === 'group' ? undefined : chat
}

/** Hash of a link of the chat. */
export function linkOf(m: Model, chat: Chat, draw: Draw): string {
  const chats = draw.stray ? m.chats : [chat]
  const hashes = chats.flatMap((one) => [...one.links.keys()])
  return hashes[draw.link % hashes.length] ?? BOGUS
}

export function urlOf(hash: string): string {
  return `https://t.me/+${hash}`
}

/** One of several, by a number. */
export function pick<T>(n: number, ...all: T[]): T {
  return all[n % all.length] as T
}

/** The primary link of an account, from the store, as the model notes it. */
export async function storedPrimary(real: Real, chat: Chat, owner: number): Promise<Partial<Link>> {
  const row = await real.rpc.unit((u) =>
    u.db.invites.primary(chat.id, real.accounts[owner]?.id ?? 0),
  )
  if (!row) throw new Error('there is no primary link')
  return { hash: row.hash, permanent: true, requestNeeded: chat.joinRequest }
}
