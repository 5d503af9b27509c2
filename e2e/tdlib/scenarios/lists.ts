import type { chatInviteLink } from 'tdlib-types'
import type { TestChat } from '../../support/world.ts'
import { outcome, type TdlibClient } from '../client.ts'
import type { Scenario } from '../stage.ts'
import { brief, eventsOf, join, newcomer, type Player } from './cast.ts'
import { primaryOf } from './links.ts'

const YEAR = 365 * 86_400
const NOWHERE = 'https://t.me/+AAAAAAAAAAAAAAAA'

/** What one admin made of links in one chat. */
export interface Keeping {
  readonly kind: string
  readonly link: string
  readonly made: string
  /** Edited twice: everything taken away, then approval asked for. */
  readonly bare: string
  readonly asking: string
  /** Both links of a revoked primary one. */
  readonly revokedPrimary: readonly string[]
  readonly revokedOther: readonly string[]
  /** What the server does not let anybody do. */
  readonly refused: Refused
}

interface Refused {
  readonly editPrimary: string
  readonly editRevoked: string
  readonly editUnknown: string
  readonly revokeUnknown: string
  readonly tooMany: string
  readonly inThePast: string
}

/** Makes, edits and revokes links: what bots may do as well as people. */
async function keep(client: TdlibClient, { kind, botApiChatId }: TestChat): Promise<Keeping> {
  const chat_id = botApiChatId
  await client.invoke({ _: 'getChat', chat_id })
  const now = Math.floor(Date.now() / 1000)
  const create = { _: 'createChatInviteLink', chat_id } as const
  const made = await client.invoke({
    ...create,
    name: 'A year',
    expiration_date: now + YEAR,
    member_limit: 9,
  })
  const edit = { _: 'editChatInviteLink', chat_id, invite_link: made.invite_link } as const
  const bare = await client.invoke(edit)
  const asking = await client.invoke({ ...edit, name: 'Asks now', creates_join_request: true })
  const revoke = (invite_link: string) =>
    client.invoke({ _: 'revokeChatInviteLink', chat_id, invite_link })
  const primary = await primaryOf(client, chat_id)
  const editPrimary = await outcome(client.invoke({ ...edit, invite_link: primary, name: 'x' }))
  const { invite_links: revokedPrimary } = await revoke(primary)
  const other = await client.invoke({ ...create, name: 'To be revoked', member_limit: 2 })
  const { invite_links: revokedOther } = await revoke(other.invite_link)
  const refused = {
    editPrimary,
    editRevoked: await outcome(client.invoke({ ...edit, invite_link: other.invite_link })),
    editUnknown: await outcome(client.invoke({ ...edit, invite_link: NOWHERE })),
    revokeUnknown: await outcome(revoke(NOWHERE)),
    tooMany: await outcome(client.invoke({ ...create, member_limit: 100_000 })),
    inThePast: await outcome(client.invoke({ ...create, expiration_date: now - 60 })),
  }
  return {
    kind,
    link: made.invite_link,
    made: brief(made),
    bare: brief(bare),
    asking: brief(asking),
    revokedPrimary: revokedPrimary.map(brief),
    revokedOther: revokedOther.map(brief),
    refused,
  }
}

/** Every link of an admin, asked for in pages of two. */
async function pages(
  client: TdlibClient,
  chat_id: number,
  creator_user_id: number,
  is_revoked: boolean,
): Promise<{ readonly total: number; readonly links: readonly chatInviteLink[] }> {
  const links: chatInviteLink[] = []
  for (;;) {
    const last = links.at(-1)
    const page = await client.invoke({
      _: 'getChatInviteLinks',
      chat_id,
      creator_user_id,
      is_revoked,
      offset_date: last?.date ?? 0,
      offset_invite_link: last?.invite_link ?? '',
      limit: 2,
    })
    links.push(...page.invite_links)
    if (page.invite_links.length === 0) return { total: page.total_count, links }
  }
}

/** Links of every admin of a chat, as its owner sees them. */
export interface Bookkeeping {
  readonly kind: string
  /** A link by itself, after two people came by it. */
  readonly single: string
  /** Who came by it, asked for one by one: the newest first. */
  readonly members: readonly number[]
  /** What the log says of them; basic groups have none. */
  readonly joins: readonly string[]
  readonly counts: string
  readonly own: readonly string[]
  readonly ownTotal: number
  readonly bots: readonly string[]
  readonly revoked: readonly string[]
  readonly botsRevoked: readonly string[]
  readonly refused: Record<'edit' | 'revoke' | 'deleteActive' | 'unknown', string>
  readonly deletedOne: string
  readonly deletedAll: string
  readonly deletedBots: string
  readonly countsAfter: string
}

/** "owner 4/2, bot 3/2": how many links each admin has in force and revoked. */
async function counts(client: TdlibClient, chat_id: number, names: Map<number, string>) {
  const { invite_link_counts } = await client.invoke({ _: 'getChatInviteLinkCounts', chat_id })
  return invite_link_counts
    .map(
      ({ user_id, invite_link_count, revoked_invite_link_count }) =>
        `${names.get(user_id) ?? user_id} ${invite_link_count}/${revoked_invite_link_count}`,
    )
    .sort()
    .join(', ')
}

async function membersOneByOne(client: TdlibClient, chat_id: number, invite_link: string) {
  const members: number[] = []
  let offset: object = {}
  for (;;) {
    const page = await client.invoke({
      _: 'getChatInviteLinkMembers',
      chat_id,
      invite_link,
      limit: 1,
      ...offset,
    })
    const last = page.members.at(-1)
    if (last === undefined) return members
    members.push(last.user_id)
    offset = { offset_member: last }
  }
}

interface Books {
  readonly owner: Player
  readonly botId: number
  readonly guests: readonly Player[]
}

async function book(
  { owner, botId, guests }: Books,
  { kind, botApiChatId: chat_id }: TestChat,
  ofBot: Keeping,
): Promise<Bookkeeping> {
  const { client } = owner
  const names = new Map([
    [owner.id, 'owner'],
    [botId, 'bot'],
  ])
  const popular = await client.invoke({ _: 'createChatInviteLink', chat_id, name: 'Popular' })
  const { invite_link } = popular
  for (const guest of guests) await join(guest, invite_link)
  const single = await client.invoke({ _: 'getChatInviteLink', chat_id, invite_link })
  const members = await membersOneByOne(client, chat_id, invite_link)
  const joins = kind === 'group' ? [] : await eventsOf(client, chat_id, { member_joins: true })
  const before = await counts(client, chat_id, names)
  const own = await pages(client, chat_id, owner.id, false)
  const bots = await pages(client, chat_id, botId, false)
  const revoked = await pages(client, chat_id, owner.id, true)
  const botsRevoked = await pages(client, chat_id, botId, true)
  const with_ = <M extends string>(_: M, link: string) =>
    ({ _, chat_id, invite_link: link }) as const
  const botsLink = ofBot.link
  const refused = {
    edit: await outcome(client.invoke(with_('editChatInviteLink', botsLink))),
    revoke: await outcome(client.invoke(with_('revokeChatInviteLink', botsLink))),
    deleteActive: await outcome(client.invoke(with_('deleteRevokedChatInviteLink', invite_link))),
    unknown: await outcome(client.invoke(with_('getChatInviteLink', NOWHERE))),
  }
  const one = revoked.links[0]?.invite_link ?? ''
  const deletedOne = await outcome(client.invoke(with_('deleteRevokedChatInviteLink', one)))
  const clear = (creator_user_id: number) =>
    outcome(client.invoke({ _: 'deleteAllRevokedChatInviteLinks', chat_id, creator_user_id }))
  return {
    kind,
    single: brief(single),
    members,
    joins,
    counts: before,
    own: own.links.map(brief).sort(),
    ownTotal: own.total,
    bots: bots.links.map(brief).sort(),
    revoked: revoked.links.map(brief).sort(),
    botsRevoked: botsRevoked.links.map(brief).sort(),
    refused,
    deletedOne,
    deletedAll: await clear(owner.id),
    deletedBots: await clear(botId),
    countsAfter: await counts(client, chat_id, names),
  }
}

/** What a bot and a plain member may not read. */
export interface Hidden {
  readonly kind: string
  readonly bot: string
  readonly member: string
}

async function hidden(bot: TdlibClient, member: TdlibClient, chat: TestChat): Promise<Hidden> {
  const { kind, botApiChatId: chat_id } = chat
  const read = (client: TdlibClient) =>
    outcome(client.invoke({ _: 'getChatInviteLinkCounts', chat_id }))
  return { kind, bot: await read(bot), member: await read(member) }
}

/** Links of every kind of chat are made, edited, revoked, listed, counted and deleted. */
export const lists: Scenario<{
  readonly user: readonly Keeping[]
  readonly bot: readonly Keeping[]
  readonly books: readonly Bookkeeping[]
  readonly guests: readonly number[]
  readonly hidden: readonly Hidden[]
}> = {
  async play(stage) {
    const { world } = stage
    const [client, bot, member, first, second] = await Promise.all([
      stage.user(world.owner.phone),
      stage.bot(world.bot.token),
      stage.user(world.member.phone),
      newcomer(stage, 'First'),
      newcomer(stage, 'Second'),
    ])
    for (const one of [client, member]) await one.invoke({ _: 'loadChats', limit: 20 })
    const chats = [world.group, world.supergroup, world.channel]
    const ofUser: Keeping[] = []
    const ofBot: Keeping[] = []
    const books: Bookkeeping[] = []
    const unread: Hidden[] = []
    const cast = { owner: { id: world.owner.id, client }, botId: world.bot.id }
    for (const chat of chats) {
      ofUser.push(await keep(client, chat))
      const kept = await keep(bot, chat)
      ofBot.push(kept)
      books.push(await book({ ...cast, guests: [first, second] }, chat, kept))
      unread.push(await hidden(bot, member, chat))
    }
    return { user: ofUser, bot: ofBot, books, guests: [first.id, second.id], hidden: unread }
  },
}
