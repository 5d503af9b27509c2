import { editDefaultBannedRights } from '../../../domain/chats/edit.ts'
import { bannedRightsMask } from '../../decode/rights.ts'
import { inputPeer } from '../../decode/peer.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** messages.editChatDefaultBannedRights: https://core.telegram.org/method/messages.editChatDefaultBannedRights */
export const editChatDefaultBannedRights = method(
  'messages.editChatDefaultBannedRights',
  async ({ u, caller }, { peer, bannedRights: rights }) => {
    await editDefaultBannedRights(
      u,
      caller,
      inputPeer(peer),
      bannedRightsMask(rights),
      rights.untilDate,
    )
    return encodeUpdates(u, caller)
  },
)
