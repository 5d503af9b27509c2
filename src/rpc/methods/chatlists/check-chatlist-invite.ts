import { checkChatlist } from '../../../domain/chatlists/check.ts'
import { encodeCheckedChatlist } from '../../encode/chatlist.ts'
import { Encoder } from '../../encode/encoder.ts'
import { method } from '../../method.ts'

/** chatlists.checkChatlistInvite: https://core.telegram.org/method/chatlists.checkChatlistInvite */
export const checkChatlistInvite = method(
  'chatlists.checkChatlistInvite',
  async ({ u, caller }, { slug }) =>
    encodeCheckedChatlist(new Encoder(u, caller), await checkChatlist(u, caller, slug)),
)
