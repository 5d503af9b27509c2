import { rpcError } from '../../core/rpc-error.ts'
import { characterCount, cleanLines } from '../../core/text/clean.ts'
import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import type { UserRow } from '../../store/tables/users.ts'
import { logOffice } from '../admin-log/log.ts'
import { isAdmin, meaningfulRights, requireCreator, requireMember } from '../chats/access.ts'
import { syncMonoforumAdmin } from '../chats/monoforum.ts'
import {
  ADMIN_RIGHTS,
  BASIC_GROUP_ADMIN_RIGHTS,
  hasAdminRight,
  isPresent,
} from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { resolveChannel, resolveChat, resolveUser, standing, type InputPeer } from '../peers.ts'
import { tellBotsOfParticipant } from '../updates/bots.ts'
import { tellAccount } from '../updates/log.ts'
import { addMember, type HowIn } from './join.ts'
import { requirePutBack } from './return.ts'

/** Whether an admin may be changed or removed. */
export type MayEdit = (target: MemberRow) => boolean

/**
 * Whom of a chat's admins an account may change or remove: the creator may everybody, and an admin who may
 * still make some those whom they appointed, directly or through admins whom they appointed
 * (https://core.telegram.org/bots/api#promotechatmember `can_promote_members`; `can_edit` of
 * https://core.telegram.org/constructor/channelParticipantAdmin). Those who appointed somebody and lost the
 * office since still count as links of that chain [INF].
 *
 * @param own the account's own standing
 */
export async function editableAdmins(u: Unit, own: MemberRow | undefined): Promise<MayEdit> {
  if (!own || !isAdmin(own)) return () => false
  if (own.status === 'creator')
    return ({ status, userId }) => status !== 'creator' || userId === own.userId
  if (!hasAdminRight(own, 'addAdmins')) return () => false
  const appointed = await u.db.participants.appointedBy(own.chatId, own.userId)
  return ({ status, userId }) => status !== 'creator' && appointed.has(userId)
}

/**
 * Makes an account an admin of a channel or supergroup, changes their rights, or with none takes the
 * office away (https://core.telegram.org/method/channels.editAdmin). An account that is not in the chat
 * gets in thereby. Links that a former admin made stay in force (spec section 10).
 *
 * @param mask bits of chatAdminRights; those without meaning in this kind of chat are dropped
 * @param rank the admin's title; undefined leaves it
 * @throws CHAT_ADMIN_REQUIRED without `addAdmins`, and for an admin whom the caller may not edit (`editableAdmins`)
 * @throws RIGHT_FORBIDDEN for rights that the caller lacks, USER_CREATOR for the creator,
 *   ADMINS_TOO_MUCH, ADMIN_RANK_INVALID, ADMIN_RANK_EMOJI_NOT_ALLOWED, USER_ID_INVALID
 * @throws CHAT_ADMIN_INVITE_REQUIRED, USER_BLOCKED (banned), and as `addMember`, for an account that is
 *   not in the chat; USER_NOT_MUTUAL_CONTACT as `requirePutBack`; INPUT_USER_DEACTIVATED, CHANNEL_INVALID, CHANNEL_PRIVATE
 */
export async function editAdmin(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  userInput: InputPeer,
  mask: number,
  rank: string | undefined,
): Promise<void> {
  const chat = await resolveChannel(u, caller, input)
  const own = await requireMember(u, caller, chat)
  const user = await resolveUser(u, caller, userInput)
  const target = await standing(u, chat, user.id)
  const clean = rank === undefined ? undefined : cleanRank(u, rank)
  if (user.id === chat.creatorId) {
    await editOwnOffice(u, chat, own, user.id, mask, clean)
  } else if (mask === 0) {
    await demote(u, chat, own, target)
  } else {
    if (user.deleted) throw rpcError('INPUT_USER_DEACTIVATED')
    await promote(u, chat, own, user, target, meaningfulRights(chat, mask), clean)
  }
  await syncMonoforumAdmin(u, chat, user.id)
  // Taking an office away from somebody who never was there must not show them the chat.
  const known = await u.db.members.find(chat.id, user.id)
  for (const id of new Set(known ? [user.id, caller.id] : [caller.id])) {
    await tellAccount(u, id, { kind: 'channel', channelId: chat.id }, 0)
  }
}

/**
 * Makes a member of a basic group an admin, or takes the office away; admins of basic groups have no
 * single rights (https://core.telegram.org/method/messages.editChatAdmin).
 *
 * @throws CHAT_ID_INVALID, CHAT_ADMIN_REQUIRED for others than the creator, USER_ID_INVALID for the
 *   creator themself, USER_NOT_PARTICIPANT
 */
export async function editChatAdmin(
  u: Unit,
  caller: Caller,
  chatId: number,
  userInput: InputPeer,
  admin: boolean,
): Promise<void> {
  const chat = await resolveChat(u, caller, { kind: 'chat', chatId })
  await requireCreator(u, caller, chat, 'CHAT_ID_INVALID')
  const user = await resolveUser(u, caller, userInput)
  if (user.id === caller.id) throw rpcError('USER_ID_INVALID')
  const target = await standing(u, chat, user.id)
  if (!isPresent(target)) throw rpcError('USER_NOT_PARTICIPANT')
  if (admin === (target.status === 'admin')) return
  await changeStanding(u, chat, caller.id, target, {
    status: admin ? 'admin' : 'member',
    adminRights: admin ? BASIC_GROUP_ADMIN_RIGHTS : 0,
    ...(admin ? { promotedBy: caller.id } : {}),
  })
  await u.db.chats.bumpVersion(chat.id)
  for (const id of await u.db.members.presentIds(chat.id)) {
    await tellAccount(u, id, { kind: 'chatParticipants', chatId: chat.id }, 0)
  }
}

async function promote(
  u: Unit,
  chat: ChatRow,
  own: MemberRow,
  user: UserRow,
  target: MemberRow | undefined,
  rights: number,
  rank: string | undefined,
): Promise<void> {
  if (!hasAdminRight(own, 'addAdmins')) throw rpcError('CHAT_ADMIN_REQUIRED')
  if (target && isAdmin(target) && !(await editableAdmins(u, own))(target)) {
    throw rpcError('CHAT_ADMIN_REQUIRED', { reason: 'somebody else promoted this admin' })
  }
  // `other` says only that they are an admin although they have no right by name.
  const lacking = rights & ~own.adminRights & ~(1 << ADMIN_RIGHTS.other)
  if (own.status !== 'creator' && lacking !== 0) throw rpcError('RIGHT_FORBIDDEN')
  if (target?.status !== 'admin') {
    const admins = await u.db.audience.admins(chat.id)
    if (admins.filter(({ status }) => status === 'admin').length >= u.limits.adminsPerChat)
      throw rpcError('ADMINS_TOO_MUCH')
  }
  const office = {
    status: 'admin',
    adminRights: rights,
    promotedBy: own.userId,
    rank: rank ?? target?.rank ?? '',
  } as const
  if (!target || target.status === 'left' || target.status === 'banned') {
    await bringIn(u, chat, own, user, target, office)
  } else {
    const free = { bannedRights: 0, untilDate: 0, kickedBy: null }
    await changeStanding(u, chat, own.userId, target, { ...office, ...free })
  }
}

/** Stores a change of somebody who is in the chat, tells bots and notes it in the admin log. */
export async function changeStanding(
  u: Unit,
  chat: ChatRow,
  actorId: number,
  prev: MemberRow,
  patch: Partial<MemberRow>,
): Promise<void> {
  const { userId } = prev
  const next = { ...prev, ...patch }
  await u.db.members.update(chat.id, userId, patch)
  await tellBotsOfParticipant(u, chat, { userId, actorId, prev, next })
  await logOffice(u, chat, actorId, prev, next)
}

async function bringIn(
  u: Unit,
  chat: ChatRow,
  own: MemberRow,
  user: UserRow,
  target: MemberRow | undefined,
  office: (HowIn & { kind: 'promoted' })['office'],
): Promise<void> {
  if (!hasAdminRight(own, 'inviteUsers')) throw rpcError('CHAT_ADMIN_INVITE_REQUIRED')
  if (target?.status === 'banned' && !hasAdminRight(own, 'banUsers')) throw rpcError('USER_BLOCKED')
  await requirePutBack(u, own.userId, chat, user, target)
  await addMember(u, chat, user.id, { kind: 'promoted', byId: own.userId, office })
}

async function demote(
  u: Unit,
  chat: ChatRow,
  own: MemberRow,
  target: MemberRow | undefined,
): Promise<void> {
  const isSelf = target?.userId === own.userId
  if (!isSelf && !hasAdminRight(own, 'addAdmins')) throw rpcError('CHAT_ADMIN_REQUIRED')
  if (target?.status !== 'admin') return
  if (!isSelf && !(await editableAdmins(u, own))(target)) {
    throw rpcError('CHAT_ADMIN_REQUIRED', { reason: 'somebody else promoted this admin' })
  }
  const plain = { status: 'member', adminRights: 0, rank: '' } as const
  await changeStanding(u, chat, own.userId, target, plain)
}

/** A creator may choose a title and whether to write anonymously; the rights are fixed. */
async function editOwnOffice(
  u: Unit,
  chat: ChatRow,
  own: MemberRow,
  userId: number,
  mask: number,
  rank: string | undefined,
): Promise<void> {
  if (own.userId !== userId) throw rpcError('USER_CREATOR')
  const anonymous = 1 << ADMIN_RIGHTS.anonymous
  await changeStanding(u, chat, userId, own, {
    adminRights: (own.adminRights & ~anonymous) | (mask & anonymous),
    ...(rank === undefined ? {} : { rank }),
  })
}

/** @throws ADMIN_RANK_EMOJI_NOT_ALLOWED, ADMIN_RANK_INVALID for a long one */
function cleanRank(u: Unit, rank: string): string {
  const clean = cleanLines(rank)
  if (/\p{Extended_Pictographic}/u.test(clean)) throw rpcError('ADMIN_RANK_EMOJI_NOT_ALLOWED')
  if (characterCount(clean) > u.limits.rankLength) throw rpcError('ADMIN_RANK_INVALID')
  return clean
}
