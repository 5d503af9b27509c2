import { importInvite } from '../../../domain/invites/import.ts'
import { encodeJoin } from '../../encode/join.ts'
import { method } from '../../method.ts'

/**
 * messages.importChatInvite: https://core.telegram.org/method/messages.importChatInvite
 *
 * The newest layer's answer wraps the Updates; below layer 227 they stand alone (tl/conversions.ts).
 */
export const importChatInvite = method(
  'messages.importChatInvite',
  async ({ u, caller }, { hash }) => {
    const chat = await importInvite(u, caller, hash)
    return { _: 'messages.chatInviteJoinResultOk', updates: await encodeJoin(u, caller, chat) }
  },
)
