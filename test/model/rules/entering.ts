import { setLimit } from './links.ts'
import {
  channelCount,
  hasRight,
  isIn,
  LIMITS,
  newMember,
  no,
  placesOf,
  present,
  primaryOf,
  Refusal,
  requireIn,
  requireRight,
  resolve,
  RIGHTS,
  standing,
  type Chat,
  type Effect,
  type Link,
  type Member,
  type Model,
  type Query,
} from '../state.ts'

/** How somebody gets in. */
export interface HowIn {
  readonly how: 'link' | 'request' | 'public' | 'added' | 'promoted'
  readonly by?: number
  readonly link?: Link | undefined
  readonly rights?: number
}

/** What getting in is refused with; the caller of this function knows whether others let them in. */
export function checkEntering(m: Model, chat: Chat, user: number, { how, link }: HowIn): void {
  const shut =
    how === 'link'
      ? 'INVITE_HASH_EXPIRED'
      : chat.kind === 'group'
        ? 'CHAT_ID_INVALID'
        : 'CHANNEL_PRIVATE'
  if (chat.deleted) no(shut)
  const account = m.accounts[user]
  if (account?.deleted) no('INPUT_USER_DEACTIVATED')
  const byOthers = how === 'added' || how === 'promoted'
  const old = standing(m, chat, user)
  if (isShutOut(chat, old) && !byOthers) no(shut)
  if (isIn(old)) no('USER_ALREADY_PARTICIPANT')
  if (account?.isBot) {
    if (chat.kind === 'channel' && how === 'added') no('USER_BOT')
  } else if (chat.kind !== 'group' && channelCount(m, user) >= LIMITS.channelsPerUser) {
    const isSelf = how === 'link' || how === 'public'
    no(isSelf ? 'CHANNELS_TOO_MUCH' : 'USER_CHANNELS_TOO_MUCH')
  }
  if (how === 'link' && link && !isInForce(m, link)) no('INVITE_HASH_EXPIRED')
  if (present(chat).length >= placesOf(chat)) no('USERS_TOO_MUCH')
}

/** Basic groups keep no list of those whom they removed. */
function isShutOut(chat: Chat, member: Member | undefined): boolean {
  return member?.status === 'banned' && chat.kind !== 'group'
}

/** Who left by choice is put back by mutual contacts only; nobody here has any contacts. */
export function checkPutBack(m: Model, user: number, by: number, old: Member | undefined): void {
  const account = m.accounts[user]
  if (account?.isBot || account?.deleted || user === by) return
  if (old?.status === 'left' && old.leftByChoice) no('USER_NOT_MUTUAL_CONTACT')
}

/** Lets somebody in. */
export function enter(m: Model, chat: Chat, user: number, how: HowIn): void {
  const old = standing(m, chat, user)
  const { link } = how
  if (link) {
    link.usage += 1
    // Who was approved gets in whatever the limit has come to be.
    if (how.how === 'request') link.most = Math.max(link.most, link.usage)
  }
  const inviter = how.how === 'link' ? link?.admin : how.how === 'public' ? user : how.by
  const came = { inviter, link: link?.hash, asked: how.how === 'request' }
  let member: Member
  if (chat.creator === user) {
    member = newMember('creator', came)
  } else if (how.how === 'promoted') {
    member = newMember('admin', { ...came, rights: how.rights ?? 0, promotedBy: how.by })
  } else if (old?.status === 'left' && old.banned !== 0) {
    member = newMember('restricted', { ...came, banned: old.banned, until: old.until })
  } else {
    member = newMember('member', came)
  }
  member.promotedBy ??= old?.promotedBy
  chat.members.set(user, member)
  chat.knownTo.add(user)
  dropRequest(chat, user)
}

/** A request is answered, or of no use any more. */
export function dropRequest(chat: Chat, user: number): void {
  chat.requests.delete(user)
}

/** The link of the model by its hash, and its chat. */
export function locate(m: Model, hash: string): { chat: Chat; link: Link } | undefined {
  for (const chat of m.chats) {
    const link = chat.links.get(hash)
    if (link) return { chat, link }
  }
  return undefined
}

function isInForce(m: Model, { revoked, expire, limit, usage }: Link): boolean {
  if (revoked || (expire !== undefined && expire <= m.now)) return false
  return limit === undefined || usage < limit
}

/** What both messages.checkChatInvite and messages.importChatInvite begin with. */
export function findLink(m: Model, by: number, hash: string) {
  const found = locate(m, hash) ?? no('INVITE_HASH_EXPIRED')
  const own = standing(m, found.chat, by)
  if (found.chat.deleted || isShutOut(found.chat, own)) no('INVITE_HASH_EXPIRED')
  const already = isIn(own)
  if (!already && !isInForce(m, found.link)) no('INVITE_HASH_EXPIRED')
  return { ...found, already }
}

/** messages.checkChatInvite */
export function checkLink(m: Model, by: number, hash: string): Effect {
  const { chat, link, already } = findLink(m, by, hash)
  return (answer) => {
    const told = answer as { _: string; participantsCount?: number; requestNeeded?: boolean }
    if (already !== (told._ === 'chatInviteAlready')) throw new Error(`answered ${told._}`)
    if (already) return
    if (told.participantsCount !== present(chat).length) throw new Error('wrong count in preview')
    if ((told.requestNeeded ?? false) !== link.requestNeeded) throw new Error('wrong requestNeeded')
  }
}

/** What becomes of a try to join: an effect, or a guard bot that is asked first. */
export type Joining = { readonly kind: 'in'; readonly effect: Effect } | { readonly kind: 'asked' }

/** messages.importChatInvite */
export function importLink(m: Model, by: number, hash: string): Joining {
  const { chat, link, already } = findLink(m, by, hash)
  if (already) no('USER_ALREADY_PARTICIPANT')
  if (link.requestNeeded) return request(m, chat, by, link)
  if (link.paid && chat.username === undefined) no('STARS_PAYMENT_REQUIRED')
  const how = { how: 'link', link } as const
  checkEntering(m, chat, by, how)
  return { kind: 'in', effect: () => enter(m, chat, by, how) }
}

/** channels.joinChannel */
export function joinChannel(m: Model, by: number, chat: Chat): Joining {
  if (chat.kind === 'group') no('CHANNEL_INVALID')
  const creator = chat.creator === by
  if (chat.username === undefined && !creator) no('CHANNEL_PRIVATE')
  if (chat.joinRequest && !creator && !chat.deleted) {
    const own = standing(m, chat, by)
    if (own?.status === 'banned') no('CHANNEL_PRIVATE')
    if (isIn(own)) no('USER_ALREADY_PARTICIPANT')
    return request(m, chat, by, undefined)
  }
  checkEntering(m, chat, by, { how: 'public' })
  return { kind: 'in', effect: () => enter(m, chat, by, { how: 'public' }) }
}

function request(m: Model, chat: Chat, user: number, link: Link | undefined): Joining {
  const { query } = chat.requests.get(user) ?? { query: guardQuery(chat) }
  if (query) {
    ask(m, chat, user, link)
    return { kind: 'asked' }
  }
  throw new Refusal('INVITE_REQUEST_SENT', () => ask(m, chat, user, link))
}

/** Stores a request; a repeated one changes nothing. */
function ask(m: Model, chat: Chat, user: number, link: Link | undefined): void {
  chat.knownTo.add(user)
  if (chat.requests.has(user)) return
  chat.requests.set(user, { user, link: link?.hash, date: m.now, query: guardQuery(chat) })
}

function guardQuery(chat: Chat): Query | undefined {
  if (chat.kind !== 'supergroup' || chat.guard === undefined) return undefined
  if (!hasRight(chat.members.get(chat.guard), RIGHTS.invite)) return undefined
  return { id: '', bot: chat.guard, page: false }
}

/** chatlists.joinChatlistInvite, with one chat of the folder; `primary` is the owner's link if one is made. */
export function joinFolder(
  m: Model,
  by: number,
  owner: number,
  chat: Chat,
  primary: (answer: unknown) => Link,
): Effect {
  const manages = hasRight(standing(m, chat, owner), RIGHTS.invite)
  const open = chat.username !== undefined && !chat.joinRequest
  if (chat.deleted || !(manages || open)) no('INVITE_SLUG_EXPIRED')
  const own = standing(m, chat, by)
  if (own?.status === 'banned') no('FILTER_INCLUDE_EMPTY')
  chat.knownTo.add(by)
  m.folderGuests.add(by)
  if (isIn(own)) return () => undefined
  const known = manages ? primaryOf(chat, owner) : undefined
  const asks = chat.joinRequest || (known?.requestNeeded ?? false)
  const linkOf = (answer: unknown) => (manages ? (known ?? primary(answer)) : undefined)
  if (asks && chat.creator !== by) return (answer) => ask(m, chat, by, linkOf(answer))
  checkEntering(m, chat, by, { how: manages ? 'link' : 'public', link: known })
  return (answer) => {
    const link = linkOf(answer)
    enter(m, chat, by, { how: link ? 'link' : 'public', link })
  }
}

/** channels.inviteToChannel and messages.addChatUser */
export function add(m: Model, by: number, chat: Chat, user: number): Effect {
  resolve(chat, by)
  const own = standing(m, chat, by)
  const returns = chat.kind === 'group' && user === by && own?.status === 'left' && !chat.deleted
  if (!returns) {
    if (chat.kind === 'channel') requireRight(m, chat, by, RIGHTS.invite)
    else requireIn(m, chat, by)
  }
  const target = standing(m, chat, user)
  if (chat.kind !== 'group') {
    if (isIn(target)) return () => undefined
    if (target?.status === 'banned' && !hasRight(own, RIGHTS.ban)) no('USER_KICKED')
  }
  checkPutBack(m, user, by, target)
  const how = { how: 'added', by } as const
  checkEntering(m, chat, user, how)
  return () => enter(m, chat, user, how)
}

/** Approves a request, or all of them; the admins' side of `enter`. */
export function letIn(m: Model, chat: Chat, user: number, by: number): void {
  const hash = chat.requests.get(user)?.link
  const link = hash === undefined ? undefined : chat.links.get(hash)
  enter(m, chat, user, { how: 'request', by, link })
}

/** channels.toggleJoinRequest; `newest` clients say which links follow, older ones mean the primary ones. */
export function toggleJoinRequest(
  m: Model,
  by: number,
  chat: Chat,
  o: { enabled: boolean; guard: number | undefined; all: boolean; newest: boolean },
): Effect {
  requireRight(m, chat, by, RIGHTS.ban)
  if (chat.kind !== 'supergroup') no('CHAT_ID_INVALID')
  if (o.enabled && chat.username === undefined) no('CHAT_PUBLIC_REQUIRED')
  const guard = o.enabled && o.newest ? o.guard : undefined
  if (guard !== undefined) {
    const able = m.accounts[guard]?.isBot && hasRight(chat.members.get(guard), RIGHTS.invite)
    if (!able) no('BOT_INVALID')
  }
  const follows = (link: Link) =>
    (o.newest ? o.all : link.permanent) &&
    !link.revoked &&
    !link.paid &&
    link.requestNeeded !== o.enabled
  const links = [...chat.links.values()].filter(follows)
  if (links.length === 0 && chat.joinRequest === o.enabled && chat.guard === guard)
    no('CHAT_NOT_MODIFIED')
  return () => {
    chat.joinRequest = o.enabled
    chat.guard = guard
    for (const link of links) {
      link.requestNeeded = o.enabled
      if (o.enabled) setLimit(link, undefined)
    }
  }
}
