import { startServer, type LocalgramServer, type StartOptions } from '../../src/index.ts'

/** A chat of the test world. */
export interface TestChat {
  readonly kind: 'group' | 'supergroup' | 'channel'
  readonly id: number
  /** Marked as the Bot API marks it. */
  readonly botApiChatId: number
  /** Of a public one. */
  readonly username?: string
}

/** A server with one of everything that an invite link can be about. */
export interface TestWorld extends AsyncDisposable {
  readonly server: LocalgramServer
  readonly owner: { readonly id: number; readonly phone: string }
  readonly member: { readonly id: number; readonly phone: string }
  /** In no chat. */
  readonly stranger: { readonly id: number; readonly phone: string }
  /** Admin with inviteUsers everywhere. */
  readonly bot: { readonly id: number; readonly token: string; readonly username: string }
  readonly group: TestChat
  readonly supergroup: TestChat & { readonly username: string }
  readonly channel: TestChat
}

/**
 * Starts a server in this process and fills it: an owner, a member, a stranger, a bot; a basic group,
 * the public supergroup @username and a private channel, all of the owner.
 */
export async function startWorld(options: StartOptions = {}): Promise<TestWorld> {
  const server = await startServer(options)
  const owner = await server.createUser({
    firstName: 'Owner',
    phone: '+9996610001',
    username: 'world_owner',
  })
  const member = await server.createUser({ firstName: 'Member', phone: '+9996620002' })
  const stranger = await server.createUser({ firstName: 'Stranger', phone: '+9996630003' })
  const bot = await server.createBot({
    username: 'world_test_bot',
    name: 'World Bot',
    ownerId: owner.id,
  })
  const admins = [{ id: bot.id, rights: ['inviteUsers', 'banUsers', 'changeInfo'] as const }]
  const shared = { ownerId: owner.id, memberIds: [member.id], admins }
  const make = async (kind: TestChat['kind'], title: string, username?: string) => {
    const name = username === undefined ? {} : { username }
    return { kind, ...(await server.createChat({ ...shared, type: kind, title, ...name })) }
  }
  const group = await make('group', 'Basic group')
  const supergroup = await make('supergroup', 'Supergroup', 'username')
  const channel = await make('channel', 'Channel')
  return {
    server,
    owner,
    member,
    stranger,
    bot,
    group,
    channel,
    supergroup: { ...supergroup, username: 'username' },
    [Symbol.asyncDispose]: () => server.stop(),
  }
}
