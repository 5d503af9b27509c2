import { createBot } from '../domain/accounts/create-bot.ts'
import { createUser, prepareUser, type NewUser } from '../domain/accounts/create-user.ts'
import type { Domain, Unit } from '../domain/context.ts'
import { arrangeChat } from './arrange-chat.ts'
import { inWords, Problem } from './problem.ts'
import { mistake, type Placed, type World, type WorldChat } from './world-file.ts'

/**
 * Makes a world in an empty server, all of it or nothing. A server that has accounts already keeps what
 * it has: a restart must not make a world twice.
 *
 * @param file where the world comes from, for messages
 * @throws UserError for what the file gets wrong: names that lead nowhere, what the rules refuse
 */
export async function seedWorld(domain: Domain, world: World, file: string): Promise<void> {
  const isEmpty = async (u: Unit): Promise<boolean> => (await u.db.users.all()).length === 0
  if (!(await domain.unit(isEmpty))) return
  const users = await prepareUsers(domain, world)
  await domain.unit(async (u) => {
    if (await isEmpty(u)) await makeWorld(u, world, users, file)
  })
}

interface PreparedUser {
  readonly as: string
  readonly wanted: NewUser
}

/** The people of a world, ready to be made. */
function prepareUsers({ random }: Domain, world: World): Promise<Placed<PreparedUser>[]> {
  const users = (world.users ?? []).map(async ({ at, entry: { as, ...user } }) => {
    return { at, entry: { as, wanted: await prepareUser(random, user) } }
  })
  return Promise.all(users)
}

async function makeWorld(
  u: Unit,
  world: World,
  users: readonly Placed<PreparedUser>[],
  file: string,
): Promise<void> {
  const accounts = new Accounts()
  for (const { at, entry } of users) {
    await saying(file, at, entry.wanted, async () => {
      accounts.add(entry.as, (await createUser(u, entry.wanted)).id)
    })
  }
  for (const { at, entry } of world.bots ?? []) {
    const { as, owner, ...bot } = entry
    await saying(file, at, bot, async () => {
      const ownerId = owner === undefined ? {} : { ownerId: accounts.idOf(owner) }
      accounts.add(as, (await createBot(u, { ...bot, ...ownerId })).user.id)
    })
  }
  for (const { at, entry } of world.chats ?? [])
    await saying(file, at, entry, () => makeChat(u, entry, (name) => accounts.idOf(name)))
}

/** Says of an entry that the rules refuse where it stands. */
async function saying(
  file: string,
  at: string,
  wanted: object,
  make: () => Promise<void>,
): Promise<void> {
  try {
    await inWords(wanted, make)
  } catch (error) {
    throw error instanceof Problem ? mistake(file, `${at}: ${error.message}`) : error
  }
}

/** Ids by the names that a file calls accounts. */
class Accounts {
  readonly #ids = new Map<string, number>()

  add(name: string, id: number): void {
    if (this.#ids.has(name))
      throw new Problem(400, 'NAME_TAKEN', `somebody else is called ${JSON.stringify(name)} too`)
    this.#ids.set(name, id)
  }

  idOf(name: string): number {
    const id = this.#ids.get(name)
    if (id !== undefined) return id
    const known = [...this.#ids.keys()].join(', ')
    const detail = `nobody is called ${JSON.stringify(name)} (as: ${known})`
    throw new Problem(400, 'NAME_UNKNOWN', detail)
  }
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
