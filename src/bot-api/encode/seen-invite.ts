import type { Unit } from '../../domain/context.ts'
import type { InviteRow } from '../../store/tables/invites.ts'
import { encodeInviteLink, type BotApiInviteLink } from './invite-link.ts'

/**
 * A link by which somebody came in or asks to, as a bot hears of it: cut short unless the bot made it
 * (spec section 6.4).
 */
export async function encodeSeenInvite(
  u: Unit,
  botId: number,
  invite: InviteRow | null,
): Promise<BotApiInviteLink | undefined> {
  const creator = invite === null ? undefined : await u.db.users.byId(invite.adminId)
  if (!invite || !creator) return undefined
  return encodeInviteLink(invite, creator, invite.adminId !== botId)
}
