import { rpcError } from '../../core/rpc-error.ts'
import type { InviteRow } from '../../store/tables/invites.ts'
import { logAdminEvent } from '../admin-log/log.ts'
import { hasAdminRight } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { standing, type InputPeer } from '../peers.ts'
import { requireInvite, type OwnInvite } from './access.ts'
import { INVITE_CHOICES } from './choices.ts'
import { checkExpireDate, checkUsageLimit, cleanInviteTitle } from './export.ts'
import { replacePrimary } from './primary.ts'

/** What is to change; an absent field stays as it is, 0 and '' take a limit or title away. */
export interface EditOptions {
  readonly revoked: boolean
  readonly expireDate: number | undefined
  readonly usageLimit: number | undefined
  readonly requestNeeded: boolean | undefined
  readonly title: string | undefined
}

/**
 * What came of it; `replacement` is the new primary in place of a revoked one. There is none for a former
 * admin: he would get a link that he has no right to.
 */
export interface EditedInvite {
  readonly invite: InviteRow
  readonly replacement: InviteRow | undefined
}

/**
 * Changes or revokes a link (https://core.telegram.org/method/messages.editExportedChatInvite; spec
 * section 2.4). The link itself stays the same string.
 *
 * @throws as `requireInvite`
 * @throws EDIT_BOT_INVITE_FORBIDDEN for a bot's link, also to the owner
 * @throws INVITE_HASH_EXPIRED for a revoked link [INF]
 * @throws CHAT_INVITE_PERMANENT for a change of a primary link
 * @throws EXPIRE_DATE_INVALID, USAGE_LIMIT_INVALID
 */
export async function editInvite(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  link: string,
  options: EditOptions,
): Promise<EditedInvite> {
  const own = await requireInvite(u, caller, input, link)
  const { chat, invite } = own
  if (invite.adminId !== caller.id) {
    const admin = await u.db.users.byId(invite.adminId)
    if (admin?.isBot) throw rpcError('EDIT_BOT_INVITE_FORBIDDEN')
  }
  if (invite.revoked)
    throw rpcError(INVITE_CHOICES.hashExpired, { reason: 'the link is revoked already' })
  if (options.revoked) return revoke(u, caller, own)
  const changed = await change(u, own, options)
  const event = { kind: 'inviteEdit', prev: invite, next: changed } as const
  await logAdminEvent(u, chat, caller.id, event)
  return { invite: changed, replacement: undefined }
}

/** Revokes a link; an admin who may have a primary link gets the next one in place of it. */
async function revoke(u: Unit, caller: Caller, { chat, invite }: OwnInvite): Promise<EditedInvite> {
  const revoked: InviteRow = { ...invite, revoked: 1 }
  await logAdminEvent(u, chat, caller.id, { kind: 'inviteRevoke', invite: revoked })
  const admin = await standing(u, chat, invite.adminId)
  if (invite.permanent && hasAdminRight(admin, 'inviteUsers')) {
    // A policy of approval outlives its link: nobody asked for it to be lifted.
    const { fresh } = await replacePrimary(u, chat, invite.adminId, invite.requestNeeded === 1)
    return { invite: revoked, replacement: fresh }
  }
  await u.db.invites.update(invite.id, { revoked: 1 })
  return { invite: revoked, replacement: undefined }
}

async function change(u: Unit, { invite }: OwnInvite, options: EditOptions): Promise<InviteRow> {
  if (invite.permanent) throw rpcError('CHAT_INVITE_PERMANENT')
  const { expireDate, usageLimit, requestNeeded, title } = options
  checkExpireDate(u, expireDate)
  checkUsageLimit(u, usageLimit)
  const patch: Partial<InviteRow> = { startDate: u.now }
  if (title !== undefined) patch.title = cleanInviteTitle(u, title)
  // A price stands alone: of a paid link only the title can change (spec section 4).
  if (invite.subscriptionPeriod === null) {
    if (expireDate !== undefined) patch.expireDate = expireDate || null
    if (usageLimit !== undefined) patch.usageLimit = usageLimit || null
    if (requestNeeded !== undefined) patch.requestNeeded = requestNeeded ? 1 : 0
    if (patch.requestNeeded ?? invite.requestNeeded) patch.usageLimit = null
  }
  await u.db.invites.update(invite.id, patch)
  return { ...invite, ...patch }
}
