import type {
  ChatJoinRequestResult$Input,
  ChatJoinResult,
  updateNewChatJoinRequest,
} from 'tdlib-types'
import { outcome, type TdlibClient } from '../client.ts'
import type { Scenario } from '../stage.ts'
import { heard, say } from '../talk.ts'
import { newcomer, supergroupOf, type Player } from './cast.ts'
import { primaryOf } from './links.ts'

interface Cast {
  readonly owner: TdlibClient
  readonly bot: TdlibClient
  readonly botId: number
  readonly chatId: number
  readonly supergroupId: number
}

/** Sets how the group is joined; this TDLib takes nothing without a guard bot. */
function toggle(
  { owner, botId, supergroupId }: Cast,
  join_by_request: boolean,
  apply_to_invite_links = false,
): Promise<string> {
  return outcome(
    owner.invoke({
      _: 'toggleSupergroupJoinByRequest',
      supergroup_id: supergroupId,
      join_by_request,
      apply_to_invite_links,
      guard_bot_user_id: botId,
    }),
  )
}

/** Joins the group by its name. */
async function joinDirectly({ client }: Player, username: string) {
  const { id } = await client.invoke({ _: 'searchPublicChat', username })
  return client.invoke({ _: 'joinChat', chat_id: id })
}

type Answer = { readonly result: ChatJoinRequestResult$Input } | { readonly url: string }

/** A guard bot decides about who wants to join a public group, each time otherwise. */
export interface Guarded {
  readonly enabled: string
  readonly shownGuard: boolean
  readonly shownToAll: boolean
  /** Whether the primary link asks as well, before it was told to and after. */
  readonly primaryAsks: readonly boolean[]
  readonly approved: string
  readonly declined: string
  /** Of the link that a request was made by: there is none. */
  readonly link: string
  readonly queued: string
  readonly approvedByAdmin: string
  readonly toldBot: string
  /** It lets the requester open a page first, and then in. */
  readonly page: string
  readonly pageHost: string
  readonly afterPage: string
  readonly events: readonly string[]
  readonly disabled: string
  readonly joinedFreely: string
}

/** Somebody asks to join, and the guard bot answers. */
async function ask(
  { bot, chatId }: Cast,
  one: Player,
  username: string,
  answer: Answer,
): Promise<{ readonly heard: updateNewChatJoinRequest; readonly came: ChatJoinResult }> {
  const joining = joinDirectly(one, username)
  const heard = await bot.seen(
    'updateNewChatJoinRequest',
    ({ chat_id, request }) => chat_id === chatId && request.user_id === one.id,
  )
  await bot.invoke({ _: 'answerChatJoinRequestQuery', query_id: heard.query_id, ...answer })
  return { heard, came: await joining }
}

async function primaryAsks({ owner, chatId }: Cast): Promise<boolean> {
  const invite_link = await primaryOf(owner, chatId)
  const link = await owner.invoke({ _: 'getChatInviteLink', chat_id: chatId, invite_link })
  return link.creates_join_request
}

/** Who joined lately, and whether by a link. */
async function joinEvents({ owner, chatId }: Cast): Promise<string[]> {
  const { events } = await owner.invoke({
    _: 'getChatEventLog',
    chat_id: chatId,
    limit: 10,
    filters: { _: 'chatEventLogFilters', member_joins: true },
  })
  return events.map(({ action }) => {
    const byLink = action._ === 'chatEventMemberJoinedByRequest' && action.invite_link
    return `${action._.replace('chatEvent', '')} ${byLink ? 'by' : 'without'} a link`
  })
}

async function admits(cast: Cast, one: Player): Promise<{ outcome: string; told: string }> {
  const { owner, bot, chatId } = cast
  const user_id = one.id
  const approved = await outcome(
    owner.invoke({ _: 'processChatJoinRequest', chat_id: chatId, user_id, approve: true }),
  )
  const { via_join_request, invite_link } = await bot.seen(
    'updateChatMember',
    ({ new_chat_member: { member_id } }) =>
      member_id._ === 'messageSenderUser' && member_id.user_id === user_id,
  )
  return { outcome: approved, told: via_join_request && !invite_link ? 'directly' : 'by a link' }
}

const decided = (kind: 'Approved' | 'Declined' | 'Queued'): Answer => {
  return { result: { _: `chatJoinRequestResult${kind}` } }
}

async function guarded(cast: Cast, username: string, people: readonly Player[]): Promise<Guarded> {
  const { owner, bot, botId, supergroupId: supergroup_id } = cast
  const [first, second, third, fourth] = people
  if (!first || !second || !third || !fourth) throw new Error('four people are needed')
  const enabled = await toggle(cast, true)
  const before = await primaryAsks(cast)
  const info = await owner.invoke({ _: 'getSupergroupFullInfo', supergroup_id })
  const approved = await ask(cast, first, username, decided('Approved'))
  const declined = await ask(cast, second, username, decided('Declined'))
  const queued = await ask(cast, third, username, decided('Queued'))
  const admitted = await admits(cast, third)
  const paged = await ask(cast, fourth, username, { url: 'https://example.org/captcha' })
  const { came } = paged
  const { query_id } = paged.heard
  const solved = await outcome(
    bot.invoke({ _: 'answerChatJoinRequestQuery', query_id, ...decided('Approved') }),
  )
  const { supergroup } = await fourth.client.seen(
    'updateSupergroup',
    (update) => update.supergroup.status._ === 'chatMemberStatusMember',
  )
  const events = await joinEvents(cast)
  await toggle(cast, true, true)
  const primary = [before, await primaryAsks(cast)]
  const needsApproval = came._ === 'chatJoinResultGuardBotApprovalRequired'
  return {
    enabled,
    shownGuard: info.guard_bot_user_id === botId,
    shownToAll: supergroup.join_by_request,
    primaryAsks: primary,
    approved: approved.came._,
    declined: declined.came._,
    link: queued.heard.invite_link?.invite_link ?? 'none',
    queued: queued.came._,
    approvedByAdmin: admitted.outcome,
    toldBot: admitted.told,
    page: came._,
    pageHost: needsApproval ? new URL(came.url.url).host : '',
    afterPage: solved,
    events,
    disabled: await toggle(cast, false),
    joinedFreely: (await joinDirectly(second, username))._,
  }
}

/** A channel's discussion group, which guests may write in until it is closed to them. */
export interface Discussion {
  readonly withoutChannel: string
  readonly closed: string
  readonly guest: string
  readonly opened: string
  /** Who the owner reads what the guest wrote from. */
  readonly heard: string
}

async function discussion(owner: TdlibClient, guest: Player): Promise<Discussion> {
  const channel = await owner.invoke({
    _: 'createNewSupergroupChat',
    title: 'With a discussion',
    is_channel: true,
  })
  const group = await owner.invoke({ _: 'createNewSupergroupChat', title: 'Its discussion' })
  const supergroup_id = await supergroupOf(owner, group.id)
  await owner.invoke({ _: 'setSupergroupUsername', supergroup_id, username: 'its_discussion' })
  const close = (join_to_send_messages: boolean) =>
    outcome(
      owner.invoke({
        _: 'toggleSupergroupJoinToSendMessages',
        supergroup_id,
        join_to_send_messages,
      }),
    )
  const withoutChannel = await close(true)
  await owner.invoke({
    _: 'setChatDiscussionGroup',
    chat_id: channel.id,
    discussion_chat_id: group.id,
  })
  const closed = await close(true)
  const { client } = guest
  const { id } = await client.invoke({ _: 'searchPublicChat', username: 'its_discussion' })
  await client.invoke({
    _: 'sendMessage',
    chat_id: id,
    input_message_content: {
      _: 'inputMessageText',
      text: { _: 'formattedText', text: 'may I?' },
    },
  })
  const { error } = await client.seen('updateMessageSendFailed')
  const opened = await close(false)
  await say(client, id, 'now I may')
  const { sender_id } = await heard(owner, group.id, 'now I may')
  return { withoutChannel, closed, guest: error.message, opened, heard: sender_id._ }
}

/** A public group that is joined by request, with a guard bot, and one that only members write in. */
export const publicRequests: Scenario<{
  readonly guarded: Guarded
  readonly discussion: Discussion
}> = {
  async play(stage) {
    const { world } = stage
    const [owner, bot, ...people] = await Promise.all([
      stage.user(world.owner.phone),
      stage.bot(world.bot.token),
      ...['First', 'Second', 'Third', 'Fourth'].map((name) => newcomer(stage, name)),
    ])
    await owner.invoke({ _: 'loadChats', limit: 20 })
    await owner.invoke({ _: 'searchPublicChat', username: world.bot.username })
    const chatId = world.supergroup.botApiChatId
    await bot.invoke({ _: 'getChat', chat_id: chatId })
    const supergroupId = await supergroupOf(owner, chatId)
    const cast: Cast = { owner, bot, botId: world.bot.id, chatId, supergroupId }
    const [first] = people
    if (!first) throw new Error('nobody came')
    return {
      guarded: await guarded(cast, world.supergroup.username, people),
      discussion: await discussion(owner, first),
    }
  },
}
