import type { CheckedInvite } from '../../domain/invites/check.ts'
import { linkOf, maskedLinkOf } from '../../domain/invites/hash.ts'
import { shownRequests } from '../../domain/invites/shown-requests.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { InviteRow } from '../../store/tables/invites.ts'
import type { ChatInvite, ChatInviteExported, TypeChatInvite } from '../../tl/generated/base.ts'
import type { Encoder } from './encoder.ts'
import { encodePhotoOf } from './photo.ts'

/**
 * A link as its own admin, or the owner, sees it (https://core.telegram.org/constructor/chatInviteExported).
 * Counters that are 0 are absent, a permanent link has nothing but its uses (spec section 9, rules 1-3).
 */
export function encodeInvite(invite: InviteRow, masked = false): ChatInviteExported {
  const { subscriptionPeriod: period, subscriptionAmount: amount } = invite
  return {
    _: 'chatInviteExported',
    revoked: invite.revoked === 1,
    permanent: invite.permanent === 1,
    requestNeeded: invite.requestNeeded === 1,
    link: masked ? maskedLinkOf(invite.hash) : linkOf(invite.hash),
    adminId: invite.adminId,
    date: invite.date,
    startDate: invite.startDate ?? undefined,
    expireDate: invite.expireDate ?? undefined,
    usageLimit: invite.usageLimit ?? undefined,
    usage: invite.usage || undefined,
    requested: shownRequests(invite) || undefined,
    subscriptionExpired: invite.subscriptionExpired || undefined,
    title: invite.title ?? undefined,
    subscriptionPricing:
      period === null || amount === null
        ? undefined
        : { _: 'starsSubscriptionPricing', period, amount: BigInt(amount) },
  }
}

/** What a link leads to (https://core.telegram.org/type/ChatInvite). */
export async function encodeCheckedInvite(
  e: Encoder,
  checked: CheckedInvite,
): Promise<TypeChatInvite> {
  switch (checked.kind) {
    case 'already':
      return { _: 'chatInviteAlready', chat: await e.encodeChat(checked.chat) }
    case 'peek': {
      const { chat, expiresAt: expires } = checked
      return { _: 'chatInvitePeek', chat: await e.encodeChat(chat), expires }
    }
    case 'preview':
      e.usersOf(checked.known)
      return encodeInvitePreview(e, checked.chat, checked.invite)
  }
}

/**
 * What somebody who is not a member sees before joining (https://core.telegram.org/constructor/chatInvite;
 * what clients check of it: spec section 2.7). A basic group has none of the channel's flags.
 */
async function encodeInvitePreview(
  e: Encoder,
  chat: ChatRow,
  invite: InviteRow,
): Promise<ChatInvite> {
  const participants = await e.users()
  const channel = chat.kind !== 'group'
  return {
    _: 'chatInvite',
    channel,
    broadcast: chat.kind === 'channel',
    megagroup: chat.kind === 'supergroup',
    public: channel && chat.username !== null,
    requestNeeded: invite.requestNeeded === 1,
    title: chat.title,
    about: chat.about || undefined,
    photo: await encodePhotoOf(e, chat),
    participantsCount: chat.participantsCount,
    participants: participants.length === 0 ? undefined : participants,
    color: colorOf(chat.id),
    subscriptionPricing: encodeInvite(invite).subscriptionPricing,
  }
}

/** Number of the seven peer colours that a chat without one of its own is drawn in. */
function colorOf(id: number): number {
  return id % 7
}
