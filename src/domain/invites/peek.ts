import type { ChatRow } from '../../store/tables/chats.ts'
import type { InviteRow } from '../../store/tables/invites.ts'
import type { Caller, Unit } from '../context.ts'

/**
 * Lets somebody who looks at a link read the chat before joining, where this server does that
 * (`invitePeekSeconds`), and answers until when: a private channel or supergroup, by a link that needs
 * neither approval nor payment. What is public is read by anybody, and basic groups can't be looked
 * into. He reads messages and the chat's own page, sees no member list, writes nothing, and hears no
 * updates but those that he asks for (updates.getChannelDifference); a ban ends it. Looking at the link
 * again while it lasts does not prolong it.
 *
 * Telegram documents what chatInvitePeek is and for which kinds of chats
 * (https://core.telegram.org/constructor/chatInvitePeek, https://core.telegram.org/api/updates), not
 * which links it gives it for: most answer chatInvite. So it is off unless the limit says otherwise.
 *
 * @returns unix seconds; undefined where the caller may not look
 */
export async function openPeek(
  u: Unit,
  caller: Caller,
  chat: ChatRow,
  invite: InviteRow,
): Promise<number | undefined> {
  const { invitePeekSeconds } = u.limits
  if (invitePeekSeconds <= 0 || !mayBePeeked(chat, invite)) return undefined
  const running = await u.db.peeks.endOf(chat.id, caller.id)
  if (running !== undefined && running > u.now) return running
  const expiresAt = u.now + invitePeekSeconds
  await u.db.peeks.deleteEnded(u.now)
  await u.db.peeks.put(chat.id, caller.id, expiresAt)
  return expiresAt
}

function mayBePeeked(chat: ChatRow, invite: InviteRow): boolean {
  const kind = chat.kind === 'channel' || chat.kind === 'supergroup'
  return (
    kind && chat.username === null && !invite.requestNeeded && invite.subscriptionAmount === null
  )
}
