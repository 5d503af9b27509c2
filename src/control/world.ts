import { RpcError } from '../core/rpc-error.ts'
import { createBot } from '../domain/accounts/create-bot.ts'
import { createUser } from '../domain/accounts/create-user.ts'
import type { Domain, Unit } from '../domain/context.ts'
import { arrangeChat } from './arrange-chat.ts'
import { Problem } from './problem.ts'
import { mistake, type World, type WorldChat } from './world-file.ts'

/**
 * Makes a world in an empty server, all of it or nothing. A server that has accounts already keeps what
 * it has: a restart must not make a world twice.
 *
 * @param file where the world comes from, for messages
 * @throws UserError for what the file gets wrong: names that lead nowhere, what the rules refuse
 */
export async function seedWorld(domain: Domain, world: World, file: string): Promise<void> {
  try {
    await domain.unit(async (u) => {
      if ((await u.db.users.all()).length === 0) await makeWorld(u, world, file)
    })
  } catch (error) {
    if (error instanceof RpcError) {
      const why = error.reason === undefined ? '' : ` (${error.reason})`
      throw mistake(file, `${error.message}${why}`)
    }
    throw error instanceof Problem ? mistake(file, error.message) : error
  }
}

async function makeWorld(u: Unit, world: World, file: string): Promise<void> {
  const ids = new Map<string, number>()
  const idOf = (name: string): number => {
    const id = ids.get(name)
    if (id !== undefined) return id
    const known = [...ids.keys()].join(', ')
    throw mistake(file, `nobody is called ${JSON.stringify(name)} (as: ${known})`)
  }
  for (const { as, bio, ...user } of world.users ?? []) {
    const about = bio === undefined ? {} : { about: bio }
    ids.set(as, (await createUser(u, { ...user, ...about })).id)
  }
  for (const { as, owner, ...bot } of world.bots ?? []) {
    const ownerId = owner === undefined ? {} : { ownerId: idOf(owner) }
    ids.set(as, (await createBot(u, { ...bot, ...ownerId })).user.id)
  }
  for (const chat of world.chats ?? []) await makeChat(u, chat, idOf)
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
