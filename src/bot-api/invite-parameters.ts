import { badRequest } from './errors.ts'
import { flag, integer, required, text } from './parameters.ts'

/** Where a larger `member_limit` is cut; the rule itself allows one less (spec section 6.1). */
const MEMBER_LIMIT_MAX = 100_000

/** Name of a link; longer ones are cut, not refused. */
export const linkName = text({ maxLength: 32 })

/** `invite_link`; that it is missing is said after the rights were checked (spec section 6.2 row 10). */
export const inviteLink = required(text())

/** What can be chosen of a link, in Telegram's order. */
export const INVITE_LINK_OPTIONS = {
  name: linkName,
  expire_date: integer({ min: 0 }),
  member_limit: integer({ min: 0, max: MEMBER_LIMIT_MAX }),
  creates_join_request: flag(),
} as const

/** Spec section 6.2 row 11. */
export const LIMIT_WITH_APPROVAL =
  "member limit can't be specified for links requiring administrator approval"

/** @throws BotApiError 400 for no link at all */
export function requireLink(link: string): void {
  if (link === '') throw badRequest('invite link must be non-empty')
}
