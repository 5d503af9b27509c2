import type { ChatRow, MemberRow, MemberStatus } from '../../store/tables/chats.ts'

/**
 * Bits of chatAdminRights, under the names that the control API and the TL schema give them.
 *
 * Source: https://core.telegram.org/constructor/chatAdminRights
 */
export const ADMIN_RIGHTS = {
  changeInfo: 0,
  postMessages: 1,
  editMessages: 2,
  deleteMessages: 3,
  banUsers: 4,
  inviteUsers: 5,
  pinMessages: 7,
  addAdmins: 9,
  anonymous: 10,
  manageCall: 11,
  other: 12,
  manageTopics: 13,
  postStories: 14,
  editStories: 15,
  deleteStories: 16,
  manageDirectMessages: 17,
  manageRanks: 18,
  manageLinkedPeers: 19,
} as const

/**
 * Bits of chatBannedRights.
 *
 * Source: https://core.telegram.org/constructor/chatBannedRights
 */
export const BANNED_RIGHTS = {
  viewMessages: 0,
  sendMessages: 1,
  sendMedia: 2,
  sendStickers: 3,
  sendGifs: 4,
  sendGames: 5,
  sendInline: 6,
  embedLinks: 7,
  sendPolls: 8,
  changeInfo: 10,
  inviteUsers: 15,
  pinMessages: 17,
  manageTopics: 18,
  sendPhotos: 19,
  sendVideos: 20,
  sendRoundvideos: 21,
  sendAudios: 22,
  sendVoices: 23,
  sendDocs: 24,
  sendPlain: 25,
  editRank: 26,
  sendReactions: 27,
  manageLinkedPeers: 28,
} as const

export type AdminRight = keyof typeof ADMIN_RIGHTS
export type BannedRight = keyof typeof BANNED_RIGHTS

/** All admin rights but `anonymous`, which is a choice and not a power: what a creator has. */
export const CREATOR_RIGHTS = maskOf(
  ADMIN_RIGHTS,
  (Object.keys(ADMIN_RIGHTS) as AdminRight[]).filter((right) => right !== 'anonymous'),
)

/**
 * What an admin of a basic group has: basic groups know no single rights.
 *
 * Source: https://core.telegram.org/api/rights (spec section 2.1)
 */
export const BASIC_GROUP_ADMIN_RIGHTS = maskOf(ADMIN_RIGHTS, [
  'changeInfo', 'deleteMessages', 'banUsers', 'inviteUsers', 'pinMessages', 'manageCall', 'other',
]) // prettier-ignore

/** The number that has the bits of the named rights. */
export function maskOf<T extends string>(
  bits: Readonly<Record<T, number>>,
  names: Iterable<T>,
): number {
  let mask = 0
  for (const name of names) mask |= 1 << bits[name]
  return mask
}

/** Names of the rights whose bits are set. */
export function namesOf<T extends string>(bits: Readonly<Record<T, number>>, mask: number): T[] {
  return (Object.keys(bits) as T[]).filter((name) => (mask >> bits[name]) & 1)
}

/** Whether a standing has an admin right; the creator has every one. */
export function hasAdminRight(member: MemberRow | undefined, right: AdminRight): boolean {
  if (member?.status === 'creator') return true
  return member?.status === 'admin' && ((member.adminRights >> ADMIN_RIGHTS[right]) & 1) === 1
}

/**
 * A standing as it is now: a ban or restriction whose time is over has ended, whether or not the row
 * says so yet. It never decides whether somebody is in the chat.
 *
 * Source: https://core.telegram.org/constructor/chatBannedRights (until_date)
 */
export function atTime<T extends MemberRow | undefined>(member: T, now: number): T {
  if (!member || member.untilDate === 0 || member.untilDate > now) return member
  const status = { banned: 'left', restricted: 'member' } as const
  return {
    ...member,
    status: member.status in status ? status[member.status as keyof typeof status] : member.status,
    bannedRights: 0,
    untilDate: 0,
    kickedBy: null,
  }
}

/** The standing of somebody who is in the chat. */
export type PresentMember = MemberRow & { status: Exclude<MemberStatus, 'left' | 'banned'> }

/** Whether the account is in the chat. */
export function isPresent(member: MemberRow | undefined): member is PresentMember {
  return member !== undefined && member.status !== 'left' && member.status !== 'banned'
}

/**
 * Whether somebody may do what everybody may, unless it was taken away from all (the chat's default
 * rights) or from him. Admins are free of both.
 *
 * Source: https://core.telegram.org/api/rights#default-rights
 */
export function mayAsMember(
  chat: ChatRow,
  member: MemberRow | undefined,
  right: BannedRight,
): boolean {
  if (!isPresent(member)) return false
  if (member.status === 'creator' || member.status === 'admin') return true
  return !isTaken(chat, member, right)
}

/** Whether a permission was taken from all, or from this member. An admin's title alone frees him of neither. */
export function isTaken(chat: ChatRow, member: MemberRow, right: BannedRight): boolean {
  const own = member.status === 'restricted' ? member.bannedRights : 0
  return (((chat.defaultBannedRights | own) >> BANNED_RIGHTS[right]) & 1) === 1
}
