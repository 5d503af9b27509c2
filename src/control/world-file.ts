import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LineCounter, parseDocument } from 'yaml'
import {
  COUNT,
  FLAG,
  listOf,
  oneOf,
  readShape,
  TEXT,
  whole,
  type Kind,
  type Shape,
} from '../core/shape.ts'
import { UserError } from '../core/user-error.ts'
import type { AdminRightName } from '../domain/chats/right-names.ts'
import { CHAT_TYPES, withAbout, type ChatType, type NewBot, type NewUser } from './wanted.ts'

/** The world that `npm start` makes at first. */
export const DEMO_WORLD = join(import.meta.dirname, '..', '..', 'examples', 'world.yaml')

/** A world file: accounts and chats that refer to each other by the names they have in it. */
export interface World {
  readonly users?: readonly Placed<WorldUser>[]
  readonly bots?: readonly Placed<WorldBot>[]
  readonly chats?: readonly Placed<WorldChat>[]
}

/** An entry and where it stands, for messages: `users[1] (line 7)`. */
export interface Placed<T> {
  readonly at: string
  readonly entry: T
}

interface WorldUser extends NewUser {
  readonly as: string
}

interface WorldBot extends Omit<NewBot, 'ownerId'> {
  readonly as: string
  readonly owner?: string
}

/** A chat of a world file. */
export interface WorldChat {
  readonly as?: string
  readonly type: ChatType
  readonly title: string
  readonly owner: string
  readonly username?: string
  readonly members?: readonly string[]
  readonly admins?: readonly { readonly user: string; readonly rights: readonly AdminRightName[] }[]
}

/** A text; YAML takes unquoted digits, such as those of a phone, for a number. */
const NAME: Kind = {
  is: TEXT.is,
  read: (value) => TEXT.read(typeof value === 'number' ? String(value) : value),
}
const NAMES = listOf(NAME, 'texts')

/** Keys that each kind of entry takes, and those that it must have. */
const SECTIONS: Readonly<Record<keyof World, Shape>> = {
  users: {
    keys: {
      as: NAME, firstName: NAME, lastName: NAME, phone: NAME, username: NAME, password: NAME,
      about: NAME, bio: NAME, stars: COUNT,
    }, // prettier-ignore
    required: ['as', 'firstName'],
  },
  bots: {
    keys: { as: NAME, username: NAME, name: NAME, owner: NAME, canReadAllGroupMessages: FLAG },
    required: ['as', 'username', 'name'],
  },
  chats: {
    keys: {
      as: NAME,
      type: oneOf(CHAT_TYPES),
      title: NAME,
      owner: NAME,
      username: NAME,
      members: NAMES,
      admins: listOf(whole({ user: NAME, rights: NAMES }), '{ user, rights: [...] }', 100),
    },
    required: ['type', 'title', 'owner'],
  },
}

/**
 * Reads a world file.
 *
 * @throws UserError that names file, line and mistake
 */
export function readWorld(file: string): World {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new UserError(
      'SEED_UNREADABLE',
      `the world file ${file} can't be read (${(error as Error).message})`,
      'give the path of a YAML file; examples/world.yaml shows its form',
      { cause: error },
    )
  }
  return parseWorld(text, file)
}

/** Parses the text of a world file. @throws UserError as `readWorld` */
export function parseWorld(text: string, file: string): World {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [syntax] = document.errors
  if (syntax) throw mistake(file, syntax.message.split('\n')[0] ?? 'not YAML')
  const content = contentOf(document, file)
  if (typeof content !== 'object' || Array.isArray(content))
    throw mistake(file, 'the file must hold users, bots and chats')
  const world: Record<string, unknown[]> = {}
  for (const [section, entries] of Object.entries(content)) {
    if (!Object.hasOwn(SECTIONS, section)) {
      const name = JSON.stringify(section)
      throw mistake(file, `there is no section ${name}; users, bots and chats are known`)
    }
    if (!Array.isArray(entries)) throw mistake(file, `${section} must be a list`)
    world[section] = entries.map((entry: unknown, i) => {
      // Undefined where the list stands elsewhere and is named here.
      const node = document.getIn([section, i], true) as
        { range?: [number, number, number] } | undefined
      const line = node?.range && lines.linePos(node.range[0]).line
      const at = `${section}[${i}]${line === undefined ? '' : ` (line ${line})`}`
      const shape = SECTIONS[section as keyof World]
      const { bio, ...read } = readShape(shape, entry, (_fault, what) =>
        mistake(file, `${at} ${what}`),
      )
      return { at, entry: withAbout(read, bio as string | undefined) }
    })
  }
  return world
}

/** What the document says; one whose names stand for more than anybody would write is refused. */
function contentOf(document: ReturnType<typeof parseDocument>, file: string): object {
  try {
    return (document.toJS() ?? {}) as object
  } catch (error) {
    throw mistake(file, (error as Error).message)
  }
}

/** A mistake in a world file. */
export function mistake(file: string, what: string): UserError {
  return new UserError(
    'SEED_INVALID',
    `${file}: ${what}`,
    'mend the file; examples/world.yaml shows its form',
  )
}
