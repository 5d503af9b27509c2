import type { InviteRow } from '../../store/tables/invites.ts'

/**
 * How many requests a link shows as waiting: both doors tell the same number. A link that lost its
 * approval, or is a primary one, shows none of them (spec section 2.2 and 2.3).
 */
export function shownRequests(invite: InviteRow): number {
  return invite.requestNeeded && !invite.permanent ? invite.requested : 0
}
