import type { MemberRow } from '../../store/tables/chats.ts'
import type { PhotoRow } from '../../store/tables/photos.ts'
import type { InviteRow } from '../../store/tables/invites.ts'
import { BANNED_RIGHTS, maskOf } from '../chats/rights.ts'

/**
 * What an event of the admin log says, with everything as it was then: later changes don't rewrite it.
 * There is none for the creation of a link (spec section 1.1).
 *
 * Source: https://core.telegram.org/type/ChannelAdminLogEventAction
 */
export type AdminLogAction =
  /** Joined a public chat. */
  | { readonly kind: 'join' }
  | { readonly kind: 'joinByInvite'; readonly invite: InviteRow; readonly viaChatlist: boolean }
  /** `invite` is null for a request that was made without a link. */
  | {
      readonly kind: 'joinByRequest'
      readonly invite: InviteRow | null
      readonly approvedBy: number
    }
  /** Put in by somebody else. */
  | { readonly kind: 'invite'; readonly member: MemberRow }
  | { readonly kind: 'leave' }
  | {
      readonly kind: 'toggleBan' | 'toggleAdmin' | 'subExtend'
      readonly prev: MemberRow
      readonly next: MemberRow
    }
  | {
      readonly kind: 'changeTitle' | 'changeAbout' | 'changeUsername'
      readonly prev: string
      readonly next: string
    }
  | {
      readonly kind: 'changePhoto'
      readonly prev: PhotoRow | null
      readonly next: PhotoRow | null
    }
  /** Ids of chats; 0 for none. */
  | { readonly kind: 'changeLinkedChat'; readonly prev: number; readonly next: number }
  /** Bits of chatBannedRights. */
  | { readonly kind: 'defaultBannedRights'; readonly prev: number; readonly next: number }
  | { readonly kind: 'toggleSignatures'; readonly on: boolean }
  | { readonly kind: 'inviteEdit'; readonly prev: InviteRow; readonly next: InviteRow }
  | { readonly kind: 'inviteRevoke' | 'inviteDelete'; readonly invite: InviteRow }

/**
 * Bits of channelAdminLogEventsFilter that show something here. Joins by a link are joins; `invites` is
 * for changes of links (td_api chatEventLogFilters).
 *
 * Source: https://core.telegram.org/constructor/channelAdminLogEventsFilter
 */
export const ADMIN_LOG_FILTERS = {
  join: 0,
  leave: 1,
  invite: 2,
  ban: 3,
  unban: 4,
  kick: 5,
  unkick: 6,
  promote: 7,
  demote: 8,
  info: 9,
  settings: 10,
  invites: 15,
  subExtend: 18,
} as const

export type AdminLogFilter = keyof typeof ADMIN_LOG_FILTERS

const FILTER_OF = {
  join: 'join',
  joinByInvite: 'join',
  joinByRequest: 'join',
  invite: 'invite',
  leave: 'leave',
  subExtend: 'subExtend',
  changeTitle: 'info',
  changeAbout: 'info',
  changeUsername: 'info',
  changePhoto: 'info',
  changeLinkedChat: 'info',
  defaultBannedRights: 'settings',
  toggleSignatures: 'settings',
  inviteEdit: 'invites',
  inviteRevoke: 'invites',
  inviteDelete: 'invites',
} as const satisfies Partial<Record<AdminLogAction['kind'], AdminLogFilter>>

/** The bits by which a filter shows the event. */
export function filterBitsOf(action: AdminLogAction): number {
  return maskOf(ADMIN_LOG_FILTERS, [filterOf(action)])
}

function filterOf(action: AdminLogAction): AdminLogFilter {
  switch (action.kind) {
    case 'toggleBan':
      return banFilterOf(action.prev, action.next)
    case 'toggleAdmin':
      return action.next.status === 'admin' || action.next.status === 'creator'
        ? 'promote'
        : 'demote'
    default:
      return FILTER_OF[action.kind]
  }
}

/** A kick takes the right to be there, a ban single rights, as in channelParticipantsKicked and -Banned. */
function banFilterOf(prev: MemberRow, next: MemberRow): AdminLogFilter {
  if (isOut(next)) return 'kick'
  if (next.bannedRights !== 0) return 'ban'
  return isOut(prev) ? 'unkick' : 'unban'
}

function isOut({ bannedRights }: MemberRow): boolean {
  return ((bannedRights >> BANNED_RIGHTS.viewMessages) & 1) === 1
}

/** The other account that the event is about, beside the one who did it. */
export function subjectOf(action: AdminLogAction): number | null {
  switch (action.kind) {
    case 'invite':
      return action.member.userId
    case 'toggleBan':
    case 'toggleAdmin':
    case 'subExtend':
      return action.next.userId
    case 'joinByRequest':
      return action.approvedBy
    default:
      return null
  }
}

/** What a search finds the event by: texts that were set. Links are secret from other admins, so never they. */
export function searchTextOf(action: AdminLogAction): string {
  return textsOf(action).join('\n').toLowerCase()
}

function textsOf(action: AdminLogAction): string[] {
  switch (action.kind) {
    case 'changeTitle':
    case 'changeAbout':
    case 'changeUsername':
      return [action.prev, action.next]
    case 'inviteEdit':
      return [action.prev.title ?? '', action.next.title ?? '']
    case 'joinByInvite':
    case 'joinByRequest':
    case 'inviteRevoke':
    case 'inviteDelete':
      return [action.invite?.title ?? '']
    default:
      return []
  }
}
