/*
 * What the test believes of the world: chats, members, links, requests. It is written from the rules'
 * documents and not from their code, and small enough to be read in one go.
 */

/** Bits of chatAdminRights that the model tells apart; others follow them. */
export const RIGHTS = { info: 1, post: 1 << 1, ban: 1 << 4, invite: 1 << 5, add: 1 << 9 } as const
/** Bits of chatBannedRights. */
export const VIEW = 1
export const SEND = 1 << 1
/** Every way to send: bits 1 to 8 and 19 to 25 (https://core.telegram.org/constructor/chatBannedRights). */
export const SENDING = 0x3f8_01fe
/** Every right that can be taken: those, 0, 10, 15, 17, 18 and 26 to 28. */
export const EVERYTHING = 0x1ffe_85ff
export const ALL_RIGHTS = RIGHTS.info | RIGHTS.post | RIGHTS.ban | RIGHTS.invite | RIGHTS.add
/** Admins of basic groups have no single rights, and can't make others admins. */
export const GROUP_ADMIN = RIGHTS.info | RIGHTS.ban | RIGHTS.invite

/** Small numbers, so that random walks meet them. */
export const LIMITS = {
  basicGroupMembers: 6,
  supergroupMembers: 6,
  channelMembers: 5,
  channelsPerUser: 3,
  invitesPerAdmin: 6,
  chatlistInvitesPerFolder: 3,
  chatlistsPerUser: 20,
  foldersPerUser: 20,
  inviteGuesses: 0,
  differenceSize: 5,
  // Longer than any run: the test itself says when a guard's time is over.
  joinGuardSeconds: 86_400,
} as const

export type Status = 'creator' | 'admin' | 'member' | 'restricted' | 'left' | 'banned'

/** Where an account stands in a chat. */
export interface Member {
  status: Status
  rights: number
  /** Account that made it an admin, and the one that let it in. */
  promotedBy: number | undefined
  inviter: number | undefined
  banned: number
  until: number
  /** Hash of the link by which it is in. */
  link: string | undefined
  /** Whether an admin let it in at its request. */
  asked: boolean
  /** Of one that is out: it went by itself. */
  leftByChoice: boolean
}

export interface Link {
  hash: string
  admin: number
  date: number
  permanent: boolean
  revoked: boolean
  requestNeeded: boolean
  title: string | undefined
  expire: number | undefined
  limit: number | undefined
  usage: number
  /** What `usage` may come to at most: the limit, or more where a limit came later or admins let people in. */
  most: number
  paid: boolean
}

/** What a guard bot was asked; `id` is empty until the test has learnt it. */
export interface Query {
  id: string
  bot: number
  page: boolean
}

export interface Request {
  user: number
  link: string | undefined
  date: number
  query: Query | undefined
}

export interface Chat {
  readonly n: number
  id: number
  kind: 'group' | 'supergroup' | 'channel'
  username: string | undefined
  creator: number
  deleted: boolean
  movedTo: Chat | undefined
  members: Map<number, Member>
  links: Map<string, Link>
  requests: Map<number, Request>
  joinRequest: boolean
  guard: number | undefined
  linked: Chat | undefined
  joinToSend: boolean
  /** Accounts that may have heard of the chat by now. */
  readonly knownTo: Set<number>
}

export interface FolderLink {
  readonly slug: string
  readonly owner: number
  readonly chat: Chat
}

/** A join for which a guard bot was asked, whose answer is yet to come. */
export interface Waiting {
  readonly user: number
  readonly chat: Chat
  readonly layer: number
  /** Set when the guard's time is over. */
  late: boolean
  readonly answer: Promise<string>
}

export interface Model {
  now: number
  readonly accounts: { deleted: boolean; readonly isBot: boolean; readonly password: boolean }[]
  readonly chats: Chat[]
  readonly folderLinks: FolderLink[]
  /** Accounts that have joined a folder. */
  readonly folderGuests: Set<number>
  waiting: Waiting[]
}

/** What a rule does where it succeeds, given what was answered. */
export type Effect = (answer: unknown) => void

/** The error that a rule predicts; some of them do something nevertheless. */
export class Refusal extends Error {
  readonly effect: Effect | undefined
  constructor(name: string, effect?: Effect) {
    super(name)
    this.effect = effect
  }
}

/** Predicts an error. */
export function no(name: string): never {
  throw new Refusal(name)
}

/** A standing as it is now: bans and restrictions end by themselves. */
export function standing(m: Model, chat: Chat, user: number): Member | undefined {
  const member = chat.members.get(user)
  if (!member || member.until === 0 || member.until > m.now) return member
  const over: Partial<Record<Status, Status>> = { banned: 'left', restricted: 'member' }
  return { ...member, status: over[member.status] ?? member.status, banned: 0, until: 0 }
}

export function isIn(member: Member | undefined): boolean {
  return member !== undefined && member.status !== 'left' && member.status !== 'banned'
}

export function present(chat: Chat): number[] {
  return [...chat.members].filter(([, member]) => isIn(member)).map(([user]) => user)
}

export function isAdmin(member: Member | undefined): boolean {
  return member?.status === 'creator' || member?.status === 'admin'
}

export function hasRight(member: Member | undefined, right: number): boolean {
  if (member?.status === 'creator') return true
  return member?.status === 'admin' && (member.rights & right) === right
}

/** Basic groups are known only to who has been there. */
export function resolve(chat: Chat, by: number): void {
  if (chat.kind === 'group' && !chat.members.has(by)) no('CHAT_ID_INVALID')
}

/** The caller's standing in a chat that they must be in. */
export function requireIn(m: Model, chat: Chat, by: number, gone = 'CHAT_WRITE_FORBIDDEN'): Member {
  const member = standing(m, chat, by)
  if (!chat.deleted && member && isIn(member)) return member
  return no(chat.kind === 'group' ? gone : 'CHANNEL_PRIVATE')
}

export function requireRight(m: Model, chat: Chat, by: number, right: number, gone?: string) {
  resolve(chat, by)
  const member = requireIn(m, chat, by, gone)
  if (!hasRight(member, right)) no('CHAT_ADMIN_REQUIRED')
  return member
}

export function requireCreator(m: Model, chat: Chat, by: number, gone?: string): void {
  resolve(chat, by)
  if (requireIn(m, chat, by, gone).status !== 'creator') no('CHAT_ADMIN_REQUIRED')
}

/** Channels and supergroups that an account is in. */
export function channelCount(m: Model, user: number): number {
  return m.chats.filter(
    (chat) => chat.kind !== 'group' && !chat.deleted && isIn(chat.members.get(user)),
  ).length
}

export function placesOf(chat: Chat): number {
  if (chat.kind === 'group') return LIMITS.basicGroupMembers
  return chat.kind === 'supergroup' ? LIMITS.supergroupMembers : LIMITS.channelMembers
}

export function newMember(status: Status, more: Partial<Member> = {}): Member {
  return {
    status,
    rights: status === 'creator' ? ALL_RIGHTS : 0,
    promotedBy: undefined,
    inviter: undefined,
    banned: 0,
    until: 0,
    link: undefined,
    asked: false,
    leftByChoice: false,
    ...more,
  }
}

/** The admin's primary link that is in force. */
export function primaryOf(chat: Chat, admin: number): Link | undefined {
  return [...chat.links.values()].find(
    (link) => link.permanent && !link.revoked && link.admin === admin,
  )
}
