import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import { createLogger } from '../../core/logger.ts'
import { RpcError } from '../../core/rpc-error.ts'
import { createBasicGroup, createChannel } from '../../domain/chats/create.ts'
import { BASIC_GROUP_ADMIN_RIGHTS } from '../../domain/chats/rights.ts'
import { adminMask } from '../../domain/chats/testing.ts'
import type { Unit } from '../../domain/context.ts'
import { importInvite } from '../../domain/invites/import.ts'
import { newInvite } from '../../domain/invites/primary.ts'
import { addMember } from '../../domain/members/join.ts'
import { postToUser } from '../../domain/messages/post.ts'
import { createTestDomain, type TestAccount, type TestDomain } from '../../domain/testing.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { InviteRow, NewInvite } from '../../store/tables/invites.ts'
import { registerBotApi } from '../http.ts'
import { shapeProblems } from '../testing-shape.ts'
import type { AddressRule } from './outward.ts'

/** An update as a bot gets it. */
export type GotUpdate = { readonly update_id: number } & Readonly<Record<string, unknown>>

/** What a call answered. */
export interface UpdatesAnswer {
  readonly status: number
  readonly body: {
    readonly result?: unknown
    readonly description?: string
  }
}

/** The Bot API's door, a bot, and the people and chats that give it updates. */
export interface UpdatesWorld extends TestDomain {
  readonly bot: TestAccount & { readonly token: string }
  readonly owner: TestAccount
  readonly ann: TestAccount
  /** Calls a method of the bot's. */
  call(method: string, params?: object): Promise<UpdatesAnswer>
  /** getUpdates; fails where it is refused or where an update is not of its type. */
  updates(params?: object): Promise<GotUpdate[]>
  /** A chat of the owner's with the bot as an admin who may do all that is asked of it here. */
  chat(kind: 'group' | 'supergroup' | 'channel'): Promise<ChatRow>
  /** A link of an account's in a chat. */
  link(chat: ChatRow, admin: TestAccount, patch?: Partial<InviteRow>): Promise<InviteRow>
  /** Comes in by a link, or asks to. */
  follow(who: TestAccount, invite: InviteRow): Promise<void>
  /** Writes to the bot. */
  write(text: string): Promise<void>
  /** Ends the door alone. */
  closeDoor(): Promise<void>
}

/** What a world differs in. */
export type UpdatesWorldOptions = NonNullable<Parameters<typeof createTestDomain>[0]> & {
  readonly addressRule?: AddressRule
}

/** Opens a world over an empty store. */
export async function openUpdatesWorld(options: UpdatesWorldOptions = {}): Promise<UpdatesWorld> {
  const world = await createTestDomain(options)
  const owner = await world.createUser({ firstName: 'Olga' })
  const ann = await world.createUser({ firstName: 'Ann', about: 'I like birds' })
  const bot = await world.createBot()
  return openWorldOf(world, { owner, ann, bot }, options.addressRule)
}

/** Opens a world over what an earlier one left in its file. */
export async function reopenUpdatesWorld(
  file: string,
  { owner, ann, bot }: Pick<UpdatesWorld, 'owner' | 'ann' | 'bot'>,
): Promise<UpdatesWorld> {
  return openWorldOf(await createTestDomain({ file }), { owner, ann, bot })
}

/** Opens the door over a domain with people in it. */
export async function openWorldOf(
  world: TestDomain,
  people: Pick<UpdatesWorld, 'owner' | 'ann' | 'bot'>,
  addressRule: AddressRule = 'any',
): Promise<UpdatesWorld> {
  const { unit, domain } = world
  const { owner, ann, bot } = people
  const app = fastify()
  registerBotApi(app, { domain, log: createLogger('silent'), addressRule })
  await app.ready()
  let closing: Promise<void> | undefined
  const closeDoor = (): Promise<void> => (closing ??= app.close())
  const call: UpdatesWorld['call'] = async (method, params = {}) => {
    const url = `/bot${bot.token}/${method}`
    const answer = await app.inject({ method: 'POST', url, payload: params })
    return { status: answer.statusCode, body: answer.json<UpdatesAnswer['body']>() }
  }
  return {
    ...world,
    ...people,
    call,
    async updates(params) {
      const { status, body } = await call('getUpdates', params)
      const problems = status === 200 ? shapeProblems('Array of Update', body.result) : [body]
      if (problems.length > 0) throw new Error(JSON.stringify(problems))
      return body.result as GotUpdate[]
    },
    chat: (kind) => unit((u) => newChat(u, kind, owner, bot)),
    link: (chat, admin, patch) =>
      unit(async (u) => {
        const invite: NewInvite = { ...newInvite(u, chat, admin.id), permanent: 0, ...patch }
        return u.db.invites.insert(invite)
      }),
    async follow(who, invite) {
      try {
        await unit((u) => importInvite(u, who.caller, invite.hash))
      } catch (error) {
        if (!(error instanceof RpcError) || error.type !== 'INVITE_REQUEST_SENT') throw error
      }
    },
    write: async (text) => {
      await unit((u) => postToUser(u, ann.id, bot.id, { text }))
    },
    closeDoor,
    async close() {
      await closeDoor()
      await world.close()
    },
  }
}

async function newChat(
  u: Unit,
  kind: 'group' | 'supergroup' | 'channel',
  owner: TestAccount,
  bot: TestAccount,
): Promise<ChatRow> {
  const { id } =
    kind === 'group'
      ? await createBasicGroup(u, owner.caller, 'Birds', [])
      : await createChannel(u, owner.caller, kind, 'Birds', '')
  const chat = (): Promise<ChatRow> => u.db.chats.byId(id) as Promise<ChatRow>
  const adminRights = kind === 'group' ? BASIC_GROUP_ADMIN_RIGHTS : adminMask('inviteUsers')
  const office = { status: 'admin', adminRights, promotedBy: owner.id, rank: '' } as const
  await addMember(u, await chat(), bot.id, { kind: 'promoted', byId: owner.id, office })
  return chat()
}

/** A request that a receiver got. */
export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly update: GotUpdate
}

/** A web server of a bot's, on loopback. */
export interface Receiver {
  readonly url: string
  /** Everything that came so far. */
  readonly received: readonly Received[]
  /** What the next request gets; 200 for those after. */
  answerNext(answer: (response: ServerResponse) => void): void
  /** Resolves with what has come when it is as many. */
  count(wanted: number): Promise<readonly Received[]>
  close(): Promise<void>
}

/** Starts a receiver. @param port the one to take; any that is free unless told */
export async function startReceiver(port = 0): Promise<Receiver> {
  const received: Received[] = []
  const answers: ((response: ServerResponse) => void)[] = []
  let look: () => void = () => undefined
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => (text += chunk))
    request.on('end', () => {
      received.push({ headers: request.headers, update: JSON.parse(text) as GotUpdate })
      const answer = answers.shift() ?? ((one: ServerResponse) => one.end())
      answer(response)
      look()
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answerNext: (answer) => answers.push(answer),
    count: (wanted) =>
      new Promise((resolve) => {
        look = () => {
          if (received.length >= wanted) resolve(received)
        }
        look()
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}
