import type { Opening } from '../cable.ts'
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
  'mtproxy with padding': { road: 'mtproxyPadded' },
  http: { road: 'http' },
  'http without CONNECT': { road: 'httpOnly' },
  'socks5 with PFS': { road: 'socks5', pfs: true },
  'mtproxy with PFS': { road: 'mtproxy', pfs: true },
}

/** User and bot by every road to the server, a password, and a phone that has no account. */
export const logins: Scenario<{
  readonly user: readonly Login[]
  readonly bot: readonly Login[]
  readonly withPassword: Login
  readonly signedUp: Login
  readonly openings: readonly Opening[]
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
    const openings = [...new Set(stage.cable.openings)].sort()
    return { user, bot, withPassword, signedUp, openings }
  },
}

const OWN_SECRET = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'

/** A server in test mode, as Telegram's test environment, with an MTProxy secret of its own. */
export const testDataCentre: Scenario<{ readonly user: Login; readonly bot: Login }> = {
  server: { testMode: true, mtproxySecrets: [OWN_SECRET] },
  async play(stage) {
    const { owner, bot } = stage.world
    const way: Way = { testDc: true, road: 'mtproxy', secret: OWN_SECRET }
    const [asUser, asBot] = await Promise.all([
      login(stage, 'user', (client) => client.loginUser(owner.phone), way),
      login(stage, 'bot', (client) => client.loginBot(bot.token), way),
    ])
    return { user: asUser, bot: asBot }
  },
}
