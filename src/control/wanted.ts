import {
  COUNT,
  FLAG,
  ID,
  TEXT,
  listOf,
  oneOf,
  readShape,
  whole,
  type Shape,
} from '../core/shape.ts'
import type { AdminRightName } from '../domain/chats/right-names.ts'
import { Problem } from './problem.ts'
import { SESSION_FORMATS, type SessionFormat } from './session-strings.ts'

export type { AdminRightName }

/** What a person's account is made of. Phones are digits, with or without a plus. */
export interface NewUser {
  readonly firstName: string
  readonly lastName?: string
  /** A free test number without one. */
  readonly phone?: string
  readonly username?: string
  /** Two-factor password. */
  readonly password?: string
  readonly about?: string
  readonly stars?: number
}

/** What a bot is made of. */
export interface NewBot {
  /** Ends in "bot". */
  readonly username: string
  readonly name: string
  readonly ownerId?: number
  /** Hears every message of its groups (privacy mode off); else commands and replies. */
  readonly canReadAllGroupMessages?: boolean
}

export const CHAT_TYPES = ['group', 'supergroup', 'channel'] as const
export type ChatType = (typeof CHAT_TYPES)[number]

/** A chat as a test wants it, members and admins included. */
export interface NewChat {
  readonly type: ChatType
  readonly title: string
  /** A person: bots make no chats. */
  readonly ownerId: number
  readonly username?: string
  readonly memberIds?: readonly number[]
  /** A basic group's admin has all rights that a group knows. */
  readonly admins?: readonly { readonly id: number; readonly rights: readonly AdminRightName[] }[]
}

/** A session string that is wanted. */
export interface NewSession {
  readonly accountId: number
  readonly format: SessionFormat
}

const RIGHTS = listOf(TEXT, 'texts', 32)

export const USER: Shape = {
  keys: {
    firstName: TEXT, lastName: TEXT, phone: TEXT, username: TEXT, password: TEXT, about: TEXT,
    bio: TEXT, stars: COUNT,
  }, // prettier-ignore
  required: ['firstName'],
}
export const BOT: Shape = {
  keys: { username: TEXT, name: TEXT, ownerId: ID, canReadAllGroupMessages: FLAG },
  required: ['username', 'name'],
}
export const CHAT: Shape = {
  keys: {
    type: oneOf(CHAT_TYPES),
    title: TEXT,
    ownerId: ID,
    username: TEXT,
    memberIds: listOf(ID, 'ids'),
    admins: listOf(whole({ id: ID, rights: RIGHTS }), '{ id, rights: [...] }', 100),
  },
  required: ['type', 'title', 'ownerId'],
}
export const SESSION: Shape = {
  keys: { accountId: ID, format: oneOf(SESSION_FORMATS) },
  required: ['accountId', 'format'],
}
export const ADVANCE: Shape = { keys: { seconds: COUNT }, required: ['seconds'] }

/**
 * Reads what a caller wants, by HTTP or in process.
 *
 * @param what the thing in words, as the subject of the sentence: `the user`
 * @throws Problem that names the key
 */
export function readWanted(shape: Shape, what: string, given: unknown): Record<string, unknown> {
  return readShape(shape, given, (fault, why) => new Problem(400, fault, `${what} ${why}`))
}

/** Reads a person. `bio`, as the Bot API has it, is another name of `about`. @throws Problem */
export function readNewUser(given: unknown): NewUser {
  const wanted = readWanted(USER, 'the user', given)
  const { bio, ...user } = wanted as unknown as NewUser & { bio?: string }
  return withAbout(user, bio)
}

/** Puts a text that came as `bio` where it belongs. */
export function withAbout<T extends { about?: string }>(user: T, bio: string | undefined): T {
  return bio === undefined ? user : { about: bio, ...user }
}
