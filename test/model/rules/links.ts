import {
  hasRight,
  isAdmin,
  LIMITS,
  no,
  primaryOf,
  requireCreator,
  requireRight,
  RIGHTS,
  standing,
  isIn,
  resolve,
  type Chat,
  type Effect,
  type Link,
  type Member,
  type Model,
} from '../state.ts'

/** Parameters of an export or an edit; in an edit what is absent stays. */
export interface LinkOptions {
  readonly expire?: number | undefined
  readonly limit?: number | undefined
  readonly requestNeeded?: boolean | undefined
  readonly title?: string | undefined
  readonly paid?: boolean | undefined
  readonly legacy?: boolean | undefined
}

const LIMIT_MAX = 99_999

/** The hash in the link of an answer. */
export function hashIn(invite: unknown): string {
  return /\+(.+)$/.exec((invite as { link?: string }).link ?? '')?.[1] ?? ''
}

function checkNumbers(m: Model, { expire, limit }: LinkOptions): void {
  if (expire !== undefined && expire !== 0 && expire <= m.now) no('EXPIRE_DATE_INVALID')
  if (limit !== undefined && (limit < 0 || limit > LIMIT_MAX)) no('USAGE_LIMIT_INVALID')
}

export function putLink(m: Model, chat: Chat, admin: number, link: Partial<Link>): Link {
  const limit = link.limit
  const whole: Link = {
    hash: '',
    admin,
    date: m.now,
    permanent: false,
    revoked: false,
    requestNeeded: false,
    title: undefined,
    expire: undefined,
    usage: 0,
    paid: false,
    ...link,
    limit,
    most: limit ?? Infinity,
  }
  chat.links.set(whole.hash, whole)
  return whole
}

function linksOf(chat: Chat, admin: number): Link[] {
  return [...chat.links.values()].filter((link) => link.admin === admin)
}

function oldestRevoked(chat: Chat, admin: number): Link | undefined {
  return linksOf(chat, admin)
    .filter((link) => link.revoked)
    .sort((a, b) => a.date - b.date)[0]
}

/** Revokes the primary link, in place of which another one comes. */
function replacePrimary(m: Model, chat: Chat, admin: number, hash: string, needed: boolean): void {
  const old = primaryOf(chat, admin)
  if (old) {
    old.revoked = true
    if (linksOf(chat, admin).length >= LIMITS.invitesPerAdmin) {
      const oldest = oldestRevoked(chat, admin)
      if (oldest) chat.links.delete(oldest.hash)
    }
  }
  putLink(m, chat, admin, { hash, permanent: true, requestNeeded: needed })
}

/** messages.exportChatInvite */
export function exportLink(m: Model, by: number, chat: Chat, o: LinkOptions): Effect {
  requireRight(m, chat, by, RIGHTS.invite)
  if (o.paid && chat.kind !== 'channel') no('PRICING_CHAT_INVALID')
  checkNumbers(m, o)
  const needed = o.requestNeeded ?? false
  if (o.legacy) return (answer) => replacePrimary(m, chat, by, hashIn(answer), needed)
  if (linksOf(chat, by).length >= LIMITS.invitesPerAdmin) no('INVITES_TOO_MUCH')
  return (answer) => {
    putLink(m, chat, by, {
      hash: hashIn(answer),
      requestNeeded: needed,
      title: o.title || undefined,
      expire: o.expire || undefined,
      limit: needed ? undefined : o.limit || undefined,
      paid: o.paid ?? false,
    })
  }
}

/** A link that the caller may manage. */
export function manageable(m: Model, by: number, chat: Chat, hash: string): Link {
  requireRight(m, chat, by, RIGHTS.invite)
  const link = chat.links.get(hash) ?? no('INVITE_HASH_EXPIRED')
  if (link.admin !== by) requireCreator(m, chat, by)
  return link
}

function editable(m: Model, by: number, chat: Chat, hash: string): Link {
  const link = manageable(m, by, chat, hash)
  if (link.admin !== by && m.accounts[link.admin]?.isBot) no('EDIT_BOT_INVITE_FORBIDDEN')
  if (link.revoked) no('INVITE_HASH_EXPIRED')
  return link
}

/** messages.editExportedChatInvite, to change a link */
export function editLink(m: Model, by: number, chat: Chat, hash: string, o: LinkOptions): Effect {
  const link = editable(m, by, chat, hash)
  if (link.permanent) no('CHAT_INVITE_PERMANENT')
  checkNumbers(m, o)
  return () => {
    if (o.title !== undefined) link.title = o.title || undefined
    if (link.paid) return
    if (o.expire !== undefined) link.expire = o.expire || undefined
    if (o.limit !== undefined) setLimit(link, o.limit || undefined)
    if (o.requestNeeded !== undefined) link.requestNeeded = o.requestNeeded
    if (link.requestNeeded) setLimit(link, undefined)
  }
}

/** A limit holds from now on; those who are in stay in. */
export function setLimit(link: Link, limit: number | undefined): void {
  link.limit = limit
  link.most = limit === undefined ? Infinity : Math.max(limit, link.usage)
}

/** messages.editExportedChatInvite, to revoke a link */
export function revokeLink(m: Model, by: number, chat: Chat, hash: string): Effect {
  const link = editable(m, by, chat, hash)
  const replaced = link.permanent && hasRight(standing(m, chat, link.admin), RIGHTS.invite)
  return (answer) => {
    const { _, newInvite } = answer as { _: string; newInvite?: unknown }
    if (replaced !== (_ === 'messages.exportedChatInviteReplaced')) throw new Error(`answered ${_}`)
    if (replaced) replacePrimary(m, chat, link.admin, hashIn(newInvite), link.requestNeeded)
    else link.revoked = true
  }
}

/** messages.deleteExportedChatInvite */
export function deleteLink(m: Model, by: number, chat: Chat, hash: string): Effect {
  const link = manageable(m, by, chat, hash)
  if (!link.revoked) no('INVITE_REVOKED_MISSING')
  return () => chat.links.delete(hash)
}

/** What the owner may ask of others, and admins of themselves. */
function requireAdmin(m: Model, by: number, chat: Chat, admin: number): void {
  requireRight(m, chat, by, RIGHTS.invite)
  if (admin === by) return
  requireCreator(m, chat, by)
  if (!isAdmin(chat.members.get(admin)) && linksOf(chat, admin).length === 0) no('ADMIN_ID_INVALID')
}

/** messages.deleteRevokedExportedChatInvites */
export function deleteRevoked(m: Model, by: number, chat: Chat, admin: number): Effect {
  requireAdmin(m, by, chat, admin)
  return () => {
    for (const link of linksOf(chat, admin)) if (link.revoked) chat.links.delete(link.hash)
  }
}

/** messages.getExportedChatInvites */
export function listLinks(
  m: Model,
  by: number,
  chat: Chat,
  admin: number,
  revoked: boolean,
): Effect {
  requireAdmin(m, by, chat, admin)
  return (answer) => {
    const { count, invites } = answer as { count: number; invites: unknown[] }
    const expected = linksOf(chat, admin).filter((link) => link.revoked === revoked)
    same('listed links', invites.map(hashIn).sort(), expected.map((link) => link.hash).sort())
    same('count of links', count, expected.length)
  }
}

/** messages.getExportedChatInvite */
export function getLink(m: Model, by: number, chat: Chat, hash: string): Effect {
  manageable(m, by, chat, hash)
  return (answer) => same('the link', hashIn((answer as { invite: unknown }).invite), hash)
}

/** messages.getAdminsWithInvites; `idOf` gives an account's id. */
export function listAdmins(m: Model, by: number, chat: Chat, idOf: (n: number) => number): Effect {
  requireCreator(m, chat, by)
  return (answer) => {
    const { admins } = answer as {
      admins: { adminId: number; invitesCount: number; revokedInvitesCount: number }[]
    }
    const owners = new Set([...chat.links.values()].map((link) => link.admin))
    const expected = [...owners].map((admin) => {
      const revoked = linksOf(chat, admin).filter((link) => link.revoked).length
      return [idOf(admin), linksOf(chat, admin).length - revoked, revoked]
    })
    const told = admins.map((row) => [row.adminId, row.invitesCount, row.revokedInvitesCount])
    same('admins with links', told.sort(), expected.sort())
  }
}

/** messages.getFullChat and channels.getFullChannel, which make the caller's primary link. */
export function fullChat(m: Model, by: number, chat: Chat): Effect {
  resolve(chat, by)
  const own = standing(m, chat, by)
  const visible =
    !chat.deleted && own?.status !== 'banned' && (isIn(own) || chat.username !== undefined)
  if (chat.kind !== 'group' && !visible) no('CHANNEL_PRIVATE')
  const manages = !chat.deleted && hasRight(own, RIGHTS.invite)
  return (answer) => {
    const { fullChat } = answer as {
      fullChat: { exportedInvite?: unknown; requestsPending?: number; participantsCount?: number }
    }
    const { exportedInvite, requestsPending } = fullChat
    same('has a primary link', exportedInvite !== undefined, manages)
    if (!manages) return
    const known = primaryOf(chat, by)
    const hash = hashIn(exportedInvite)
    if (known) same('the primary link', hash, known.hash)
    else putLink(m, chat, by, { hash, permanent: true, requestNeeded: chat.joinRequest })
    same('pending requests', requestsPending ?? 0, chat.requests.size)
  }
}

/** Throws where what was answered differs from what was expected. */
export function same(what: string, got: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(got), JSON.stringify(expected)]
  if (a !== b) throw new Error(`${what}: ${a}, where ${b} was expected`)
}

/** messages.getChatInviteImporters, of one link or of all that the caller may look into */
export function listImporters(
  m: Model,
  by: number,
  chat: Chat,
  hash: string | undefined,
  requested: boolean,
  idOf: (n: number) => number,
): Effect {
  requireRight(m, chat, by, RIGHTS.invite)
  if (hash !== undefined) manageable(m, by, chat, hash)
  const mine = ({ link, asked }: Member): boolean => {
    if (hash !== undefined) return link === hash
    if (link === undefined || chat.creator === by) return asked || link !== undefined
    return chat.links.get(link)?.admin === by
  }
  const asking = [...chat.requests.values()].filter(
    ({ link }) => hash === undefined || link === hash,
  )
  const members = [...chat.members].filter(([, one]) => isIn(one) && mine(one))
  const users = requested ? asking.map(({ user }) => user) : members.map(([user]) => user)
  return (answer) => {
    const { count, importers } = answer as { count: number; importers: { userId: number }[] }
    const told = importers.map((one) => one.userId)
    same('importers', told.sort(), users.map(idOf).sort())
    same('count of importers', count, users.length)
  }
}
