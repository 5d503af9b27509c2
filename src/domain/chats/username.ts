import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import { isUsername, takeUsername } from '../accounts/username.ts'
import { logAdminEvent } from '../admin-log/log.ts'
import type { Caller, Unit } from '../context.ts'
import { resolveChannel, type InputPeer } from '../peers.ts'
import { requireCreator } from './access.ts'
import { tellChat } from './edit.ts'

/**
 * Gives a channel or supergroup a public name, or takes it away with ''
 * (https://core.telegram.org/method/channels.updateUsername).
 *
 * @throws USERNAME_INVALID, USERNAME_OCCUPIED, USERNAME_NOT_MODIFIED, CHANNELS_ADMIN_PUBLIC_TOO_MUCH,
 *   CHAT_ADMIN_REQUIRED, CHANNEL_PRIVATE
 */
export async function updateChatUsername(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  username: string,
): Promise<void> {
  const chat = await resolveChannel(u, caller, input)
  await requireCreator(u, caller, chat)
  const prev = chat.username ?? ''
  if (username === prev) throw rpcError('USERNAME_NOT_MODIFIED')
  if (username === '') {
    await releaseUsername(u, chat)
  } else {
    if (!isUsername(username)) throw rpcError('USERNAME_INVALID')
    if (chat.username === null) await checkPublicCount(u, caller.id)
    await rename(u, chat, username)
  }
  await logAdminEvent(u, chat, caller.id, { kind: 'changeUsername', prev, next: username })
  await tellChat(u, chat)
}

/**
 * Whether a channel or supergroup may take a name
 * (https://core.telegram.org/method/channels.checkUsername). Clients ask with an empty channel for one
 * that they are about to make.
 *
 * @throws as `updateChatUsername`
 */
export async function checkChatUsername(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  username: string,
): Promise<void> {
  const chat = input.kind === 'empty' ? undefined : await resolveChannel(u, caller, input)
  if (chat) await requireCreator(u, caller, chat)
  if (!isUsername(username)) throw rpcError('USERNAME_INVALID')
  const holder = await u.db.usernames.find(username)
  const own = holder?.kind === 'chat' && holder.id === chat?.id
  if (holder && !own) throw rpcError('USERNAME_OCCUPIED')
  if (!chat?.username) await checkPublicCount(u, caller.id)
}

/** @throws CHANNELS_ADMIN_PUBLIC_TOO_MUCH for an account that has made all the public chats it may */
export async function checkPublicCount(u: Unit, creatorId: number): Promise<void> {
  if ((await u.db.chats.publicOf(creatorId)).length >= u.limits.publicChannelsPerUser) {
    throw rpcError('CHANNELS_ADMIN_PUBLIC_TOO_MUCH')
  }
}

/** Makes a chat private; the name is free for others at once. */
export async function releaseUsername(u: Unit, chat: ChatRow): Promise<void> {
  if (chat.username === null) return
  await u.db.usernames.release(chat.username)
  await u.db.chats.update(chat.id, { username: null })
  chat.username = null
}

async function rename(u: Unit, chat: ChatRow, username: string): Promise<void> {
  // Only the case changes: the name space already holds it for this chat.
  if (username.toLowerCase() !== chat.username?.toLowerCase()) {
    await takeUsername(u, username, 'chat', chat.id)
    if (chat.username !== null) await u.db.usernames.release(chat.username)
  }
  await u.db.chats.update(chat.id, { username })
  chat.username = username
}
