import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import { logAdminEvent } from '../admin-log/log.ts'
import type { Caller, Unit } from '../context.ts'
import { resolveChannel, resolveChat, type InputPeer } from '../peers.ts'
import { tellAccount, tellChannel } from '../updates/log.ts'
import { requireRight } from './access.ts'
import { wholeBannedRights } from './banned-rights.ts'
import { cleanAbout, cleanTitle } from './create.ts'
import { BANNED_RIGHTS } from './rights.ts'
import { postService } from './service-message.ts'

/** until_date of default rights, which have no end: TDLib writes the one, other clients the other. */
const NO_END = [0, 2_147_483_647]

/**
 * Renames a chat of any kind (https://core.telegram.org/method/messages.editChatTitle,
 * https://core.telegram.org/method/channels.editTitle).
 *
 * @throws CHAT_TITLE_EMPTY, CHAT_NOT_MODIFIED, CHAT_ADMIN_REQUIRED, CHAT_ID_INVALID, CHANNEL_PRIVATE
 */
export async function editTitle(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  title: string,
): Promise<void> {
  const chat = await resolveChat(u, caller, input)
  const options = { everybody: 'changeInfo', gone: 'CHAT_ID_INVALID' } as const
  await requireRight(u, caller, chat, 'changeInfo', options)
  const clean = cleanTitle(u, title)
  if (clean === chat.title) throw rpcError('CHAT_NOT_MODIFIED')
  await u.db.chats.update(chat.id, { title: clean })
  const change = { kind: 'changeTitle', prev: chat.title, next: clean } as const
  await logAdminEvent(u, chat, caller.id, change)
  await postService(u, chat, caller.id, { kind: 'chatEditTitle', title: clean })
}

/**
 * Changes the description (https://core.telegram.org/method/messages.editChatAbout).
 *
 * @throws CHAT_ABOUT_TOO_LONG, CHAT_ABOUT_NOT_MODIFIED, CHAT_ADMIN_REQUIRED, CHAT_WRITE_FORBIDDEN,
 *   CHANNEL_PRIVATE
 */
export async function editAbout(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  about: string,
): Promise<void> {
  const chat = await resolveChat(u, caller, input)
  await requireRight(u, caller, chat, 'changeInfo', { everybody: 'changeInfo' })
  const clean = cleanAbout(u, about)
  if (clean === chat.about) throw rpcError('CHAT_ABOUT_NOT_MODIFIED')
  await u.db.chats.update(chat.id, { about: clean })
  const change = { kind: 'changeAbout', prev: chat.about, next: clean } as const
  await logAdminEvent(u, chat, caller.id, change)
  await tellChat(u, chat)
}

/**
 * Changes what everybody may do in a group
 * (https://core.telegram.org/method/messages.editChatDefaultBannedRights).
 *
 * @param wanted bits of chatBannedRights; they are whole from then on (`wholeBannedRights`)
 * @throws PEER_ID_INVALID for a broadcast channel, BANNED_RIGHTS_INVALID where reading is forbidden,
 *   UNTIL_DATE_INVALID, CHAT_NOT_MODIFIED, CHAT_ADMIN_REQUIRED, CHAT_WRITE_FORBIDDEN, CHANNEL_PRIVATE
 */
export async function editDefaultBannedRights(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  wanted: number,
  untilDate: number,
): Promise<void> {
  const mask = wholeBannedRights(wanted)
  const chat = await resolveChat(u, caller, input)
  await requireRight(u, caller, chat, 'banUsers')
  if (chat.kind === 'channel') {
    throw rpcError('PEER_ID_INVALID', { reason: 'subscribers of a channel have no rights to take' })
  }
  if ((mask >> BANNED_RIGHTS.viewMessages) & 1) throw rpcError('BANNED_RIGHTS_INVALID')
  if (!NO_END.includes(untilDate)) throw rpcError('UNTIL_DATE_INVALID')
  if (mask === chat.defaultBannedRights) throw rpcError('CHAT_NOT_MODIFIED')
  await u.db.chats.update(chat.id, { defaultBannedRights: mask })
  const prev = chat.defaultBannedRights
  await logAdminEvent(u, chat, caller.id, { kind: 'defaultBannedRights', prev, next: mask })
  if (chat.kind === 'group') await u.db.chats.bumpVersion(chat.id)
  await tellChat(u, chat)
}

/**
 * Whether posts of a channel show who wrote them
 * (https://core.telegram.org/method/channels.toggleSignatures).
 *
 * @throws CHAT_ID_INVALID for a supergroup, CHAT_NOT_MODIFIED, CHAT_ADMIN_REQUIRED, CHANNEL_PRIVATE
 */
export async function toggleSignatures(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  enabled: boolean,
): Promise<void> {
  const chat = await resolveChannel(u, caller, input)
  await requireRight(u, caller, chat, 'changeInfo')
  if (chat.kind !== 'channel') {
    throw rpcError('CHAT_ID_INVALID', { reason: `signatures are for channels, not a ${chat.kind}` })
  }
  const signatures = enabled ? 1 : 0
  if (signatures === chat.signatures) throw rpcError('CHAT_NOT_MODIFIED')
  await u.db.chats.update(chat.id, { signatures })
  await logAdminEvent(u, chat, caller.id, { kind: 'toggleSignatures', on: enabled })
  await tellChat(u, chat)
}

/** Tells everybody in a chat that it changed; clients then take its new form from the update's `chats`. */
export async function tellChat(u: Unit, chat: ChatRow): Promise<void> {
  if (chat.kind !== 'group') {
    await tellChannel(u, chat.id, { kind: 'channel', channelId: chat.id }, 0)
    return
  }
  for (const id of await u.db.members.presentIds(chat.id)) {
    await tellAccount(u, id, { kind: 'chat', chatId: chat.id }, 0)
  }
}
