import { checkInvite } from '../../../domain/invites/check.ts'
import { Encoder } from '../../encode/encoder.ts'
import { encodeCheckedInvite } from '../../encode/invite.ts'
import { method } from '../../method.ts'

/** messages.checkChatInvite: https://core.telegram.org/method/messages.checkChatInvite */
export const checkChatInvite = method('messages.checkChatInvite', async ({ u, caller }, { hash }) =>
  encodeCheckedInvite(new Encoder(u, caller), await checkInvite(u, caller, hash)),
)
