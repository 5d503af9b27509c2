import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { Caller, Unit } from '../context.ts'
import { resolvePeer, resolveUser, type InputPeer } from '../peers.ts'

/** Scopes that name no chat. */
export const SIMPLE_SCOPES = [
  'default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators',
] as const // prettier-ignore
type SimpleScope = (typeof SIMPLE_SCOPES)[number]

/**
 * Whom a list of commands is for. `chatId` is a person's id, or that of a group, negative.
 *
 * Source: https://core.telegram.org/type/BotCommandScope
 */
export type CommandScope =
  | { readonly kind: SimpleScope }
  | { readonly kind: 'chat' | 'chat_administrators'; readonly chatId: number }
  | { readonly kind: 'chat_member'; readonly chatId: number; readonly userId: number }

/** A scope as a client names it. */
export type GivenScope =
  | { readonly kind: SimpleScope }
  | { readonly kind: 'chat' | 'chat_administrators'; readonly peer: InputPeer }
  | { readonly kind: 'chat_member'; readonly peer: InputPeer; readonly user: InputPeer }

/**
 * The scope that a client names. Only groups have administrators and members, and channels have no
 * commands at all.
 *
 * @throws PEER_ID_INVALID for another kind of chat, and as `resolvePeer`; USER_ID_INVALID
 */
export async function resolveScope(
  u: Unit,
  caller: Caller,
  given: GivenScope,
): Promise<CommandScope> {
  if (!('peer' in given)) return given
  const peer = await resolvePeer(u, caller, given.peer)
  if (peer.kind === 'user') {
    if (given.kind === 'chat') return { kind: 'chat', chatId: peer.user.id }
    throw rpcError('PEER_ID_INVALID', { reason: `a private chat has no ${given.kind}` })
  }
  if (peer.chat.kind === 'channel') {
    throw rpcError('PEER_ID_INVALID', { reason: 'a channel has no commands' })
  }
  const chatId = -peer.chat.id
  if (given.kind !== 'chat_member') return { kind: given.kind, chatId }
  return { kind: given.kind, chatId, userId: (await resolveUser(u, caller, given.user)).id }
}

/**
 * The scopes whose commands somebody may be shown, the one that decides first.
 *
 * @param chat the group where that is; undefined for the private chat with the bot
 * @param isAdmin whether they are an administrator there
 * Source: https://core.telegram.org/bots/api#determining-list-of-commands
 */
export function scopesFor(
  userId: number,
  chat: ChatRow | undefined,
  isAdmin: boolean,
): CommandScope[] {
  const last = { kind: 'default' } as const
  if (!chat) return [{ kind: 'chat', chatId: userId }, { kind: 'all_private_chats' }, last]
  const chatId = -chat.id
  const scopes: CommandScope[] = [
    { kind: 'chat_member', chatId, userId },
    { kind: 'chat_administrators', chatId },
    { kind: 'chat', chatId },
    { kind: 'all_chat_administrators' },
    { kind: 'all_group_chats' },
    last,
  ]
  return scopes.filter(({ kind }) => isAdmin || !kind.endsWith('_administrators'))
}

/** How a scope is stored. */
export function keyOfScope(scope: CommandScope): string {
  if (!('chatId' in scope)) return scope.kind
  const chat = `${scope.kind}:${scope.chatId}`
  return scope.kind === 'chat_member' ? `${chat}:${scope.userId}` : chat
}
