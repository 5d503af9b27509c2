import { checkEntering, checkPutBack, dropRequest, enter, letIn } from './entering.ts'
import { manageable } from './links.ts'
import {
  ALL_RIGHTS,
  channelCount,
  EVERYTHING,
  GROUP_ADMIN,
  hasRight,
  isAdmin,
  isIn,
  LIMITS,
  newMember,
  no,
  placesOf,
  present,
  requireCreator,
  requireIn,
  requireRight,
  resolve,
  RIGHTS,
  SEND,
  SENDING,
  standing,
  VIEW,
  type Chat,
  type Effect,
  type Member,
  type Model,
} from '../state.ts'

/** Takes somebody out; one who came by a link gives its use back. */
function remove(m: Model, chat: Chat, user: number, ban?: { mask: number; until: number }): void {
  const member = standing(m, chat, user)
  if (!member) return
  const link = member.link === undefined ? undefined : chat.links.get(member.link)
  if (isIn(member) && link) link.usage -= 1
  chat.members.set(user, gone(member, ban))
}

function gone(member: Member, ban: { mask: number; until: number } | undefined): Member {
  const rights = member.status === 'creator' ? member.rights : 0
  const came = { inviter: undefined, link: undefined, asked: false }
  const left = { ...member, rights, ...came, leftByChoice: !ban }
  if (!ban) return { ...left, status: 'left' }
  return { ...left, status: 'banned', banned: ban.mask, until: ban.until }
}

/** channels.leaveChannel, and messages.deleteChatUser of oneself */
export function leave(m: Model, by: number, chat: Chat): Effect {
  resolve(chat, by)
  const own = standing(m, chat, by)
  if (chat.kind !== 'group' && (chat.deleted || own?.status === 'banned')) no('CHANNEL_PRIVATE')
  if (chat.deleted) no('CHAT_ID_INVALID')
  if (!isIn(own)) no('USER_NOT_PARTICIPANT')
  if (chat.kind === 'channel' && own?.status === 'creator') no('USER_CREATOR')
  return () => remove(m, chat, by)
}

/** messages.deleteChatUser of somebody else */
export function kick(m: Model, by: number, chat: Chat, user: number): Effect {
  resolve(chat, by)
  const own = requireIn(m, chat, by, 'CHAT_ID_INVALID')
  const target = standing(m, chat, user)
  if (!target || !isIn(target)) return no('USER_NOT_PARTICIPANT')
  const mayRemove =
    own.status === 'creator' ||
    (!isAdmin(target) && (own.status === 'admin' || target.inviter === by))
  if (!mayRemove) no('CHAT_ADMIN_REQUIRED')
  return () => remove(m, chat, user, { mask: VIEW, until: 0 })
}

function mayEditAdmin(chat: Chat, own: Member, by: number, target: Member): boolean {
  if (target.status === 'creator') return false
  if (own.status === 'creator') return true
  return hasRight(own, RIGHTS.add) && isAppointedBy(chat, by, target)
}

/** Whether an account made another an admin, itself or by admins that it made. */
function isAppointedBy(chat: Chat, by: number, target: Member): boolean {
  const above = new Set<number>()
  for (let at = target.promotedBy; at !== undefined && !above.has(at);) {
    above.add(at)
    at = chat.members.get(at)?.promotedBy
  }
  return above.has(by)
}

/** Bans this short or long are for ever. */
const [SHORTEST, LONGEST] = [30, 366 * 86_400]

/** What a right to take means: looking for everything, writing for every way to send. */
function whole(mask: number): number {
  if (mask === VIEW) return EVERYTHING
  return mask === SEND ? SENDING : mask
}

/** channels.editBanned; `wanted` takes the right to look, or to write, or nothing. */
export function editBanned(
  m: Model,
  by: number,
  chat: Chat,
  user: number,
  wanted: number,
  untilDate: number,
): Effect {
  const mask = whole(wanted)
  const own = requireRight(m, chat, by, RIGHTS.ban)
  const target = standing(m, chat, user)
  const listed = isIn(target) || (target?.banned ?? 0) !== 0
  if (m.accounts[user]?.deleted && !listed) no('PARTICIPANT_ID_INVALID')
  if (user === by || user === chat.creator) no('USER_ADMIN_INVALID')
  if (target && isAdmin(target) && !mayEditAdmin(chat, own, by, target)) no('USER_ADMIN_INVALID')
  if (chat.kind === 'channel' && wanted === SEND) no('BANNED_RIGHTS_INVALID')
  const seconds = untilDate - m.now
  const until = seconds < SHORTEST || seconds > LONGEST ? 0 : untilDate
  return () => {
    // People who never came near do not hear of it when they are shut out; a bot does (my_chat_member).
    if (target || m.accounts[user]?.isBot) chat.knownTo.add(user)
    if ((mask & VIEW) !== 0) {
      if (!target) chat.members.set(user, newMember('left'))
      remove(m, chat, user, { mask, until })
      dropRequest(chat, user)
      return
    }
    if (mask === 0 && (target?.banned ?? 0) === 0) return
    const before = target ?? newMember('left')
    const status = !isIn(before) ? 'left' : mask === 0 ? 'member' : 'restricted'
    const taken = { banned: mask, until: mask === 0 ? 0 : until }
    chat.members.set(user, { ...before, status, ...taken, rights: 0 })
  }
}

/** channels.editAdmin; no rights take the office away. */
export function editAdmin(m: Model, by: number, chat: Chat, user: number, rights: number): Effect {
  const own = requireIn(m, chat, by)
  const target = standing(m, chat, user)
  if (user === chat.creator) {
    if (user !== by) no('USER_CREATOR')
    return () => undefined
  }
  if (rights === 0) {
    if (user !== by && !hasRight(own, RIGHTS.add)) no('CHAT_ADMIN_REQUIRED')
    if (target?.status !== 'admin') return () => undefined
    if (user !== by && !mayEditAdmin(chat, own, by, target)) no('CHAT_ADMIN_REQUIRED')
    const plain = { status: 'member', rights: 0 } as const
    return () => chat.members.set(user, { ...target, ...plain })
  }
  if (m.accounts[user]?.deleted) no('INPUT_USER_DEACTIVATED')
  if (!hasRight(own, RIGHTS.add)) no('CHAT_ADMIN_REQUIRED')
  if (target && isAdmin(target) && !mayEditAdmin(chat, own, by, target)) no('CHAT_ADMIN_REQUIRED')
  if (own.status !== 'creator' && (rights & ~own.rights) !== 0) no('RIGHT_FORBIDDEN')
  if (target && isIn(target)) {
    const office = { status: 'admin', rights, promotedBy: by, banned: 0, until: 0 } as const
    return () => chat.members.set(user, { ...target, ...office })
  }
  if (!hasRight(own, RIGHTS.invite)) no('CHAT_ADMIN_INVITE_REQUIRED')
  if (target?.status === 'banned' && !hasRight(own, RIGHTS.ban)) no('USER_BLOCKED')
  checkPutBack(m, user, by, target)
  const how = { how: 'promoted', by, rights } as const
  checkEntering(m, chat, user, how)
  return () => enter(m, chat, user, how)
}

/** messages.editChatAdmin */
export function editChatAdmin(m: Model, by: number, chat: Chat, user: number, on: boolean): Effect {
  requireCreator(m, chat, by, 'CHAT_ID_INVALID')
  if (user === by) no('USER_ID_INVALID')
  const target = standing(m, chat, user)
  if (!target || !isIn(target)) return no('USER_NOT_PARTICIPANT')
  if (on === (target.status === 'admin')) return () => undefined
  const office = on
    ? ({ status: 'admin', rights: GROUP_ADMIN, promotedBy: by } as const)
    : ({ status: 'member', rights: 0 } as const)
  return () => chat.members.set(user, { ...target, ...office })
}

/** messages.editChatCreator, with the right password where the account has one */
export function transfer(m: Model, by: number, chat: Chat, user: number): Effect {
  if (!m.accounts[by]?.password) no('PASSWORD_MISSING')
  requireCreator(m, chat, by)
  if (user === by) no('CHAT_NOT_MODIFIED')
  const target = standing(m, chat, user)
  const account = m.accounts[user]
  if (account?.isBot || account?.deleted || !target || !isIn(target)) return no('USER_ID_INVALID')
  return () => {
    const own = chat.members.get(by) ?? newMember('member')
    const free = { banned: 0, until: 0 }
    chat.members.set(user, { ...target, ...free, status: 'creator', rights: ALL_RIGHTS })
    const rights = chat.kind === 'group' ? GROUP_ADMIN : ALL_RIGHTS
    chat.members.set(by, { ...own, status: 'admin', rights, promotedBy: user })
    chat.creator = user
  }
}

/** messages.hideChatJoinRequest */
export function hideOne(m: Model, by: number, chat: Chat, user: number, approved: boolean): Effect {
  requireRight(m, chat, by, RIGHTS.invite)
  if (m.accounts[user]?.deleted) no('INPUT_USER_DEACTIVATED')
  if (!chat.requests.has(user)) {
    const inside = approved && isIn(standing(m, chat, user))
    no(inside ? 'USER_ALREADY_PARTICIPANT' : 'HIDE_REQUESTER_MISSING')
  }
  if (!approved) return () => dropRequest(chat, user)
  checkEntering(m, chat, user, { how: 'request', by })
  return () => letIn(m, chat, user, by)
}

/** messages.hideAllChatJoinRequests, of one link where its hash is given */
export function hideAll(
  m: Model,
  by: number,
  chat: Chat,
  hash: string | undefined,
  approved: boolean,
): Effect {
  requireRight(m, chat, by, RIGHTS.invite)
  if (hash !== undefined) manageable(m, by, chat, hash)
  const asking = [...chat.requests.values()].filter(
    ({ link }) => hash === undefined || link === hash,
  )
  if (asking.length === 0) no('HIDE_REQUESTER_MISSING')
  const users = asking.map(({ user }) => user)
  if (!approved) return () => users.forEach((user) => dropRequest(chat, user))
  const free = users.filter(
    (user) => chat.kind === 'group' || channelCount(m, user) < LIMITS.channelsPerUser,
  )
  if (free.length === 0) no('USER_CHANNELS_TOO_MUCH')
  if (present(chat).length + free.length > placesOf(chat)) no('USERS_TOO_MUCH')
  return () => free.forEach((user) => letIn(m, chat, user, by))
}

/** bots.setJoinChatResults */
export function decide(
  m: Model,
  by: number,
  chat: Chat,
  user: number,
  what: 'approved' | 'declined' | 'queued' | 'page',
): Effect {
  const request = chat.requests.get(user)
  const query = request?.query
  if (!request || query?.bot !== by) return no('QUERY_ID_INVALID')
  requireRight(m, chat, by, RIGHTS.invite)
  if (what === 'approved') {
    checkEntering(m, chat, user, { how: 'request', by })
    return () => letIn(m, chat, user, by)
  }
  return () => {
    if (what === 'declined') dropRequest(chat, user)
    if (what === 'queued') request.query = undefined
    if (what === 'page') query.page = true
  }
}
