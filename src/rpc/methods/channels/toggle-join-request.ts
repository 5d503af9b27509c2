import { OLD_TOGGLE_APPLIES_TO } from '../../../domain/invites/choices.ts'
import { toggleJoinRequest as toggleJoinRequestRule } from '../../../domain/join-requests/toggle.ts'
import { inputChannel, inputUser } from '../../decode/peer.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** The layer that brought `apply_to_invites`. */
const APPLY_LAYER = 227

/** channels.toggleJoinRequest: https://core.telegram.org/method/channels.toggleJoinRequest */
export const toggleJoinRequest = method(
  'channels.toggleJoinRequest',
  async ({ u, caller, client }, { channel, enabled, applyToInvites, guardBot }) => {
    const whenAbsent = client.layer < APPLY_LAYER ? OLD_TOGGLE_APPLIES_TO : 'none'
    await toggleJoinRequestRule(u, caller, inputChannel(channel), {
      enabled,
      applyTo: applyToInvites ? 'all' : whenAbsent,
      guardBot: guardBot && inputUser(guardBot),
    })
    return encodeUpdates(u, caller)
  },
)
