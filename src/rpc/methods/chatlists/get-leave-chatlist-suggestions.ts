import { leaveSuggestions } from '../../../domain/chatlists/leave.ts'
import { encodePeers } from '../../encode/chatlist.ts'
import { Encoder } from '../../encode/encoder.ts'
import { method } from '../../method.ts'

/** chatlists.getLeaveChatlistSuggestions: https://core.telegram.org/method/chatlists.getLeaveChatlistSuggestions */
export const getLeaveChatlistSuggestions = method(
  'chatlists.getLeaveChatlistSuggestions',
  async ({ u, caller }, { chatlist }) =>
    encodePeers(new Encoder(u, caller), await leaveSuggestions(u, caller, chatlist.filterId)),
)
