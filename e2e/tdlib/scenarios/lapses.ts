import type { chatInviteLink } from 'tdlib-types'
import { outcome, type TdlibClient } from '../client.ts'
import type { Scenario, Stage } from '../stage.ts'
import { brief, join, knowsItself, leave, look, newcomer, type Player } from './cast.ts'

const HOUR = 3600

/** Links that cease to work, in one chat. */
export interface Lapses {
  readonly kind: string
  /** Looked at and followed before and after it expired, and after its time was prolonged. */
  readonly expiring: readonly string[]
  /** How the owner still finds it. */
  readonly expired: string
  /** Two people follow a link for one; the second again when the first has left. */
  readonly limited: readonly string[]
  readonly full: string
  /** Somebody banned follows a link, and again when he is unbanned. */
  readonly banned: readonly string[]
  /** A link of an admin who is no longer one: followed, found by the owner, found by himself. */
  readonly demoted: readonly string[]
}

interface Cast {
  readonly stage: Stage
  readonly owner: Player
  readonly deputy: Player
  readonly first: Player
  readonly second: Player
}

function linkIn(
  { client }: Player,
  chat_id: number,
  options: {
    readonly name: string
    readonly expiration_date?: number
    readonly member_limit?: number
  },
): Promise<chatInviteLink> {
  return client.invoke({ _: 'createChatInviteLink', chat_id, ...options })
}

async function expiring({ stage, owner, first }: Cast, chat_id: number) {
  const { clock } = stage.world.server
  const link = await linkIn(owner, chat_id, {
    name: 'For an hour',
    expiration_date: clock.now() + HOUR,
  })
  const { invite_link } = link
  const before = await look(first, invite_link)
  clock.advance(HOUR)
  const after = [await join(first, invite_link), await look(first, invite_link)]
  const found = await owner.client.invoke({ _: 'getChatInviteLink', chat_id, invite_link })
  await owner.client.invoke({ _: 'editChatInviteLink', chat_id, invite_link, name: 'For ever' })
  const steps = [before, ...after, await join(first, invite_link)]
  await leave(first, chat_id)
  return { expiring: steps, expired: brief(found) }
}

async function limited({ owner, first, second }: Cast, chat_id: number) {
  const { invite_link } = await linkIn(owner, chat_id, { name: 'For one', member_limit: 1 })
  const steps = [await join(first, invite_link), await join(second, invite_link)]
  const found = await owner.client.invoke({ _: 'getChatInviteLink', chat_id, invite_link })
  steps.push(await leave(first, chat_id), await join(second, invite_link))
  await leave(second, chat_id)
  return { limited: steps, full: brief(found) }
}

function setStatus(
  client: TdlibClient,
  chat_id: number,
  user_id: number,
  status: 'Banned' | 'Left' | 'Member',
): Promise<string> {
  return outcome(
    client.invoke({
      _: 'setChatMemberStatus',
      chat_id,
      member_id: { _: 'messageSenderUser', user_id },
      status: { _: `chatMemberStatus${status}` },
    }),
  )
}

async function banned({ owner, second }: Cast, chat_id: number): Promise<string[]> {
  const { invite_link } = await linkIn(owner, chat_id, { name: 'For all' })
  await join(second, invite_link)
  await setStatus(owner.client, chat_id, second.id, 'Banned')
  const steps = [await join(second, invite_link), await look(second, invite_link)]
  const unbanned = await setStatus(owner.client, chat_id, second.id, 'Left')
  steps.push(unbanned, await join(second, invite_link))
  await leave(second, chat_id)
  return steps
}

async function demoted({ owner, deputy, first }: Cast, chat_id: number): Promise<string[]> {
  const { invite_link } = await linkIn(deputy, chat_id, { name: "the deputy's" })
  await setStatus(owner.client, chat_id, deputy.id, 'Member')
  await knowsItself(deputy.client, chat_id, 'Member')
  const followed = await join(first, invite_link)
  const { invite_links } = await owner.client.invoke({
    _: 'getChatInviteLinks',
    chat_id,
    creator_user_id: deputy.id,
    limit: 10,
  })
  const own = await outcome(deputy.client.invoke({ _: 'getChatInviteLink', chat_id, invite_link }))
  return [followed, ...invite_links.map(brief).sort(), own]
}

async function live(cast: Cast, kind: string, chatId: number): Promise<Lapses> {
  return {
    kind,
    ...(await expiring(cast, chatId)),
    ...(await limited(cast, chatId)),
    // Basic groups have no bans: whoever was put out stays out.
    banned: kind === 'group' ? [] : await banned(cast, chatId),
    demoted: await demoted(cast, chatId),
  }
}

/** A channel's paid links. */
export interface Paid {
  readonly made: string
  readonly renamed: string
  readonly inGroup: string
  readonly wrongPeriod: string
  readonly tooDear: string
  /** What somebody sees who looks at it, and what comes of following it without paying. */
  readonly offer: string
  readonly joined: string
}

async function paid(stage: Stage, owner: Player, guest: Player): Promise<Paid> {
  const { channel, supergroup } = stage.world
  const create = (chat_id: number, period: number, star_count: number) =>
    owner.client.invoke({
      _: 'createChatSubscriptionInviteLink',
      chat_id,
      name: 'Monthly',
      subscription_pricing: { _: 'starSubscriptionPricing', period, star_count },
    })
  const month = 30 * 24 * HOUR
  const chat_id = channel.botApiChatId
  const made = await create(chat_id, month, 50)
  const { invite_link } = made
  const renamed = await owner.client.invoke({
    _: 'editChatSubscriptionInviteLink',
    chat_id,
    invite_link,
    name: 'Patrons',
  })
  const seen = await guest.client.invoke({ _: 'checkChatInviteLink', invite_link })
  const { pricing } = seen.subscription_info ?? {}
  return {
    made: brief(made),
    renamed: brief(renamed),
    inGroup: await outcome(create(supergroup.botApiChatId, month, 50)),
    wrongPeriod: await outcome(create(chat_id, 60, 50)),
    tooDear: await outcome(create(chat_id, month, 10_001)),
    offer: `${pricing?.star_count} in ${pricing?.period} s`,
    joined: await join(guest, invite_link),
  }
}

/** Links that expire, are full, are of no use to somebody banned, outlive their admin, or cost Stars. */
export const lapses: Scenario<{ readonly lapses: readonly Lapses[]; readonly paid: Paid }> = {
  async play(stage) {
    const { server, ...world } = stage.world
    const admins = [{ id: world.member.id, rights: ['inviteUsers'] as const }]
    const chats = []
    for (const kind of ['group', 'supergroup', 'channel'] as const) {
      const made = { type: kind, title: `Club ${kind}`, ownerId: world.owner.id, admins }
      const { botApiChatId } = await server.createChat({ ...made, memberIds: [world.member.id] })
      chats.push({ kind, chatId: botApiChatId })
    }
    const [owner, deputy, first, second] = await Promise.all([
      stage.user(world.owner.phone),
      stage.user(world.member.phone),
      newcomer(stage, 'First'),
      newcomer(stage, 'Second'),
    ])
    for (const one of [owner, deputy]) await one.invoke({ _: 'loadChats', limit: 20 })
    const cast: Cast = {
      stage,
      owner: { id: world.owner.id, client: owner },
      deputy: { id: world.member.id, client: deputy },
      first,
      second,
    }
    const all: Lapses[] = []
    for (const { kind, chatId } of chats) all.push(await live(cast, kind, chatId))
    return { lapses: all, paid: await paid(stage, cast.owner, second) }
  },
}
