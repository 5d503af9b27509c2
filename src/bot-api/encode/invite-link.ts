import { linkOf, maskedLinkOf } from '../../domain/invites/hash.ts'
import { shownRequests } from '../../domain/invites/shown-requests.ts'
import type { InviteRow } from '../../store/tables/invites.ts'
import type { UserRow } from '../../store/tables/users.ts'
import { encodeUser, type BotApiUser } from './user.ts'

/** https://core.telegram.org/bots/api#chatinvitelink; neither dates nor uses are told here. */
export interface BotApiInviteLink {
  readonly invite_link: string
  readonly name?: string | undefined
  readonly creator: BotApiUser
  readonly expire_date?: number | undefined
  readonly member_limit?: number | undefined
  readonly pending_join_request_count?: number | undefined
  readonly subscription_period?: number | undefined
  readonly subscription_price?: number | undefined
  readonly creates_join_request: boolean
  readonly is_primary: boolean
  readonly is_revoked: boolean
}

/**
 * A link in Telegram's field order; what is empty or 0 is left out (spec section 6.3).
 *
 * @param masked for a bot that hears of somebody else's link: it may know of it but not use it
 *   (spec section 6.4)
 */
export function encodeInviteLink(
  invite: InviteRow,
  creator: UserRow,
  masked = false,
): BotApiInviteLink {
  return {
    invite_link: masked ? maskedLinkOf(invite.hash) : linkOf(invite.hash),
    name: invite.title || undefined,
    creator: encodeUser(creator),
    expire_date: invite.expireDate || undefined,
    member_limit: invite.usageLimit || undefined,
    pending_join_request_count: shownRequests(invite) || undefined,
    subscription_period: invite.subscriptionPeriod ?? undefined,
    subscription_price: invite.subscriptionAmount ?? undefined,
    creates_join_request: invite.requestNeeded === 1,
    is_primary: invite.permanent === 1,
    is_revoked: invite.revoked === 1,
  }
}
