import { toggleSignatures as toggleSignaturesRule } from '../../../domain/chats/edit.ts'
import { inputChannel } from '../../decode/peer.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** channels.toggleSignatures: https://core.telegram.org/method/channels.toggleSignatures */
export const toggleSignatures = method(
  'channels.toggleSignatures',
  async ({ u, caller }, { channel, signaturesEnabled }) => {
    await toggleSignaturesRule(u, caller, inputChannel(channel), signaturesEnabled ?? false)
    return encodeUpdates(u, caller)
  },
)
