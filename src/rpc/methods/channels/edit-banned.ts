import { editBanned as editBannedRule } from '../../../domain/members/ban.ts'
import { bannedRightsMask } from '../../decode/rights.ts'
import { inputChannel, inputPeer } from '../../decode/peer.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** channels.editBanned: https://core.telegram.org/method/channels.editBanned */
export const editBanned = method(
  'channels.editBanned',
  async ({ u, caller }, { channel, participant, bannedRights: rights }) => {
    await editBannedRule(
      u,
      caller,
      inputChannel(channel),
      inputPeer(participant),
      bannedRightsMask(rights),
      rights.untilDate,
    )
    return encodeUpdates(u, caller)
  },
)
