import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import type { InviteRow } from '../../store/tables/invites.ts'
import { isPresent } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { isShutOut } from '../members/join.ts'
import { checkInviteGuesses, noteInviteGuess } from '../flood/invite-guesses.ts'
import { standing } from '../peers.ts'
import { INVITE_CHOICES } from './choices.ts'
import { isInviteHash } from './hash.ts'
import { openPeek } from './peek.ts'

/** A link that leads somewhere, as one account finds it. */
export interface FoundInvite {
  readonly invite: InviteRow
  readonly chat: ChatRow
  /** Where the account is in the chat, or was; undefined of somebody who never was there. */
  readonly member: MemberRow | undefined
  /** Whether the account is in the chat already. */
  readonly already: boolean
}

/** What an account learns of a link before it joins. */
export type CheckedInvite =
  | { readonly kind: 'already'; readonly chat: ChatRow }
  /** It may look into the chat until then, in unix seconds. */
  | { readonly kind: 'peek'; readonly chat: ChatRow; readonly expiresAt: number }
  | {
      readonly kind: 'preview'
      readonly chat: ChatRow
      readonly invite: InviteRow
      /** Some members whom the account knows. */
      readonly known: readonly number[]
    }

/** Members that a preview shows at most. [INF]: clients draw a handful. */
const PREVIEW_MEMBERS = 5

/**
 * What a link leads to (https://core.telegram.org/method/messages.checkChatInvite; spec section 2.7).
 *
 * @throws as `findInvite`
 */
export async function checkInvite(u: Unit, caller: Caller, hash: string): Promise<CheckedInvite> {
  const found = await findInvite(u, caller, hash)
  const { chat, invite } = found
  if (found.already) return { kind: 'already', chat }
  const expiresAt = await openPeek(u, caller, chat, invite)
  if (expiresAt !== undefined) return { kind: 'peek', chat, expiresAt }
  return { kind: 'preview', chat, invite, known: await knownMembers(u, caller, chat) }
}

/**
 * Finds what a hash leads to for the caller, the first part of messages.checkChatInvite and
 * messages.importChatInvite (spec section 2.7). Somebody who is in the chat finds it also by a link
 * that is no longer in force.
 *
 * @throws INVITE_HASH_EMPTY, INVITE_HASH_INVALID for what is no hash
 * @throws INVITE_HASH_EXPIRED for a link that is unknown, revoked, expired or used up, for a chat that
 *   is gone, and for an account that is banned from it
 * @throws FLOOD_WAIT_%d (420) after `inviteGuesses` hashes of no link at all
 */
export async function findInvite(u: Unit, caller: Caller, hash: string): Promise<FoundInvite> {
  if (hash === '') throw rpcError('INVITE_HASH_EMPTY')
  if (!isInviteHash(hash)) throw rpcError('INVITE_HASH_INVALID')
  checkInviteGuesses(u, caller)
  const invite = await u.db.invites.byHash(hash)
  if (!invite) {
    noteInviteGuess(u, caller)
    throw expired('no such link')
  }
  const chat = await u.db.chats.byId(invite.chatId)
  if (!chat || chat.deleted) throw expired('the chat is gone')
  const member = await standing(u, chat, caller.id)
  if (isShutOut(chat, member)) throw expired('the account is banned from the chat')
  const already = isPresent(member)
  if (!already) {
    const reason = whyNotInForce(u, invite)
    if (reason !== undefined) throw expired(reason)
  }
  return { invite, chat, member, already }
}

/** Why a link admits nobody now, undefined while it does. */
export function whyNotInForce(u: Unit, invite: InviteRow): string | undefined {
  if (invite.revoked) return 'the link is revoked'
  if (invite.expireDate !== null && invite.expireDate <= u.now)
    return `the link expired at ${invite.expireDate}`
  if (invite.usageLimit !== null && invite.usage >= invite.usageLimit) return 'the link is used up'
  return undefined
}

/** Members of the chat whom the caller has among their contacts: the preview's faces. */
async function knownMembers(u: Unit, caller: Caller, chat: ChatRow): Promise<number[]> {
  const query = { of: 'contacts', search: '', viewerId: caller.id, now: u.now } as const
  const members = await u.db.participants.page(chat.id, query, PREVIEW_MEMBERS, 0)
  return members.map((member) => member.userId)
}

function expired(reason: string): Error {
  return rpcError(INVITE_CHOICES.hashExpired, { reason })
}
