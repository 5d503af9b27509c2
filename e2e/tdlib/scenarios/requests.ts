import type { chatInviteLink, updateNewChatJoinRequest } from 'tdlib-types'
import { outcome, type TdlibClient } from '../client.ts'
import type { Scenario, Stage } from '../stage.ts'
import { heard, history, say, saying } from '../talk.ts'
import { brief, eventsOf, join, newcomer, type Player } from './cast.ts'

/** The life of the requests to join one chat. */
export interface Requests {
  readonly kind: string
  /** What came of asking, and of asking again. */
  readonly asked: string
  readonly askedAgain: string
  /** How many requests, and whose, the owner and another admin were told of by themselves. */
  readonly toldOwner: string
  readonly toldDeputy: string
  readonly bot: BotsView
  /** Names of who asks: everybody page by page, by one link, and by a search. */
  readonly pending: readonly string[]
  readonly byLink: readonly string[]
  readonly found: readonly string[]
  readonly link: string
  readonly approved: string
  readonly approvedByBot: string
  readonly declined: string
  readonly askedAfter: string
  readonly approvedAll: string
  readonly twice: string
  readonly noneLeft: string
  /** Who came by the link: names, and who let them in. */
  readonly members: readonly string[]
  /** What a bot is told of members who were let in. */
  readonly toldBot: readonly string[]
  readonly services: readonly string[]
  readonly events: readonly string[]
  readonly linkEvents: readonly string[]
}

/** What a bot is told of a request by another admin's link, and of one by its own. */
interface BotsView {
  readonly bio: string
  readonly othersLink: string
  readonly ownLink: string
}

interface Cast {
  readonly owner: TdlibClient
  readonly deputy: TdlibClient
  readonly bot: TdlibClient
  readonly botId: number
  readonly first: Player
  readonly second: Player
  readonly third: Player
  readonly names: ReadonlyMap<number, string>
}

async function asking(client: TdlibClient, chat_id: number, name: string): Promise<chatInviteLink> {
  await client.invoke({ _: 'getChat', chat_id })
  return client.invoke({
    _: 'createChatInviteLink',
    chat_id,
    name,
    creates_join_request: true,
  })
}

/** The first news of so many requests, as in "2: Third, First". */
async function toldOf({ names }: Cast, client: TdlibClient, chatId: number, count: number) {
  const { pending_join_requests: info } = await client.seen(
    'updateChatPendingJoinRequests',
    ({ chat_id, pending_join_requests }) =>
      chat_id === chatId && (pending_join_requests?.total_count ?? 0) === count,
  )
  const ids = info?.user_ids ?? []
  return `${info?.total_count ?? 0}: ${ids.map((id) => names.get(id)).join(', ')}`
}

/** Two people ask by links of the owner and of the bot; the bot may write to them meanwhile. */
async function botHears(
  { bot, botId, first, second, names }: Cast,
  chatId: number,
): Promise<BotsView> {
  const told = (userId: number): Promise<updateNewChatJoinRequest> =>
    bot.seen(
      'updateNewChatJoinRequest',
      ({ chat_id, request }) => chat_id === chatId && request.user_id === userId,
    )
  const others = await told(first.id)
  const own = await told(second.id)
  const text = `Why ${chatId}?`
  await say(bot, others.user_chat_id, text)
  await heard(first.client, botId, text)
  return {
    bio: `${names.get(others.request.user_id)}: ${others.request.bio}`,
    othersLink: others.invite_link?.invite_link ?? '',
    ownLink: own.invite_link?.invite_link ?? '',
  }
}

/** Names of who asks to join, asked for in pages of `limit`. */
async function requestsOf(
  { owner, names }: Cast,
  chat_id: number,
  narrow: { readonly invite_link?: string; readonly query?: string },
  limit: number,
): Promise<string[]> {
  const found: string[] = []
  let offset: object = {}
  for (;;) {
    const { requests } = await owner.invoke({
      _: 'getChatJoinRequests',
      chat_id,
      ...narrow,
      limit,
      ...offset,
    })
    const last = requests.at(-1)
    if (last === undefined) return found
    found.push(...requests.map(({ user_id, bio }) => `${names.get(user_id)} (${bio})`))
    offset = { offset_request: last }
  }
}

/** Names of who joined by a link, and who let them in. */
async function joinedBy({ owner, names, botId }: Cast, chat_id: number, invite_link: string) {
  const { members } = await owner.invoke({
    _: 'getChatInviteLinkMembers',
    chat_id,
    invite_link,
    limit: 10,
  })
  return members
    .map(({ user_id, approver_user_id: by }) => {
      return `${names.get(user_id)} by ${by === botId ? 'the bot' : (names.get(by) ?? 'nobody')}`
    })
    .sort()
}

async function toldBotOf({ bot, names }: Cast, chatId: number, { id }: Player): Promise<string> {
  const { new_chat_member, invite_link, via_join_request } = await bot.seen(
    'updateChatMember',
    ({ chat_id, new_chat_member: { member_id } }) =>
      chat_id === chatId && member_id._ === 'messageSenderUser' && member_id.user_id === id,
  )
  const how = via_join_request ? 'directly' : `by ${invite_link?.name}`
  return `${names.get(id)} ${new_chat_member.status._.replace('chatMemberStatus', '')} ${how}`
}

async function decide(cast: Cast, chat_id: number, links: readonly chatInviteLink[]) {
  const { owner, bot, first, second, third } = cast
  const [ownersLink = '', botsLink = ''] = links.map(({ invite_link }) => invite_link)
  const process = (client: TdlibClient, { id }: Player, approve: boolean) =>
    outcome(client.invoke({ _: 'processChatJoinRequest', chat_id, user_id: id, approve }))
  const decided = {
    approved: await process(owner, first, true),
    approvedByBot: await process(bot, second, true),
    declined: await process(owner, third, false),
    askedAfter: await join(third, ownersLink),
    approvedAll: await outcome(
      owner.invoke({ _: 'processChatJoinRequests', chat_id, approve: true }),
    ),
    twice: await process(owner, third, true),
  }
  const noneLeft = (await requestsOf(cast, chat_id, {}, 10)).length
  const members = [
    ...(await joinedBy(cast, chat_id, ownersLink)),
    ...(await joinedBy(cast, chat_id, botsLink)),
  ]
  return { ...decided, noneLeft: `${noneLeft} left`, members }
}

async function live(
  cast: Cast,
  { kind, chatId }: { readonly kind: string; readonly chatId: number },
): Promise<Requests> {
  const { owner, deputy, bot, first, second, third } = cast
  const link = await asking(owner, chatId, "the owner's")
  const { invite_link } = link
  const botsLink = await asking(bot, chatId, "the bot's")
  const asked = await join(first, invite_link)
  const askedAgain = await join(first, invite_link)
  const told = [await toldOf(cast, owner, chatId, 1), await toldOf(cast, deputy, chatId, 1)]
  for (const [one, by] of [
    [second, botsLink],
    [third, link],
  ] as const)
    await join(one, by.invite_link)
  const botsView = await botHears(cast, chatId)
  const pending = await requestsOf(cast, chatId, {}, 2)
  const byLink = await requestsOf(cast, chatId, { invite_link }, 10)
  const found = await requestsOf(cast, chatId, { query: 'Second' }, 10)
  const waiting = await owner.invoke({ _: 'getChatInviteLink', chat_id: chatId, invite_link })
  const decided = await decide(cast, chatId, [link, botsLink])
  const toldBot = [
    await toldBotOf(cast, chatId, first),
    await toldBotOf(cast, chatId, second),
    await toldBotOf(cast, chatId, third),
  ]
  const isGroup = kind === 'group'
  if (!isGroup) {
    await owner.invoke({ _: 'editChatInviteLink', chat_id: chatId, invite_link })
    await owner.invoke({ _: 'revokeChatInviteLink', chat_id: chatId, invite_link })
    await owner.invoke({ _: 'deleteRevokedChatInviteLink', chat_id: chatId, invite_link })
  }
  return {
    kind,
    asked,
    askedAgain,
    toldOwner: told[0] ?? '',
    toldDeputy: told[1] ?? '',
    bot: botsView,
    pending,
    byLink,
    found,
    link: brief(waiting),
    ...decided,
    toldBot,
    services: (await history(owner, chatId)).map(saying),
    events: isGroup ? [] : await eventsOf(owner, chatId, { member_joins: true }),
    linkEvents: isGroup ? [] : await eventsOf(owner, chatId, { invite_link_changes: true }),
  }
}

async function assemble(stage: Stage): Promise<Cast> {
  const { world } = stage
  const [owner, deputy, bot, first, second, third] = await Promise.all([
    stage.user(world.owner.phone),
    stage.user(world.member.phone),
    stage.bot(world.bot.token),
    newcomer(stage, 'First', 'likes trains'),
    newcomer(stage, 'Second'),
    newcomer(stage, 'Third'),
  ])
  const names = new Map([
    [world.owner.id, 'Owner'],
    [first.id, 'First'],
    [second.id, 'Second'],
    [third.id, 'Third'],
  ])
  return { owner, deputy, bot, botId: world.bot.id, first, second, third, names }
}

/** People ask to join chats of every kind; admins and a bot hear of it and decide. */
export const requests: Scenario<{
  readonly lives: readonly Requests[]
  /** The chat that the requester sees above what the bot wrote to it. */
  readonly actionBar: string
}> = {
  async play(stage) {
    const { server, owner, member, bot } = stage.world
    const rights = ['inviteUsers', 'banUsers'] as const
    const admins = [bot, member].map(({ id }) => ({ id, rights }))
    const chats = []
    for (const kind of ['group', 'supergroup', 'channel'] as const) {
      const made = { type: kind, title: `Club ${kind}`, ownerId: owner.id, admins }
      const { botApiChatId } = await server.createChat({ ...made, memberIds: [member.id] })
      chats.push({ kind, chatId: botApiChatId })
    }
    const cast = await assemble(stage)
    for (const one of [cast.owner, cast.deputy]) await one.invoke({ _: 'loadChats', limit: 20 })
    const lives: Requests[] = []
    for (const chat of chats) lives.push(await live(cast, chat))
    const { action_bar } = await cast.first.client.seen(
      'updateChatActionBar',
      (update) => update.action_bar?._ === 'chatActionBarJoinRequest',
    )
    const actionBar = action_bar?._ === 'chatActionBarJoinRequest' ? action_bar.title : ''
    return { lives, actionBar }
  },
}
