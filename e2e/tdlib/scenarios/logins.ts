import { outcome, type TdlibClient } from '../client.ts'
import type { Scenario, Stage, Way } from '../stage.ts'

/** How one login went. */
export interface Login {
  readonly how: string
  readonly meId: number
  readonly myId: number
  /** What came of making a link in the public supergroup. */
  readonly link: string
}

type Who = (client: TdlibClient) => Promise<void>

/** Logs in, says who it is, and makes a link. */
async function login(stage: Stage, how: string, who: Who, way: Way): Promise<Login> {
  const client = await stage.client(way)
  await who(client)
  const me = await client.invoke({ _: 'getMe' })
  const myId = await client.invoke({ _: 'getOption', name: 'my_id' })
  const chat = await client.invoke({
    _: 'searchPublicChat',
    username: stage.world.supergroup.username,
  })
  return {
    how,
    meId: me.id,
    myId: 'value' in myId ? Number(myId.value) : 0,
    link: await outcome(client.invoke({ _: 'createChatInviteLink', chat_id: chat.id })),
  }
}

const WAYS: Record<string, Way> = {
  socks5: { road: 'socks5' },
  mtproxy: { road: 'mtproxy' },
  http: { road: 'http' },
  'socks5 with PFS': { road: 'socks5', pfs: true },
  'mtproxy with PFS': { road: 'mtproxy', pfs: true },
}

/** User and bot by every road to the server, a password, and a phone that has no account. */
export const logins: Scenario<{
  readonly user: readonly Login[]
  readonly bot: readonly Login[]
  readonly withPassword: Login
  readonly signedUp: Login
}> = {
  async play(stage) {
    const { world } = stage
    const asOwner: Who = (client) => client.loginUser(world.owner.phone)
    const asBot: Who = (client) => client.loginBot(world.bot.token)
    const careful = await world.server.createUser({
      firstName: 'Careful',
      phone: '+9996640004',
      password: 'a pass phrase',
    })
    // One after another: a code is void as soon as the next one is sent to the same phone.
    const by = async (who: Who): Promise<Login[]> => {
      const all: Login[] = []
      for (const [how, way] of Object.entries(WAYS)) all.push(await login(stage, how, who, way))
      return all
    }
    const [user, bot, withPassword, signedUp] = await Promise.all([
      by(asOwner),
      by(asBot),
      login(stage, 'password', (client) => client.loginUser(careful.phone, 'a pass phrase'), {}),
      login(stage, 'sign-up', (client) => client.loginUser('+9996650005'), {}),
    ])
    return { user, bot, withPassword, signedUp }
  },
}

/** The same against a server in test mode, as Telegram's test environment. */
export const testDataCentre: Scenario<{ readonly user: Login; readonly bot: Login }> = {
  server: { testMode: true },
  async play(stage) {
    const { owner, bot } = stage.world
    const way: Way = { testDc: true }
    const [asUser, asBot] = await Promise.all([
      login(stage, 'user', (client) => client.loginUser(owner.phone), way),
      login(stage, 'bot', (client) => client.loginBot(bot.token), way),
    ])
    return { user: asUser, bot: asBot }
  },
}
