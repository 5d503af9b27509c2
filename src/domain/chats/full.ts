import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import type { InviteRow } from '../../store/tables/invites.ts'
import type { Caller, Unit } from '../context.ts'
import { managesInvites, ownPrimary } from '../invites/primary.ts'
import { pendingRequests, type PendingRequests } from '../join-requests/pending.ts'
import { resolveChannel, resolveChat, standing, type InputPeer } from '../peers.ts'
import { isAdmin, requireVisible } from './access.ts'
import { isPresent } from './rights.ts'

/** A chat with everything that its own page shows, as one account may know it. */
export interface FullChat {
  readonly chat: ChatRow
  readonly own: MemberRow | undefined
  /** The caller's own primary link; absent without the right to invite (spec section 2.2). */
  readonly invite: InviteRow | undefined
  /** Join requests that wait; absent without the right. */
  readonly requests: PendingRequests | undefined
  /** Bots in the chat; those of a basic group are told to its members only. */
  readonly bots: readonly number[]
}

/** A full channel or supergroup. */
export interface FullChannel extends FullChat {
  /** For admins only. */
  readonly counts:
    { readonly admins: number; readonly kicked: number; readonly restricted: number } | undefined
  readonly readInbox: number
  readonly readOutbox: number
  readonly unread: number
  /** The basic group that the caller was in before it was migrated, and his last message there. */
  readonly migratedFrom: { readonly chatId: number; readonly maxId: number } | undefined
}

/**
 * A basic group (https://core.telegram.org/method/messages.getFullChat). The caller's primary link is
 * made here if he has none yet.
 *
 * @throws CHAT_ID_INVALID for a group that the caller never was in
 */
export async function getFullChat(u: Unit, caller: Caller, chatId: number): Promise<FullChat> {
  return fullChat(u, await resolveChat(u, caller, { kind: 'chat', chatId }), caller)
}

/**
 * A channel, a supergroup or a monoforum
 * (https://core.telegram.org/method/channels.getFullChannel). The caller's primary link is made here if
 * he has none yet.
 *
 * @throws CHANNEL_INVALID, CHANNEL_PRIVATE
 */
export async function getFullChannel(
  u: Unit,
  caller: Caller,
  input: InputPeer,
): Promise<FullChannel> {
  const chat = await resolveChannel(u, caller, input)
  await requireVisible(u, caller, chat)
  const full = await fullChat(u, chat, caller)
  const { readInbox = 0, readOutbox = 0 } =
    (await u.db.messages.dialog(caller.id, 'channel', chat.id)) ?? {}
  const inside = isPresent(full.own)
  const key = { boxKind: 'channel', boxId: chat.id, peerKind: 'channel', peerId: chat.id } as const
  return {
    ...full,
    counts: isAdmin(full.own) ? await counts(u, chat, caller) : undefined,
    readInbox: inside ? readInbox : chat.lastMessageId,
    readOutbox,
    unread: inside ? await u.db.history.unread(key, readInbox, caller.id) : 0,
    migratedFrom: await migratedFrom(u, chat, caller),
  }
}

async function fullChat(u: Unit, chat: ChatRow, caller: Caller): Promise<FullChat> {
  const own = await standing(u, chat, caller.id)
  return {
    chat,
    own,
    invite: await ownPrimary(u, chat, own),
    requests: managesInvites(chat, own) ? await pendingRequests(u, chat) : undefined,
    bots: chat.kind === 'group' && !isPresent(own) ? [] : await botsOf(u, chat),
  }
}

async function botsOf(u: Unit, chat: ChatRow): Promise<number[]> {
  return (await u.db.audience.bots(chat.id)).map((row) => row.userId)
}

async function counts(u: Unit, chat: ChatRow, caller: Caller) {
  const count = (of: 'kicked' | 'restricted') =>
    u.db.participants.count(chat.id, { of, search: '', viewerId: caller.id, now: u.now })
  return {
    admins: await u.db.members.countWithStatus(chat.id, ['creator', 'admin']),
    kicked: await count('kicked'),
    restricted: await count('restricted'),
  }
}

async function migratedFrom(u: Unit, chat: ChatRow, caller: Caller) {
  if (chat.migratedFrom === null) return undefined
  if (!(await u.db.members.find(chat.migratedFrom, caller.id))) return undefined
  const dialog = await u.db.messages.dialog(caller.id, 'chat', chat.migratedFrom)
  return { chatId: chat.migratedFrom, maxId: dialog?.topMessage ?? 0 }
}
