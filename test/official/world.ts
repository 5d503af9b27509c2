import fastify, { type FastifyInstance } from 'fastify'
import { registerBotApi } from '../../src/bot-api/http.ts'
import { arrangeChat, type ArrangedChat } from '../../src/control/arrange-chat.ts'
import type { AdminRightName, NewChat } from '../../src/control/wanted.ts'
import { createLogger } from '../../src/core/logger.ts'
import { createTestRpc, type TestClient, type TestRpc } from '../../src/rpc/testing.ts'
import type { TestAccount } from '../../src/domain/testing.ts'

/** Bots that were made before the one of the story, so that its name and id are those of the record. */
const BOTS_BEFORE = 6

/** What a bot who does everything may do in a supergroup, and in a channel. */
const RIGHTS: readonly AdminRightName[] = [
  'changeInfo', 'deleteMessages', 'inviteUsers', 'banUsers', 'pinMessages', 'addAdmins',
] // prettier-ignore
const GROUP_RIGHTS: readonly AdminRightName[] = [...RIGHTS, 'manageCall']
const CHANNEL_RIGHTS: readonly AdminRightName[] = [...RIGHTS, 'postMessages', 'editMessages']

/** A person of the story, at a client of their own. */
export interface Person extends TestAccount {
  readonly client: TestClient
}

/** The two doors of one server over a store in memory, with the people, the bot and the chats of the story. */
export interface OfficialWorld {
  readonly rpc: TestRpc
  readonly app: FastifyInstance
  readonly bot: TestAccount & { readonly token: string }
  readonly olga: Person
  readonly adam: Person
  readonly eve: Person
  readonly zoe: Person
  readonly chats: OfficialChats
  close(): Promise<void>
}

/** The chats, all of them Olga's, under the names that the record has for them. */
export interface OfficialChats {
  /** A supergroup in which the bot may do everything. */
  readonly sg: ArrangedChat
  /** The same with a public name. */
  readonly pub: ArrangedChat
  /** A channel in which the bot may do everything. */
  readonly ch: ArrangedChat
  /** A supergroup in which the bot may only delete messages. */
  readonly weak: ArrangedChat
  /** A supergroup without the bot. */
  readonly not: ArrangedChat
  /** A basic group with Adam, in which the bot is an admin. */
  readonly bg: ArrangedChat
}

/** Makes the world as the story finds it, a second after everybody came; from then on business time stands still. */
export async function openOfficialWorld(): Promise<OfficialWorld> {
  const rpc = await createTestRpc()
  const person = async (firstName: string, lastName = '', username?: string): Promise<Person> => {
    const account = await rpc.createUser({ firstName, lastName, ...(username && { username }) })
    return { ...account, client: await rpc.connect({ account }) }
  }
  const olga = await person('Olga', '', 'olga_own')
  const adam = await person('Adam', 'Ant')
  const eve = await person('Eve')
  const zoe = await person('Zoe')
  for (let n = 0; n < BOTS_BEFORE; n++) await rpc.createBot({ username: `doorman${n}_bot` })
  const bot = await rpc.createBot({ username: `doorman${BOTS_BEFORE}_bot`, name: 'Doorman' })
  const chats = await createChats(rpc, { olga, adam, bot })
  rpc.clock.advance(1)
  const app = fastify()
  registerBotApi(app, { domain: rpc.domain, log: createLogger('silent') })
  await app.ready()
  return {
    ...{ rpc, app, bot, olga, adam, eve, zoe, chats },
    async close() {
      await app.close()
      await rpc.close()
    },
  }
}

async function createChats(
  rpc: TestRpc,
  { olga, adam, bot }: Readonly<Record<'olga' | 'adam' | 'bot', TestAccount>>,
): Promise<OfficialChats> {
  const chat = (wanted: Omit<NewChat, 'ownerId'>): Promise<ArrangedChat> =>
    rpc.unit((u) => arrangeChat(u, { ...wanted, ownerId: olga.id }))
  const botWith = (rights: readonly AdminRightName[]) => [{ id: bot.id, rights }]
  return {
    sg: await chat({ type: 'supergroup', title: 'The club', admins: botWith(GROUP_RIGHTS) }),
    pub: await chat({
      type: 'supergroup',
      title: 'Public club',
      username: 'public_club',
      admins: botWith(GROUP_RIGHTS),
    }),
    ch: await chat({ type: 'channel', title: 'News', admins: botWith(CHANNEL_RIGHTS) }),
    weak: await chat({ type: 'supergroup', title: 'Weak', admins: botWith(['deleteMessages']) }),
    not: await chat({ type: 'supergroup', title: 'Not mine' }),
    bg: await chat({
      type: 'group',
      title: 'Basic',
      memberIds: [adam.id],
      admins: botWith([]),
    }),
  }
}
