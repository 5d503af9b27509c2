import { editChatlistInvite } from '../../../domain/chatlists/links.ts'
import { inputPeer } from '../../decode/peer.ts'
import { encodeChatlistInvite } from '../../encode/chatlist.ts'
import { Encoder } from '../../encode/encoder.ts'
import { method } from '../../method.ts'

/** chatlists.editExportedInvite: https://core.telegram.org/method/chatlists.editExportedInvite */
export const editExportedInvite = method(
  'chatlists.editExportedInvite',
  async ({ u, caller }, { chatlist, slug, title, peers }) => {
    const change = { title, peers: peers?.map(inputPeer) }
    const invite = await editChatlistInvite(u, caller, chatlist.filterId, slug, change)
    return encodeChatlistInvite(new Encoder(u, caller), invite)
  },
)
