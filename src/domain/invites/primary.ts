import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import type { InviteRow, NewInvite } from '../../store/tables/invites.ts'
import { hasAdminRight } from '../chats/rights.ts'
import type { Unit } from '../context.ts'

/** A link as it begins: unlimited, unnamed, unused. */
export function newInvite(u: Unit, chat: ChatRow, adminId: number): NewInvite {
  return {
    chatId: chat.id,
    adminId,
    permanent: 0,
    revoked: 0,
    requestNeeded: 0,
    title: null,
    date: u.now,
    startDate: null,
    expireDate: null,
    usageLimit: null,
    usage: 0,
    requested: 0,
    subscriptionPeriod: null,
    subscriptionAmount: null,
    subscriptionExpired: 0,
  }
}

/**
 * The admin's primary link, made now if it is missing: there is no way to have none
 * (spec section 2.2: getFullChat and getFullChannel create it).
 */
export async function ensurePrimary(u: Unit, chat: ChatRow, adminId: number): Promise<InviteRow> {
  const known = await u.db.invites.primary(chat.id, adminId)
  // A link that nobody asked for must not open a group that lets nobody in without approval.
  return known ?? insertPrimary(u, chat, adminId, chat.joinRequest === 1)
}

/**
 * The primary link that a chat's own page shows to an account: its own, made now if it is missing;
 * undefined for whoever may not invite, and for a chat that has no links (spec section 2.2).
 */
export async function ownPrimary(
  u: Unit,
  chat: ChatRow,
  member: MemberRow | undefined,
): Promise<InviteRow | undefined> {
  return member && managesInvites(chat, member) ? ensurePrimary(u, chat, member.userId) : undefined
}

/** Whether somebody may make links of the chat; one that is gone, and direct messages, have none. */
export function managesInvites(chat: ChatRow, member: MemberRow | undefined): boolean {
  return !chat.deleted && chat.kind !== 'monoforum' && hasAdminRight(member, 'inviteUsers')
}

/** Revokes the admin's primary link, and only that, and makes the next one (spec section 2.2). */
export async function replacePrimary(
  u: Unit,
  chat: ChatRow,
  adminId: number,
  requestNeeded: boolean,
): Promise<{ old: InviteRow | undefined; fresh: InviteRow }> {
  const old = await u.db.invites.primary(chat.id, adminId)
  if (old) {
    await u.db.invites.update(old.id, { revoked: 1 })
    old.revoked = 1
    // Replacing is always possible, so the oldest revoked link makes room: the rows stay bounded.
    if (!(await u.db.invites.hasRoom(chat.id, adminId, u.limits.invitesPerAdmin))) {
      await u.db.invites.deleteOldestRevoked(chat.id, adminId)
    }
  }
  return { old, fresh: await insertPrimary(u, chat, adminId, requestNeeded) }
}

async function insertPrimary(
  u: Unit,
  chat: ChatRow,
  adminId: number,
  requestNeeded: boolean,
): Promise<InviteRow> {
  const invite = newInvite(u, chat, adminId)
  invite.permanent = 1
  invite.requestNeeded = requestNeeded ? 1 : 0
  return u.db.invites.insert(invite)
}
