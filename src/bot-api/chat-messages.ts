import type { MessageRow } from '../store/tables/messages.ts'
import type { KnownChat } from './chats.ts'
import type { BotApiContext } from './method.ts'

/** The message of a chat, by the number that the bot knows it by; undefined where there is none. */
export async function findMessage(
  { u, caller }: BotApiContext,
  known: KnownChat,
  id: number,
): Promise<MessageRow | undefined> {
  if (known.kind === 'shared' && known.chat.kind !== 'group') {
    return u.db.messages.find('channel', known.chat.id, id)
  }
  const peerId = known.kind === 'private' ? known.user.id : known.chat.id
  const peerKind = known.kind === 'private' ? 'user' : 'chat'
  const message = await u.db.messages.find('account', caller.id, id)
  return message?.peerKind === peerKind && message.peerId === peerId ? message : undefined
}
