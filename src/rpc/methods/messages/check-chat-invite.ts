import { findInvite, knownMembers } from '../../../domain/invites/check.ts'
import { Encoder } from '../../encode/encoder.ts'
import { encodeInvitePreview } from '../../encode/invite.ts'
import { method } from '../../method.ts'

/** messages.checkChatInvite: https://core.telegram.org/method/messages.checkChatInvite */
export const checkChatInvite = method(
  'messages.checkChatInvite',
  async ({ u, caller }, { hash }) => {
    const e = new Encoder(u, caller)
    const { invite, chat, already } = await findInvite(u, caller, hash)
    if (already) return { _: 'chatInviteAlready', chat: await e.encodeChat(chat) }
    e.usersOf(await knownMembers(u, caller, chat))
    return encodeInvitePreview(chat, invite, await e.users())
  },
)
