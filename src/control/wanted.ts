import {
  COUNT,
  FLAG,
  ID,
  TEXT,
  listOf,
  oneOf,
  readArguments,
  readShape,
  SECONDS,
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
export const ADVANCE: Shape = { keys: { seconds: SECONDS }, required: ['seconds'] }

/**
 * Reads what a caller wants, by HTTP or in process.
 *
 * @param call as its caller wrote it: `createUser`, `POST /control/v1/users`, `clock.advance(seconds)`. A call
 *   with its arguments in brackets takes the values of the keys one by one.
 * @throws Problem that names the call and the key
 */
export function readWanted(shape: Shape, call: string, given: unknown): Record<string, unknown> {
  if (call.endsWith(')')) {
    const values = given as Readonly<Record<string, unknown>>
    return readArguments(shape.keys, call, values, (fault, why) => new Problem(400, fault, why))
  }
  return readShape(shape, given, (fault, why) => new Problem(400, fault, `${call} ${why}`))
}

/** Reads a person. `bio`, as the Bot API has it, is another name of `about`. @throws Problem */
export function readNewUser(given: unknown, call: string): NewUser {
  const wanted = readWanted(USER, call, given)
  const { bio, ...user } = wanted as unknown as NewUser & { bio?: string }
  return withAbout(user, bio)
}

/** Puts a text that came as `bio` where it belongs. */
export function withAbout<T extends { about?: string }>(user: T, bio: string | undefined): T {
  return bio === undefined ? user : { about: bio, ...user }
}
