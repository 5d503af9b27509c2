import type { chatInviteLink } from 'tdlib-types'
import { outcome, type TdlibClient } from '../client.ts'
import type { Scenario, Stage } from '../stage.ts'

/** What one admin could do about links in one chat. */
export interface LinksOfChat {
  readonly kind: string
  readonly plain: chatInviteLink
  readonly full: chatInviteLink
  readonly request: chatInviteLink
  readonly primary: chatInviteLink
  readonly nextPrimary: chatInviteLink
  /** The primary link that the chat's own page then shows. */
  readonly shown: string
  /** Why a limit and approval cannot stand together. */
  readonly both: string
}

const YEAR = 365 * 86_400

async function linksOf(client: TdlibClient, kind: string, chatId: number): Promise<LinksOfChat> {
  const shared = { _: 'createChatInviteLink', chat_id: chatId } as const
  // Bots have no list of chats: they get to know one by its id.
  await client.invoke({ _: 'getChat', chat_id: chatId })
  const expires = Math.floor(Date.now() / 1000) + YEAR
  const plain = await client.invoke(shared)
  const full = await client.invoke({
    ...shared,
    name: 'My very normal title',
    expiration_date: expires,
    member_limit: 43,
  })
  const request = await client.invoke({ ...shared, name: 'asks', creates_join_request: true })
  const both = await outcome(
    client.invoke({ ...shared, member_limit: 43, creates_join_request: true }),
  )
  const primary = await client.invoke({ _: 'replacePrimaryChatInviteLink', chat_id: chatId })
  const nextPrimary = await client.invoke({ _: 'replacePrimaryChatInviteLink', chat_id: chatId })
  const shown = await primaryOf(client, chatId)
  return { kind, plain, full, request, both, primary, nextPrimary, shown }
}

/** The primary link on the page of a chat. */
export async function primaryOf(client: TdlibClient, chatId: number): Promise<string> {
  const { type } = await client.invoke({ _: 'getChat', chat_id: chatId })
  if (type._ === 'chatTypeBasicGroup') {
    const page = await client.invoke({
      _: 'getBasicGroupFullInfo',
      basic_group_id: type.basic_group_id,
    })
    return page.invite_link?.invite_link ?? ''
  }
  if (type._ !== 'chatTypeSupergroup') throw new Error(`${chatId} is no group`)
  const page = await client.invoke({
    _: 'getSupergroupFullInfo',
    supergroup_id: type.supergroup_id,
  })
  return page.invite_link?.invite_link ?? ''
}

/** Somebody who follows a link. */
export interface Visit {
  readonly kind: string
  readonly before: { readonly chatId: number; readonly type: string; readonly title: string }
  /** What came of following the link that asks for approval, and then of the one that does not. */
  readonly asked: string
  readonly joined: string
  readonly after: { readonly chatId: number; readonly members: number }
  readonly again: string
}

async function visit(client: TdlibClient, links: LinksOfChat): Promise<Visit> {
  const link = links.full.invite_link
  const check = () => client.invoke({ _: 'checkChatInviteLink', invite_link: link })
  const join = (invite_link: string) =>
    outcome(client.invoke({ _: 'joinChatByInviteLink', invite_link }))
  const before = await check()
  const asked = await join(links.request.invite_link)
  const joined = await join(link)
  const after = await check()
  return {
    kind: links.kind,
    before: { chatId: before.chat_id, type: before.type._, title: before.title },
    asked,
    joined,
    after: { chatId: after.chat_id, members: after.member_count },
    again: await join(link),
  }
}

/** What a bot is told of somebody who joined. */
export interface Told {
  readonly before: string
  readonly now: string
  /** By which link; only its own are told to it in full. */
  readonly link: string
}

async function toldOf(bot: TdlibClient, chatId: number, userId: number): Promise<Told> {
  const { old_chat_member, new_chat_member, invite_link } = await bot.seen(
    'updateChatMember',
    ({ chat_id, actor_user_id }) => chat_id === chatId && actor_user_id === userId,
  )
  return {
    before: old_chat_member.status._,
    now: new_chat_member.status._,
    link: invite_link?.invite_link ?? '',
  }
}

async function allKinds(stage: Stage, client: TdlibClient): Promise<LinksOfChat[]> {
  const { group, supergroup, channel } = stage.world
  return [
    await linksOf(client, 'group', group.botApiChatId),
    await linksOf(client, 'supergroup', supergroup.botApiChatId),
    await linksOf(client, 'channel', channel.botApiChatId),
  ]
}

/** Links of all three kinds of chat by a user and by a bot, a paid one, and a stranger who follows them. */
export const links: Scenario<{
  readonly user: readonly LinksOfChat[]
  readonly bot: readonly LinksOfChat[]
  readonly paid: chatInviteLink
  readonly paidPeriod: number | undefined
  readonly revoked: string
  readonly plainMember: string
  readonly visits: readonly Visit[]
  readonly told: readonly Told[]
}> = {
  async play(stage) {
    const { world } = stage
    const [owner, bot, member, stranger] = await Promise.all([
      stage.user(world.owner.phone),
      stage.bot(world.bot.token),
      stage.user(world.member.phone),
      stage.user(world.stranger.phone),
    ])
    for (const client of [owner, member]) await client.invoke({ _: 'loadChats', limit: 20 })
    const [asUser, asBot] = await Promise.all([allKinds(stage, owner), allKinds(stage, bot)])
    const paid = await owner.invoke({
      _: 'createChatSubscriptionInviteLink',
      chat_id: world.channel.botApiChatId,
      name: 'paid',
      subscription_pricing: { _: 'starSubscriptionPricing', period: 2_592_000, star_count: 50 },
    })
    const old = asUser[0]?.primary.invite_link ?? ''
    const revoked = await outcome(stranger.invoke({ _: 'checkChatInviteLink', invite_link: old }))
    const visits: Visit[] = []
    const paidInfo = await stranger.invoke({
      _: 'checkChatInviteLink',
      invite_link: paid.invite_link,
    })
    for (const one of asUser) visits.push(await visit(stranger, one))
    const plainMember = await outcome(
      member.invoke({ _: 'createChatInviteLink', chat_id: world.group.botApiChatId }),
    )
    const told: Told[] = []
    for (const { botApiChatId } of [world.group, world.supergroup, world.channel])
      told.push(await toldOf(bot, botApiChatId, world.stranger.id))
    return {
      user: asUser,
      bot: asBot,
      paid,
      paidPeriod: paidInfo.subscription_info?.pricing.period,
      revoked,
      plainMember,
      visits,
      told,
    }
  },
}
