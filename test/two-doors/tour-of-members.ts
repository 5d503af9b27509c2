import { encodeChatMember } from '../../src/bot-api/encode/chat-member.ts'
import { encodeInviteLink } from '../../src/bot-api/encode/invite-link.ts'
import { markedChatId } from '../../src/core/chat-ids.ts'
import { ADMIN_RIGHTS, BASIC_GROUP_ADMIN_RIGHTS, isPresent } from '../../src/domain/chats/rights.ts'
import { editableAdmins } from '../../src/domain/members/promote.ts'
import { wholeBannedRights } from '../../src/domain/chats/banned-rights.ts'
import { newInvite } from '../../src/domain/invites/primary.ts'
import { encodeChatParticipant } from '../../src/rpc/encode/basic-group.ts'
import { encodeInvite } from '../../src/rpc/encode/invite.ts'
import { encodeChannelParticipant } from '../../src/rpc/encode/participant.ts'
import type { ChatRow, MemberRow } from '../../src/store/tables/chats.ts'
import type { NewInvite } from '../../src/store/tables/invites.ts'
import type { Doors } from './doors.ts'
import { INVITE_LINK } from './links-and-updates.ts'
import { memberJson } from './members.ts'
import { TAKEN } from './tour-of-chats.ts'
import { EVERY_RIGHT, standingOf, type World } from './world.ts'

const UNTIL = 1_900_000_000
const BAN = wholeBannedRights(1)

/** Every standing that somebody may have in a kind of chat. */
export function standingsIn(
  { kind }: ChatRow,
  botId: number,
  ownerId: number,
): Partial<MemberRow>[] {
  const plain: Partial<MemberRow>[] = [
    {},
    { rank: 'Bird' },
    { status: 'left' },
    { status: 'banned', bannedRights: BAN },
  ]
  const by = { promotedBy: ownerId }
  if (kind === 'group') {
    const office = { status: 'admin', adminRights: BASIC_GROUP_ADMIN_RIGHTS, ...by } as const
    return [...plain, office, { ...office, rank: 'Boss' }]
  }
  const offices = [0, EVERY_RIGHT, ...Object.values(ADMIN_RIGHTS).map((bit) => 1 << bit)]
  const admins = offices.map((adminRights) => ({ status: 'admin' as const, adminRights, ...by }))
  const own: Partial<MemberRow> = {
    status: 'admin',
    adminRights: EVERY_RIGHT,
    promotedBy: botId,
    rank: 'Boss',
  }
  const some: Partial<MemberRow>[] = [
    ...plain,
    ...admins,
    own,
    { subscriptionUntil: UNTIL },
    { status: 'banned', bannedRights: BAN, untilDate: UNTIL },
  ]
  if (kind === 'channel') return some
  const taken = TAKEN.filter((mask) => mask !== 0)
  return [
    ...some,
    ...taken.map((bannedRights) => ({ status: 'restricted' as const, bannedRights })),
    { status: 'restricted', bannedRights: wholeBannedRights(2), untilDate: UNTIL, rank: 'Bird' },
    { status: 'left', bannedRights: wholeBannedRights(2), untilDate: UNTIL },
  ]
}

/** Everybody's standing in each kind of chat, and the bot's own, in every state. */
export async function tourOfMembers(doors: Doors, world: World): Promise<void> {
  const { u, bot } = doors
  for (const chat of Object.values(world.chats)) {
    // What everybody may not do is no part of one member's standing.
    await u.db.chats.update(chat.id, { defaultBannedRights: wholeBannedRights(1 << 8) })
    const rows = { ...chat, defaultBannedRights: wholeBannedRights(1 << 8) }
    for (const { id } of [world.ann, bot, world.gone]) {
      for (const patch of standingsIn(chat, bot.id, world.owner.id)) {
        await agreeOnMember(doors, rows, standingOf(u, chat, id, patch), JSON.stringify(patch))
      }
    }
    // Nobody is anonymous in a basic group.
    for (const adminRights of chat.kind === 'group' ? [0] : [0, 1 << ADMIN_RIGHTS.anonymous]) {
      const creator = { status: 'creator', adminRights, rank: adminRights ? 'Queen' : '' } as const
      await agreeOnMember(doors, rows, standingOf(u, chat, world.owner.id, creator), 'creator')
    }
    if (chat.kind !== 'monoforum') await agreeOnAdmins(doors, rows)
  }
}

async function agreeOnMember(
  doors: Doors,
  chat: ChatRow,
  row: MemberRow,
  where: string,
): Promise<void> {
  const { u, bot } = doors
  const mayEdit = await editableAdmins(u, await u.db.members.find(chat.id, bot.id))
  const user = await u.db.users.byId(row.userId)
  if (!user) throw new Error('no such account')
  const e = doors.encoder()
  e.chat(chat.id)
  e.user(row.userId)
  const participant =
    chat.kind !== 'group'
      ? encodeChannelParticipant(e, row, mayEdit)
      : isPresent(row)
        ? encodeChatParticipant(e, row, chat.creatorId)
        : undefined
  const told = { participant: doors.watched(participant), chatId: chat.id, userId: row.userId }
  const json = encodeChatMember(chat, user, row, mayEdit)
  doors.same(
    memberJson(told, await doors.beside(e)),
    json,
    `${user.firstName} in a ${chat.kind}, ${where}`,
  )
}

/** The lists of administrators: both doors name the same people, but for other bots. */
async function agreeOnAdmins(doors: Doors, chat: ChatRow): Promise<void> {
  const accessHash = doors.u.accessHashes.of(doors.bot.id, 'channel', chat.id)
  const params = { chat_id: markedChatId(chat), return_bots: true }
  const json = (await doors.botApi('getChatAdministrators', params)) as readonly {
    user: { id: number }
  }[]
  if (chat.kind === 'group') return
  const page = await doors.mtproto('channels.getParticipants', {
    channel: { _: 'inputChannel', channelId: chat.id, accessHash },
    filter: { _: 'channelParticipantsAdmins' },
    offset: 0,
    limit: 100,
    hash: 0n,
  })
  if (page._ !== 'channels.channelParticipants') throw new Error(page._)
  const beside = doors.besideOf(page.users, page.chats)
  const wanted = page.participants.map((participant) => {
    const userId = 'userId' in participant ? participant.userId : 0
    return {
      userId,
      json: memberJson(
        { participant: doors.watched(participant), chatId: chat.id, userId },
        beside,
      ),
    }
  })
  for (const { userId, json: want } of wanted) {
    doors.same(
      want,
      json.find(({ user }) => user.id === userId),
      `administrators of a ${chat.kind}`,
    )
  }
  doors.same(wanted.length, json.length, `number of administrators of a ${chat.kind}`)
}

/** Links with every field, whole and cut short. */
export async function tourOfLinks(doors: Doors, { owner, chats }: World): Promise<void> {
  const { u, bot } = doors
  const creators = [owner.id, bot.id]
  for (const [i, patch] of LINKS.entries()) {
    const adminId = creators[i % 2] ?? owner.id
    const known = { id: i, hash: 'AbCdEfGh_-123456' }
    const invite = { ...newInvite(u, chats.supergroup, adminId), ...known, ...patch }
    const creator = await u.db.users.byId(adminId)
    if (!creator) throw new Error('no creator')
    for (const masked of [false, true]) {
      const e = doors.encoder()
      e.user(adminId)
      const told = doors.watched(encodeInvite(invite, masked))
      const json = encodeInviteLink(invite, creator, masked)
      doors.agree(INVITE_LINK, told, await doors.beside(e), json, `link ${JSON.stringify(patch)}`)
    }
  }
}

/** States of a link. */
export const LINKS: readonly Partial<NewInvite>[] = [
  {},
  { permanent: 1, usage: 3 },
  { revoked: 1 },
  { title: 'Way in', requestNeeded: 1, requested: 2 },
  { title: '' },
  { startDate: 1_800_000_100, expireDate: UNTIL, usageLimit: 7 },
  { subscriptionPeriod: 2_592_000, subscriptionAmount: 50, subscriptionExpired: 1 },
]
