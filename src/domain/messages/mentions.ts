import type { MessageRow } from '../../store/tables/messages.ts'
import { chatsOfAction, usersOfAction, type Action } from './action.ts'
import { parseEntities, usersOfEntities } from './entity.ts'

/**
 * Whether a message names a peer, so that it can stand for an access hash in
 * inputPeerUserFromMessage and inputPeerChannelFromMessage.
 */
export function mentions(message: MessageRow, kind: 'user' | 'channel', id: number): boolean {
  const action = message.action === null ? undefined : (JSON.parse(message.action) as Action)
  if (kind === 'user') {
    if (message.fromId === id) return true
    if (message.peerKind === 'user' && message.peerId === id) return true
    if (usersOfEntities(parseEntities(message.entities)).includes(id)) return true
    return action !== undefined && usersOfAction(action).includes(id)
  }
  if (message.peerKind === 'channel' && message.peerId === id) return true
  return action !== undefined && chatsOfAction(action).includes(id)
}
