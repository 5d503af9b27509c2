import { readFileSync } from 'node:fs'
import { LineCounter, parseDocument } from 'yaml'
import { UserError } from '../core/user-error.ts'
import { createBot } from '../domain/accounts/create-bot.ts'
import { createUser } from '../domain/accounts/create-user.ts'
import type { Domain, Unit } from '../domain/context.ts'
import { arrangeChat, isChatType, type ChatType } from './arrange-chat.ts'

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

interface WorldChat {
  readonly as?: string
  readonly type: ChatType
  readonly title: string
  readonly owner: string
  readonly username?: string
  readonly members?: readonly string[]
  readonly admins?: readonly { readonly user: string; readonly rights: readonly string[] }[]
}

/** Keys that each kind of entry takes; `true` is required. */
const FIELDS: Readonly<Record<keyof World, Readonly<Record<string, boolean>>>> = {
  users: { as: true, firstName: true, lastName: false, phone: false, username: false, password: false, bio: false, stars: false },
  bots: { as: true, username: true, name: true, owner: false },
  chats: { as: false, type: true, title: true, owner: true, username: false, members: false, admins: false },
} // prettier-ignore

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
  const world = (document.toJS() ?? {}) as Record<string, unknown>
  if (typeof world !== 'object' || Array.isArray(world))
    throw mistake(file, 'the file must hold users, bots and chats')
  for (const [kind, entries] of Object.entries(world)) {
    const fields = FIELDS[kind as keyof World] as Readonly<Record<string, boolean>> | undefined
    if (!fields)
      throw mistake(
        file,
        `there is no section ${JSON.stringify(kind)}; users, bots and chats are known`,
      )
    if (!Array.isArray(entries)) throw mistake(file, `${kind} must be a list`)
    entries.forEach((entry: unknown, i) => {
      const range = document.getIn([kind, i], true) as
        { range?: [number, number, number] } | undefined
      const line = range?.range ? lines.linePos(range.range[0]).line : undefined
      checkEntry(entry, fields, `${kind}[${i}]`, line, file)
    })
  }
  return world
}

function checkEntry(
  entry: unknown,
  fields: Readonly<Record<string, boolean>>,
  where: string,
  line: number | undefined,
  file: string,
): void {
  const at = line === undefined ? where : `line ${line}, ${where}`
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
    throw mistake(file, `${at} must be a mapping`)
  for (const key of Object.keys(entry)) {
    if (!(key in fields))
      throw mistake(
        file,
        `${at} has an unknown key ${JSON.stringify(key)}; known: ${Object.keys(fields).join(', ')}`,
      )
  }
  for (const [key, required] of Object.entries(fields)) {
    if (required && (entry as Record<string, unknown>)[key] === undefined)
      throw mistake(file, `${at} lacks ${key}`)
  }
  const type = (entry as { type?: unknown }).type
  if (type !== undefined && !isChatType(type))
    throw mistake(file, `${at}: type must be group, supergroup or channel`)
}

/** Makes a world, all of it or nothing. @throws UserError for names that lead nowhere, RpcError as the domain */
export async function makeWorld(domain: Domain, world: World, file: string): Promise<void> {
  await domain.unit(async (u) => {
    const ids = new Map<string, number>()
    const idOf = (name: string): number => {
      const id = ids.get(name)
      if (id === undefined)
        throw mistake(
          file,
          `nobody is called ${JSON.stringify(name)} (as: ${[...ids.keys()].join(', ')})`,
        )
      return id
    }
    for (const { as, bio, ...user } of world.users ?? []) {
      ids.set(
        as,
        (await createUser(u, { ...user, ...(bio === undefined ? {} : { about: bio }) })).id,
      )
    }
    for (const { as, owner, ...bot } of world.bots ?? []) {
      const made = await createBot(u, {
        ...bot,
        ...(owner === undefined ? {} : { ownerId: idOf(owner) }),
      })
      ids.set(as, made.user.id)
    }
    for (const chat of world.chats ?? []) await makeChat(u, chat, idOf)
  })
}

async function makeChat(u: Unit, chat: WorldChat, idOf: (name: string) => number): Promise<void> {
  await arrangeChat(u, {
    type: chat.type,
    title: chat.title,
    ownerId: idOf(chat.owner),
    ...(chat.username === undefined ? {} : { username: chat.username }),
    memberIds: (chat.members ?? []).map(idOf),
    admins: (chat.admins ?? []).map(({ user, rights }) => ({ id: idOf(user), rights })),
  })
}

function mistake(file: string, what: string): UserError {
  return new UserError(
    'SEED_INVALID',
    `${file}: ${what}`,
    'mend the file; examples/world.yaml shows its form',
  )
}
