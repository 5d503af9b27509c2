import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import type { InviteRow } from '../../store/tables/invites.ts'
import type { Unit } from '../context.ts'
import type { HowIn } from '../members/join.ts'
import type { HowOut } from '../members/remove.ts'
import { filterBitsOf, searchTextOf, subjectOf, type AdminLogAction } from './action.ts'

/** Adding is the hot path, so a chat's log is trimmed only once in this many events. */
const TRIM_EVERY = 256

/**
 * Notes in the chat's admin log what somebody did. Basic groups and monoforums keep none
 * (https://core.telegram.org/api/recent-actions).
 */
export async function logAdminEvent(
  u: Unit,
  chat: Pick<ChatRow, 'id' | 'kind'>,
  userId: number,
  action: AdminLogAction,
): Promise<void> {
  if (!keepsLog(chat)) return
  const id = await u.db.adminLog.append({
    chatId: chat.id,
    date: u.now,
    userId,
    subjectId: subjectOf(action),
    filter: filterBitsOf(action),
    text: searchTextOf(action),
    payload: JSON.stringify(action),
  })
  if (id % TRIM_EVERY === 0) {
    const { adminLogPerChat, adminLogSeconds } = u.limits
    await u.db.adminLog.trim(chat.id, id - adminLogPerChat, u.now - adminLogSeconds)
  }
}

/** Notes that somebody got in. Call it after his standing and the use of a link are stored. */
export async function logJoin(
  u: Unit,
  chat: ChatRow,
  member: MemberRow,
  how: HowIn,
): Promise<void> {
  if (!keepsLog(chat)) return
  const { userId } = member
  switch (how.kind) {
    case 'public':
      return logAdminEvent(u, chat, userId, { kind: 'join' })
    case 'link': {
      const viaChatlist = member.viaChatlist === 1
      const invite = await asItIs(u, how.invite)
      return logAdminEvent(u, chat, userId, { kind: 'joinByInvite', invite, viaChatlist })
    }
    case 'request': {
      const { approvedBy } = how
      const invite = how.invite ? await asItIs(u, how.invite) : null
      return logAdminEvent(u, chat, userId, { kind: 'joinByRequest', invite, approvedBy })
    }
    case 'added':
      return logAdminEvent(u, chat, how.byId, { kind: 'invite', member })
    case 'promoted': {
      const plain = {
        ...member,
        status: 'member',
        adminRights: 0,
        promotedBy: null,
        rank: '',
      } as const
      await logAdminEvent(u, chat, how.byId, { kind: 'invite', member: plain })
      return logAdminEvent(u, chat, how.byId, { kind: 'toggleAdmin', prev: plain, next: member })
    }
  }
}

/** Notes that somebody left, or was banned. */
export async function logExit(
  u: Unit,
  chat: ChatRow,
  prev: MemberRow,
  next: MemberRow,
  how: HowOut,
): Promise<void> {
  if (how.kind === 'left') await logAdminEvent(u, chat, prev.userId, { kind: 'leave' })
  else await logAdminEvent(u, chat, how.byId, { kind: 'toggleBan', prev, next })
}

/** Notes a change of an admin's office, or of his title, if there is one. */
export async function logOffice(
  u: Unit,
  chat: ChatRow,
  actorId: number,
  prev: MemberRow,
  next: MemberRow,
): Promise<void> {
  const same =
    prev.status === next.status && prev.adminRights === next.adminRights && prev.rank === next.rank
  if (!same) await logAdminEvent(u, chat, actorId, { kind: 'toggleAdmin', prev, next })
}

/** Notes which chat was linked to before and after, if that is not the same. */
export async function logLinkedChat(
  u: Unit,
  chat: ChatRow,
  actorId: number,
  before: number | null,
): Promise<void> {
  const [prev, next] = [before ?? 0, chat.linkedChatId ?? 0]
  if (prev !== next) await logAdminEvent(u, chat, actorId, { kind: 'changeLinkedChat', prev, next })
}

function keepsLog({ kind }: Pick<ChatRow, 'kind'>): boolean {
  return kind === 'supergroup' || kind === 'channel'
}

/** The link with the counters that it has by now. */
async function asItIs(u: Unit, invite: InviteRow): Promise<InviteRow> {
  return (await u.db.invites.byId(invite.id)) ?? invite
}
