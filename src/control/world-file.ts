import { readFileSync } from 'node:fs'
import { LineCounter, parseDocument } from 'yaml'
import { UserError } from '../core/user-error.ts'
import { isChatType, type ChatType } from './arrange-chat.ts'

/** A world file: accounts and chats that refer to each other by the names they have in it. */
export interface World {
  readonly users?: readonly WorldUser[]
  readonly bots?: readonly WorldBot[]
  readonly chats?: readonly WorldChat[]
}

interface WorldUser {
  readonly as: string
  readonly firstName: string
  readonly lastName?: string
  readonly phone?: string
  readonly username?: string
  readonly password?: string
  readonly bio?: string
  readonly stars?: number
}

interface WorldBot {
  readonly as: string
  readonly username: string
  readonly name: string
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
  readonly admins?: readonly { readonly user: string; readonly rights: readonly string[] }[]
}

/** What a key takes, in words, and the value if it is that; undefined if not. */
interface Kind {
  readonly is: string
  read(value: unknown): unknown
}

/** A text; YAML takes unquoted digits, such as those of a phone, for a number. */
const TEXT: Kind = {
  is: 'a text',
  read: (value) => (typeof value === 'number' ? String(value) : ifString(value)),
}
const COUNT: Kind = {
  is: 'a whole number from 0 on',
  read: (value) => (Number.isSafeInteger(value) && Number(value) >= 0 ? value : undefined),
}
const TYPE: Kind = {
  is: 'group, supergroup or channel',
  read: (value) => (isChatType(value) ? value : undefined),
}
const TEXTS: Kind = {
  is: 'a list of texts',
  read: (value) => everyOf(value, (one) => TEXT.read(one)),
}
const ADMINS: Kind = {
  is: 'a list of { user, rights: [...] }',
  read: (value) =>
    everyOf(value, (one) => {
      if (typeof one !== 'object' || one === null) return undefined
      const { user, rights, ...more } = one as Record<string, unknown>
      const admin = { user: TEXT.read(user), rights: TEXTS.read(rights) }
      const whole = admin.user !== undefined && admin.rights !== undefined
      return whole && Object.keys(more).length === 0 ? admin : undefined
    }),
}

/** Keys that each kind of entry takes, and those that it must have. */
const SECTIONS: Readonly<
  Record<keyof World, { keys: Readonly<Record<string, Kind>>; required: readonly string[] }>
> = {
  users: {
    keys: {
      as: TEXT, firstName: TEXT, lastName: TEXT, phone: TEXT, username: TEXT, password: TEXT,
      bio: TEXT, stars: COUNT,
    }, // prettier-ignore
    required: ['as', 'firstName'],
  },
  bots: {
    keys: { as: TEXT, username: TEXT, name: TEXT, owner: TEXT },
    required: ['as', 'username', 'name'],
  },
  chats: {
    keys: {
      as: TEXT, type: TYPE, title: TEXT, owner: TEXT, username: TEXT, members: TEXTS, admins: ADMINS,
    }, // prettier-ignore
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
  const content = (document.toJS() ?? {}) as Record<string, unknown>
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
      const node = document.getIn([section, i], true) as { range?: [number, number, number] }
      const line = node.range && lines.linePos(node.range[0]).line
      const at = `${line === undefined ? '' : `line ${line}, `}${section}[${i}]`
      return readEntry(entry, section as keyof World, (what) => mistake(file, `${at} ${what}`))
    })
  }
  return world
}

function readEntry(
  entry: unknown,
  section: keyof World,
  wrong: (what: string) => UserError,
): Record<string, unknown> {
  const { keys, required } = SECTIONS[section]
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
    throw wrong('must be a mapping')
  const read: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(entry)) {
    const kind = Object.hasOwn(keys, key) ? keys[key] : undefined
    const known = Object.keys(keys).join(', ')
    if (!kind) throw wrong(`has an unknown key ${JSON.stringify(key)}; known: ${known}`)
    read[key] = kind.read(value)
    if (read[key] === undefined) throw wrong(`must have ${kind.is} as ${key}`)
  }
  for (const key of required) if (read[key] === undefined) throw wrong(`lacks ${key}`)
  return read
}

/** A mistake in a world file. */
export function mistake(file: string, what: string): UserError {
  return new UserError(
    'SEED_INVALID',
    `${file}: ${what}`,
    'mend the file; examples/world.yaml shows its form',
  )
}

function ifString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** A list with every item read; undefined where it is none, or where an item is not as it must be. */
function everyOf(value: unknown, read: (item: unknown) => unknown): unknown[] | undefined {
  if (!Array.isArray(value)) return undefined
  const items = value.map(read)
  return items.includes(undefined) ? undefined : items
}
