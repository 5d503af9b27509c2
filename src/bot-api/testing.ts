import fastify, { type FastifyInstance, type InjectOptions } from 'fastify'
import { createLogger } from '../core/logger.ts'
import { createBasicGroup, createChannel, newMember } from '../domain/chats/create.ts'
import { ADMIN_RIGHTS, BASIC_GROUP_ADMIN_RIGHTS, maskOf } from '../domain/chats/rights.ts'
import type { Domain } from '../domain/context.ts'
import {
  createTestDomain,
  TEST_NOW,
  type TestDomain,
  type TestDomainOptions,
} from '../domain/testing.ts'
import type { ChatRow, MemberRow } from '../store/tables/chats.ts'
import type { UserRow } from '../store/tables/users.ts'
import { registerBotApi } from './http.ts'

/** The admin right that matters for links. */
export const INVITE_USERS = maskOf(ADMIN_RIGHTS, ['inviteUsers'])

/** What a call answered. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  /** The body as it came, for its order. */
  readonly text: string
  readonly body: Record<string, unknown> & { readonly result?: unknown }
}

/** The door over a store in memory, with a bot and its owner. */
export interface TestDoor {
  readonly app: FastifyInstance
  readonly domain: Domain
  /** The domain's clock and accounts. */
  readonly world: TestDomain
  readonly bot: UserRow
  readonly token: string
  readonly owner: UserRow
  /** Lines of the log, parsed. */
  readonly logged: readonly Record<string, unknown>[]
  /** POSTs a method with a JSON body. */
  call(method: string, params?: object): Promise<Answer>
  /** Any other request; the URL is taken as it is. */
  send(options: InjectOptions): Promise<Answer>
  /** A chat of the owner's, without the bot. */
  chat(kind: 'group' | 'supergroup' | 'channel', username?: string): Promise<ChatRow>
  /** Sets the bot's standing in a chat. */
  stand(chat: ChatRow, status: MemberRow['status'], adminRights?: number): Promise<void>
  /** A chat in which the bot is an admin who may invite. */
  managed(kind: 'group' | 'supergroup' | 'channel', username?: string): Promise<ChatRow>
  close(): Promise<void>
}

/** Opens a door for tests. */
export async function openTestDoor(options: TestDomainOptions = {}): Promise<TestDoor> {
  const logged: Record<string, unknown>[] = []
  const write = (line: string): void => {
    logged.push(JSON.parse(line) as Record<string, unknown>)
  }
  const log = createLogger('debug', { write })
  const world = await createTestDomain(options)
  const { domain } = world
  const owner = await world.createUser({ firstName: 'Olga', username: 'olga_o' })
  const bot = await world.createBot({ username: 'door_bot', name: 'Door' })
  const app = fastify()
  registerBotApi(app, { domain, log })

  async function send(options: InjectOptions): Promise<Answer> {
    const { statusCode, headers, payload } = await app.inject(options)
    const body = (payload === '' ? {} : JSON.parse(payload)) as Answer['body']
    return { status: statusCode, headers, text: payload, body }
  }
  async function stand(chat: ChatRow, status: MemberRow['status'], adminRights = 0): Promise<void> {
    const member = { ...newMember(chat.id, bot.id, status, TEST_NOW), adminRights }
    await domain.unit((u) => u.db.members.put(member))
  }
  async function chat(kind: ChatRow['kind'], username?: string): Promise<ChatRow> {
    return domain.unit(async (u) => {
      if (kind === 'group') return createBasicGroup(u, owner.caller, 'Place', [])
      const row = await createChannel(
        u,
        owner.caller,
        kind as 'channel' | 'supergroup',
        'Place',
        '',
      )
      if (username !== undefined) {
        await u.db.usernames.take(username, 'chat', row.id)
        await u.db.chats.update(row.id, { username })
      }
      return row
    })
  }
  return {
    app,
    domain,
    world,
    bot: bot.row,
    token: bot.token,
    owner: owner.row,
    logged,
    send,
    call: (method, params = {}) =>
      send({ method: 'POST', url: `/bot${bot.token}/${method}`, payload: params }),
    chat,
    stand,
    async managed(kind, username) {
      const row = await chat(kind, username)
      await stand(row, 'admin', kind === 'group' ? BASIC_GROUP_ADMIN_RIGHTS : INVITE_USERS)
      return row
    },
    async close() {
      await app.close()
      await world.close()
    },
  }
}
