import { requestBehindChat } from '../../domain/join-requests/contact.ts'
import type { PeerSettings } from '../../tl/generated/base.ts'
import type { Encoder } from './encoder.ts'

/**
 * What a client shows above a private chat: whether the other side is an admin of a chat that the viewer
 * asked to join (https://core.telegram.org/constructor/peerSettings).
 */
export async function encodePeerSettings(e: Encoder, userId: number): Promise<PeerSettings> {
  const behind = await requestBehindChat(e.u, e.viewer, userId)
  return {
    _: 'peerSettings',
    requestChatBroadcast: behind?.chat.kind === 'channel',
    requestChatTitle: behind?.chat.title,
    requestChatDate: behind?.request.date,
  }
}
