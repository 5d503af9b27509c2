import { RpcError, rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { InviteRow } from '../../store/tables/invites.ts'
import { logAdminEvent } from '../admin-log/log.ts'
import { requireCreator } from '../chats/access.ts'
import type { Caller, Unit } from '../context.ts'
import type { Rest } from '../rest.ts'
import { resolveChat, resolveUser, type InputPeer } from '../peers.ts'
import { requireInvite, requireInviteAdmin, requireInviteRight } from './access.ts'
import { hashOfLink } from './hash.ts'

/** Rows that one list answers at most, whatever its client asks for (spec section 2.5). */
export const INVITE_PAGE_MAX = 100

/** Links that one unit of work deletes at most: each is noted in the admin log. */
const DELETED_AT_ONCE = 200

/** A list and how long it is in all. */
export interface InviteList {
  readonly count: number
  readonly invites: readonly InviteRow[]
}

/** Which links: one admin's, in force or revoked, from after one of them on. */
export interface ListOptions {
  readonly adminId: InputPeer
  readonly revoked: boolean
  /** Both or none: they share a flag. */
  readonly offset: { readonly date: number; readonly link: string } | undefined
  readonly limit: number
}

/**
 * One link (https://core.telegram.org/method/messages.getExportedChatInvite).
 *
 * @throws as `requireInvite`
 */
export async function getInvite(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  link: string,
): Promise<InviteRow> {
  return (await requireInvite(u, caller, input, link)).invite
}

/**
 * An admin's links, the primary one and then the newest first
 * (https://core.telegram.org/method/messages.getExportedChatInvites; spec section 2.5): expired ones stand
 * among those in force. mtcute takes the first link for the primary one.
 *
 * @throws as `resolveChat` and `requireInviteRight`; CHAT_ADMIN_REQUIRED, ADMIN_ID_INVALID for another admin
 */
export async function listInvites(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  options: ListOptions,
): Promise<InviteList> {
  const chat = await resolveChat(u, caller, input)
  await requireInviteRight(u, caller, chat)
  const adminId = await resolveAdmin(u, caller, options.adminId)
  await requireInviteAdmin(u, caller, chat, adminId)
  const revoked = options.revoked ? 1 : 0
  const limit = pageSize(options.limit)
  const { offset } = options
  const after = offset && { date: offset.date, id: idOfLink(u, offset.link) }
  const primary = revoked ? undefined : await u.db.invites.primary(chat.id, adminId)
  const first = primary && !after && limit > 0 ? [primary] : []
  const others = await u.db.invites.page({
    chatId: chat.id,
    adminId,
    revoked,
    after: primary && after?.id === primary.id ? undefined : after,
    limit: limit - first.length,
  })
  const count = await u.db.invites.countOf(chat.id, adminId, revoked)
  return { count, invites: [...first, ...others] }
}

/** How many links an admin has. */
export interface AdminInvites {
  readonly adminId: number
  readonly active: number
  readonly revoked: number
}

/**
 * Every admin who has links, the owner and bots included, and how many
 * (https://core.telegram.org/method/messages.getAdminsWithInvites).
 *
 * @throws as `resolveChat`; CHAT_ADMIN_REQUIRED for everybody but the owner
 */
export async function listInviteAdmins(
  u: Unit,
  caller: Caller,
  input: InputPeer,
): Promise<readonly AdminInvites[]> {
  const chat = await resolveChat(u, caller, input)
  await requireCreator(u, caller, chat)
  return u.db.invites.countByAdmin(chat.id)
}

/**
 * Deletes a revoked link for good (https://core.telegram.org/method/messages.deleteExportedChatInvite).
 *
 * @throws as `requireInvite`; INVITE_REVOKED_MISSING for a link that is still in force (spec 2.2)
 */
export async function deleteInvite(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  link: string,
): Promise<InviteRow> {
  const { chat, invite } = await requireInvite(u, caller, input, link)
  if (!invite.revoked)
    throw rpcError('INVITE_REVOKED_MISSING', { reason: 'the link must be revoked first' })
  await u.db.invites.delete(invite.id)
  await logAdminEvent(u, chat, caller.id, { kind: 'inviteDelete', invite })
  return invite
}

/**
 * Deletes all revoked links of an admin
 * (https://core.telegram.org/method/messages.deleteRevokedExportedChatInvites). Many are deleted in several
 * units: each deletion is complete by itself, as one by messages.deleteExportedChatInvite is.
 *
 * @returns what is left to do
 * @throws as `listInvites`
 */
export async function deleteRevokedInvites(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  admin: InputPeer,
): Promise<Rest | undefined> {
  const chat = await resolveChat(u, caller, input)
  await requireInviteRight(u, caller, chat)
  const adminId = await resolveAdmin(u, caller, admin)
  await requireInviteAdmin(u, caller, chat, adminId)
  const count = await u.db.invites.countOf(chat.id, adminId, 1)
  return deleteSome(u, caller, chat, adminId, count)
}

/** @param left how many there were when the call came: links that are revoked meanwhile stay */
async function deleteSome(
  u: Unit,
  caller: Caller,
  chat: ChatRow,
  adminId: number,
  left: number,
): Promise<Rest | undefined> {
  const most = Math.min(left, DELETED_AT_ONCE)
  const deleted = await u.db.invites.deleteRevoked(chat.id, adminId, most)
  for (const invite of deleted) {
    await logAdminEvent(u, chat, caller.id, { kind: 'inviteDelete', invite })
  }
  if (deleted.length < most || left === most) return undefined
  return async (unit) => {
    const now = await unit.db.chats.byId(chat.id)
    if (!now) throw rpcError('CHANNEL_PRIVATE')
    // It may have been taken from the caller meanwhile.
    await requireInviteRight(unit, caller, now)
    if (adminId !== caller.id) await requireCreator(unit, caller, now)
    return deleteSome(unit, caller, now, adminId, left - most)
  }
}

/** Rows to answer for a client's limit; 0 or less asks for none but the count. */
export function pageSize(limit: number): number {
  return Math.max(0, Math.min(limit, INVITE_PAGE_MAX))
}

/** The id of a link that a client names, whether it is still there or not. */
function idOfLink(u: Unit, link: string): number | undefined {
  const hash = hashOfLink(link)
  return hash === undefined ? undefined : u.db.invites.idOf(hash)
}

async function resolveAdmin(u: Unit, caller: Caller, input: InputPeer): Promise<number> {
  try {
    return (await resolveUser(u, caller, input)).id
  } catch (error) {
    if (!(error instanceof RpcError)) throw error
    throw rpcError('ADMIN_ID_INVALID', { reason: 'no account that the caller may name' })
  }
}
