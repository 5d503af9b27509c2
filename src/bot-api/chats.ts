import { hasMet } from '../domain/accounts/met.ts'
import { hasAdminRight, isPresent, type AdminRight } from '../domain/chats/rights.ts'
import { chatAsInput, standing, type InputPeer } from '../domain/peers.ts'
import type { ChatRow, MemberRow } from '../store/tables/chats.ts'
import type { UserRow } from '../store/tables/users.ts'
import { unmark } from '../core/chat-ids.ts'
import { badRequest, forbidden, groupUpgraded } from './errors.ts'
import type { BotApiContext } from './method.ts'
import { leadingInteger } from './params.ts'

/** A chat of any kind but private, and how the bot stands to it. */
export interface SharedChat {
  readonly kind: 'shared'
  readonly chat: ChatRow
  /** Undefined where the bot never was. */
  readonly member: MemberRow | undefined
}

/** A chat that the bot knows. */
export type KnownChat = { readonly kind: 'private'; readonly user: UserRow } | SharedChat

/**
 * What a method needs: `read` is enough to be told of a chat, `readMembers` to be told who is in it,
 * `write` to do something there.
 */
export type Access = 'read' | 'readMembers' | 'write'

/**
 * The chat that `chat_id` names, if the bot knows it and has the access.
 *
 * A bot knows itself, those whom it met (domain/accounts/met.ts), the chats that it is or was in, and public
 * chats and bots by their username.
 *
 * @throws BotApiError with the text of the first row of spec 6.2, 3 to 6, that holds
 */
export async function openChat(
  ctx: BotApiContext,
  chatId: string,
  access: Access,
): Promise<KnownChat> {
  if (chatId === '') throw badRequest('chat_id is empty')
  const known = await findChat(ctx, chatId)
  if (!known) throw badRequest('chat not found')
  checkAccess(known, access)
  return known
}

/** The same chat as the domain's functions take it. */
export function inputPeerOf({ u, caller }: BotApiContext, { chat }: SharedChat): InputPeer {
  return chatAsInput(u, caller, chat)
}

/** Refuses private chats where invite links are concerned (spec 6.2 row 7). @throws BotApiError 400 */
export function requireShared(known: KnownChat): SharedChat {
  if (known.kind === 'private') throw badRequest("can't invite members to a private chat")
  return known
}

/** Refuses private chats, by whatever words a method has for that. @throws BotApiError 400 */
export function sharedOr(known: KnownChat, refusal: string): SharedChat {
  if (known.kind === 'private') throw badRequest(refusal)
  return known
}

/**
 * Refuses bots without the right to invite, before the domain does it by another name (spec 6.2 row 9).
 * @throws BotApiError 400
 */
export function requireInviteRight(shared: SharedChat): void {
  requireRight(shared, 'inviteUsers', 'not enough rights to manage chat invite link')
}

/**
 * Refuses bots without an admin right in TDLib's words, before the domain does it by another name. A
 * monoforum is left to the domain, whose error for it is the one to be told.
 *
 * @throws BotApiError 400
 */
export function requireRight({ chat, member }: SharedChat, right: AdminRight, text: string): void {
  if (chat.kind !== 'monoforum' && !hasAdminRight(member, right)) throw badRequest(text)
}

/** Refuses chats that are no supergroups or channels. @throws BotApiError 400 */
export function requireChannelOrSupergroup(known: KnownChat): SharedChat {
  if (known.kind === 'private' || known.chat.kind === 'group') {
    throw badRequest('method is available for supergroup and channel chats only')
  }
  return known
}

/** An account as the domain's functions take it: by its bare id, which is enough where the bot met it. */
export function inputUserOf(userId: number): InputPeer {
  return { kind: 'user', userId, accessHash: 0n }
}

async function findChat(ctx: BotApiContext, chatId: string): Promise<KnownChat | undefined> {
  const { u, caller } = ctx
  if (chatId.startsWith('@')) return findPublicChat(ctx, chatId.slice(1))
  const named = unmark(leadingInteger(chatId))
  if (!named) return undefined
  if (named.kind === 'user') {
    const user = await u.db.users.byId(named.id)
    return user && (await hasMet(u, caller, user.id)) ? { kind: 'private', user } : undefined
  }
  const chat = await u.db.chats.byId(named.id)
  if (!chat || (chat.kind === 'group') !== (named.kind === 'group')) return undefined
  const member = await standing(u, chat, caller.id)
  return member && { kind: 'shared', chat, member }
}

/**
 * Dots in a username and blanks around it are overlooked (td misc.cpp clean_username). People are no chats by
 * their username, bots are (Client.cpp TdOnCheckChatCallback).
 */
async function findPublicChat(
  { u, caller }: BotApiContext,
  username: string,
): Promise<KnownChat | undefined> {
  const holder = await u.db.usernames.find(username.replaceAll('.', '').trim())
  if (holder?.kind === 'user') {
    const user = await u.db.users.byId(holder.id)
    return user?.isBot ? { kind: 'private', user } : undefined
  }
  const chat = holder && (await u.db.chats.byId(holder.id))
  return chat && { kind: 'shared', chat, member: await standing(u, chat, caller.id) }
}

function checkAccess(known: KnownChat, access: Access): void {
  if (known.kind === 'private') {
    if (known.user.deleted && access === 'write') throw forbidden('user is deactivated')
  } else if (known.chat.kind === 'group') {
    // A basic group that is gone, or that the bot left, can still be looked at but for its members.
    if (access !== 'read') checkGroupAccess(known)
  } else {
    checkChannelAccess(known, access)
  }
}

function checkGroupAccess({ chat, member }: SharedChat): void {
  if (chat.deleted) {
    if (chat.migratedTo !== null) throw groupUpgraded(chat.migratedTo)
    throw forbidden('the group chat was deleted')
  }
  if (member?.status === 'banned') throw forbidden('bot was kicked from the group chat')
  if (!isPresent(member)) throw forbidden('bot is not a member of the group chat')
}

function checkChannelAccess({ chat, member }: SharedChat, access: Access): void {
  const name = chat.kind === 'channel' ? 'channel' : 'supergroup'
  // To everybody who was in it, a chat that is gone looks as if they had been thrown out.
  if (chat.deleted || member?.status === 'banned')
    throw forbidden(`bot was kicked from the ${name} chat`)
  const open = chat.username !== null && access !== 'write'
  if (!isPresent(member) && !open) throw forbidden(`bot is not a member of the ${name} chat`)
}
