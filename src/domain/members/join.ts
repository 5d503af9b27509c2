import { rpcError } from '../../core/rpc-error.ts'
import { flag } from '../../store/sql.ts'
import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import type { InviteRow } from '../../store/tables/invites.ts'
import type { UserRow } from '../../store/tables/users.ts'
import { logJoin } from '../admin-log/log.ts'
import { newMember } from '../chats/create.ts'
import { CREATOR_RIGHTS, isPresent } from '../chats/rights.ts'
import { postService, postServiceOf } from '../chats/service-message.ts'
import type { Unit } from '../context.ts'
import { INVITE_CHOICES } from '../invites/choices.ts'
import type { Action } from '../messages/action.ts'
import { standing } from '../peers.ts'
import { tellBotsOfParticipant } from '../updates/bots.ts'
import { tellAccount } from '../updates/log.ts'
import { mayJoinMoreChannels } from './channel-count.ts'
import { dropRequest } from './forget-request.ts'

/** How somebody gets into a chat. */
export type HowIn =
  /** Put in by a member, or by the account itself where it may return (a basic group that it left). */
  | { readonly kind: 'added'; readonly byId: number }
  /** Made an admin by somebody, and thereby a member. Bots get into channels only so. */
  | {
      readonly kind: 'promoted'
      readonly byId: number
      readonly office: Pick<MemberRow, 'status' | 'adminRights' | 'promotedBy' | 'rank'>
    }
  /** `viaChatlist`: by a folder link, which led to this one. */
  | { readonly kind: 'link'; readonly invite: InviteRow; readonly viaChatlist?: boolean }
  /** Approved by an admin; `invite` is absent for a direct request in a public group. */
  | {
      readonly kind: 'request'
      readonly invite?: InviteRow
      readonly approvedBy: number
      readonly viaChatlist?: boolean
    }
  | { readonly kind: 'public'; readonly viaChatlist?: boolean }

/** What the caller of `addMember` has read already in the same unit, so that it is not read again. */
export interface ReadAlready {
  /** The account's standing as it is now, undefined of somebody who never was in the chat. */
  readonly standing: MemberRow | undefined
}

/**
 * Lets an account into a chat and tells everybody concerned. The one place where a member gets in:
 * takes a place, and for a link one of its uses, by conditional updates, so that concurrent joins
 * never pass a limit. Who may let whom in is checked by the caller of this function.
 *
 * @throws USER_ALREADY_PARTICIPANT for somebody who is in
 * @throws INVITE_HASH_EXPIRED for a banned account by a link, and for a link that is no longer in force
 * @throws CHANNEL_PRIVATE (CHAT_ID_INVALID in a basic group) for a banned account that joins otherwise
 *   and for a chat that is gone; CHANNEL_MONOFORUM_UNSUPPORTED
 * @throws BOT_GROUPS_BLOCKED, USER_BOT, BOTS_TOO_MUCH, BOT_METHOD_INVALID for bots
 * @throws INPUT_USER_DEACTIVATED, USERS_TOO_MUCH, CHANNELS_TOO_MUCH (for the caller), USER_CHANNELS_TOO_MUCH (others)
 * Spec: sections 2.7 and 5.2.
 */
export async function addMember(
  u: Unit,
  chat: ChatRow,
  userId: number,
  how: HowIn,
  read?: ReadAlready,
): Promise<MemberRow> {
  const member = await admit(u, chat, userId, how, read)
  await announceJoin(u, chat, [member], how)
  return member
}

/** `addMember` for several at once: one service message names them all. */
export async function addMembers(
  u: Unit,
  chat: ChatRow,
  userIds: readonly number[],
  how: HowIn & { kind: 'added' },
): Promise<void> {
  const members: MemberRow[] = []
  for (const userId of userIds) members.push(await admit(u, chat, userId, how))
  if (members.length > 0) await announceJoin(u, chat, members, how)
}

/** Stores the member without telling anybody. @throws as `addMember` */
async function admit(
  u: Unit,
  chat: ChatRow,
  userId: number,
  how: HowIn,
  read?: ReadAlready,
): Promise<MemberRow> {
  if (chat.deleted) throw rpcError(shut(chat, how), { reason: 'the chat is gone' })
  if (chat.kind === 'monoforum') throw rpcError('CHANNEL_MONOFORUM_UNSUPPORTED')
  const user = await u.db.users.byId(userId)
  if (!user || user.deleted) throw rpcError('INPUT_USER_DEACTIVATED')
  const old = read ? read.standing : await standing(u, chat, userId)
  const letInByOthers = how.kind === 'added' || how.kind === 'promoted'
  if (isShutOut(chat, old) && !letInByOthers) {
    throw rpcError(shut(chat, how), { reason: 'the account is banned from the chat' })
  }
  if (isPresent(old)) throw rpcError('USER_ALREADY_PARTICIPANT')
  if (user.isBot) await checkBot(u, chat, user, how)
  else await checkChannelCount(u, chat, userId, how)
  await takeUse(u, how)
  const row = entering(u, chat, userId, old, how)
  if (!(await u.db.members.enter(row))) throw rpcError('USER_ALREADY_PARTICIPANT')
  if (!(await u.db.chats.takePlaces(chat.id, 1, placesOf(u, chat))))
    throw rpcError('USERS_TOO_MUCH')
  chat.participantsCount += 1
  chat.version += 1
  await dropRequest(u, chat, userId, 'approved')
  if (chat.kind !== 'group') {
    // Somebody who joins has no unread messages, however long the history.
    await u.db.messages.raiseRead(userId, 'channel', chat.id, 'readInbox', chat.lastMessageId)
  }
  await tellBotsOfParticipant(u, chat, {
    userId,
    actorId: actorOf(userId, how),
    prev: old,
    next: row,
    inviteId: row.inviteId,
    viaChatlist: row.viaChatlist === 1,
  })
  await logJoin(u, chat, row, how)
  return row
}

/**
 * Whether somebody may not come in by themselves. A basic group keeps no list of banned people, and those who
 * were removed from it may come back by a link: the Bot API (banChatMember) and td_api say of supergroups and
 * channels alone that they may not; tdesktop #862.
 */
export function isShutOut(chat: ChatRow, member: MemberRow | undefined): boolean {
  return member?.status === 'banned' && chat.kind !== 'group'
}

/** Members that a chat of this kind holds at most. */
export function placesOf(u: Unit, chat: ChatRow): number {
  if (chat.kind === 'group') return u.limits.basicGroupMembers
  return chat.kind === 'supergroup' ? u.limits.supergroupMembers : u.limits.channelMembers
}

/** The standing with which somebody gets in. A creator returns as such, a restriction still holds. */
function entering(
  u: Unit,
  chat: ChatRow,
  userId: number,
  old: MemberRow | undefined,
  how: HowIn,
): MemberRow {
  const row: MemberRow = {
    ...newMember(chat.id, userId, 'member', u.now),
    promotedBy: old?.promotedBy ?? null,
    ...origin(userId, how),
  }
  if (chat.creatorId === userId) {
    row.status = 'creator'
    row.adminRights = old?.adminRights || CREATOR_RIGHTS
    row.rank = old?.rank ?? ''
  } else if (how.kind !== 'promoted' && old?.status === 'left' && old.bannedRights !== 0) {
    row.status = 'restricted'
    row.bannedRights = old.bannedRights
    row.untilDate = old.untilDate
    row.kickedBy = old.kickedBy
  }
  return row
}

function origin(userId: number, how: HowIn): Partial<MemberRow> {
  switch (how.kind) {
    case 'added':
      return { inviterId: how.byId }
    case 'promoted':
      return { inviterId: how.byId, ...how.office }
    case 'link':
      return {
        inviterId: how.invite.adminId,
        inviteId: how.invite.id,
        viaChatlist: flag(how.viaChatlist),
      }
    case 'request':
      return {
        inviterId: how.approvedBy,
        inviteId: how.invite?.id ?? null,
        viaRequest: 1,
        viaChatlist: flag(how.viaChatlist),
        approvedBy: how.approvedBy,
      }
    case 'public':
      return { inviterId: userId, viaChatlist: flag(how.viaChatlist) }
  }
}

/** Who changed the account's standing: an admin who lets somebody in, otherwise the account itself. */
function actorOf(userId: number, how: HowIn): number {
  if (how.kind === 'request') return how.approvedBy
  return how.kind === 'added' || how.kind === 'promoted' ? how.byId : userId
}

async function takeUse(u: Unit, how: HowIn): Promise<void> {
  if (how.kind === 'link' && !(await u.db.invites.takeUse(how.invite.id, u.now))) {
    throw rpcError(INVITE_CHOICES.hashExpired, { reason: 'the link is no longer in force' })
  }
  // A request outlives its link: it was made while the link was in force.
  if (how.kind === 'request' && how.invite) await u.db.invites.countUse(how.invite.id)
}

async function checkBot(u: Unit, chat: ChatRow, user: UserRow, how: HowIn): Promise<void> {
  if (how.kind !== 'added' && how.kind !== 'promoted') {
    throw rpcError('BOT_METHOD_INVALID', {
      reason: 'bots are added, they never join by themselves',
    })
  }
  if (chat.kind === 'channel') {
    if (how.kind === 'added')
      throw rpcError('USER_BOT', { reason: 'bots are only admins in channels' })
    return
  }
  const bot = await u.db.users.botById(user.id)
  if (bot?.canJoinGroups !== 1) throw rpcError('BOT_GROUPS_BLOCKED')
  const bots = await u.db.audience.bots(chat.id)
  if (bots.length >= u.limits.botsPerChat) throw rpcError('BOTS_TOO_MUCH')
}

async function checkChannelCount(
  u: Unit,
  chat: ChatRow,
  userId: number,
  how: HowIn,
): Promise<void> {
  if (chat.kind === 'group') return
  if (await mayJoinMoreChannels(u, userId)) return
  const isSelf = how.kind === 'link' || how.kind === 'public'
  if (isSelf) throw rpcError('CHANNELS_TOO_MUCH')
  // The one method whose documented code is 403 alone (schema/rpc-errors.json, channels.editAdmin).
  throw rpcError('USER_CHANNELS_TOO_MUCH', how.kind === 'promoted' ? { code: 403 } : {})
}

/** The error by which a chat that is gone, or closed to the account, shows itself. */
function shut(chat: ChatRow, how: HowIn) {
  if (how.kind === 'link') return INVITE_CHOICES.hashExpired
  return chat.kind === 'group' ? 'CHAT_ID_INVALID' : 'CHANNEL_PRIVATE'
}

/**
 * Tells who got in: the new members of a channel or supergroup that it is theirs now, everybody in a
 * basic group its new list; then the service message, which broadcast channels do not have
 * (spec section 2.7).
 */
async function announceJoin(
  u: Unit,
  chat: ChatRow,
  members: readonly MemberRow[],
  how: HowIn,
): Promise<void> {
  const userIds = members.map((member) => member.userId)
  if (chat.kind === 'group') {
    for (const id of await u.db.members.presentIds(chat.id)) {
      await tellAccount(u, id, { kind: 'chatParticipants', chatId: chat.id }, 0)
    }
  } else {
    u.events.push({ to: 'entered', channelId: chat.id, userIds })
    for (const id of userIds) await tellAccount(u, id, { kind: 'channel', channelId: chat.id }, 0)
  }
  if (chat.kind === 'channel') return
  const byOthers = how.kind === 'added' || how.kind === 'promoted'
  const action = joinAction(userIds, how)
  const [first] = members
  if (byOthers) await postService(u, chat, how.byId, action)
  else if (first) await postServiceOf(u, chat, first.userId, first, action)
}

function joinAction(userIds: readonly number[], how: HowIn): Action {
  switch (how.kind) {
    case 'link':
      return { kind: 'chatJoinedByLink', inviterId: how.invite.adminId }
    case 'request':
      return { kind: 'chatJoinedByRequest' }
    default:
      return { kind: 'chatAddUser', users: userIds }
  }
}
