import { hasAdminRight } from '../../domain/chats/rights.ts'
import { pendingRequests } from '../../domain/join-requests/pending.ts'
import { standing } from '../../domain/peers.ts'
import type { JoinDecision, JoinRequested, Update } from '../../domain/updates/update.ts'
import type {
  ChatInviteExported,
  TypeJoinChatBotResult,
  TypeUpdate,
} from '../../tl/generated/base.ts'
import type { Encoder } from './encoder.ts'
import { encodeInvite } from './invite.ts'

/**
 * A link as somebody hears of it who may not use it: cut short unless they made it (spec section
 * 6.4). Undefined for one that was deleted.
 */
export async function encodeSeenInvite(
  e: Encoder,
  inviteId: number,
): Promise<ChatInviteExported | undefined> {
  const invite = await e.u.db.invites.byId(inviteId)
  if (!invite) return undefined
  e.user(invite.adminId)
  return encodeInvite(invite, !e.isViewer(invite.adminId))
}

/**
 * How many ask to join, as it is now; undefined for somebody who may not answer them, such as an admin who
 * lost the right since (https://core.telegram.org/constructor/updatePendingJoinRequests).
 */
export async function encodePendingRequests(
  e: Encoder,
  chatId: number,
): Promise<TypeUpdate | undefined> {
  const chat = await e.u.db.chats.byId(chatId)
  const own = chat && !chat.deleted ? await standing(e.u, chat, e.viewer.id) : undefined
  if (!chat || !hasAdminRight(own, 'inviteUsers')) return undefined
  const { pending, recent } = await pendingRequests(e.u, chat)
  e.usersOf(recent)
  return {
    _: 'updatePendingJoinRequests',
    peer: e.peerChat(chat),
    requestsPending: pending,
    recentRequesters: [...recent],
  }
}

/**
 * A request to join as bots hear it. The invite is mandatory: a request without a link has the sign of
 * a public group instead, and so has one whose link was deleted since
 * (https://core.telegram.org/constructor/updateBotChatInviteRequester; spec section 5.3).
 */
export async function encodeJoinRequested(
  e: Encoder,
  request: JoinRequested,
  qts: number,
): Promise<TypeUpdate | undefined> {
  const { chatId, userId, date, about, inviteId, queryId } = request
  const chat = await e.u.db.chats.byId(chatId)
  if (!chat) return undefined
  const invite = inviteId === null ? undefined : await encodeSeenInvite(e, inviteId)
  return {
    _: 'updateBotChatInviteRequester',
    peer: e.peerChat(chat),
    date,
    userId: e.user(userId),
    about,
    invite: invite ?? { _: 'chatInvitePublicJoinRequests' },
    qts,
    queryId: queryId === null ? undefined : BigInt(queryId),
  }
}

/** What came of a request for which a guard bot had opened its page (spec section 5.4). */
export async function encodeJoinDecision(
  e: Encoder,
  { chatId, queryId, decision }: Update & { kind: 'joinDecision' },
): Promise<TypeUpdate | undefined> {
  const chat = await e.u.db.chats.byId(chatId)
  return (
    chat && {
      _: 'updateJoinChatWebViewDecision',
      peer: e.peerChat(chat),
      queryId: BigInt(queryId),
      result: { _: RESULTS[decision] },
    }
  )
}

const RESULTS = {
  approved: 'joinChatBotResultApproved',
  declined: 'joinChatBotResultDeclined',
  queued: 'joinChatBotResultQueued',
} as const satisfies Record<JoinDecision, TypeJoinChatBotResult['_']>
