import { toggleJoinRequest as toggleJoinRequestRule } from '../../../domain/join-requests/toggle.ts'
import { inputChannel, inputUser } from '../../decode/peer.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** The layer that brought `apply_to_invites`; before, primary links always went along [INF]. */
const APPLY_LAYER = 227

/**
 * channels.toggleJoinRequest: https://core.telegram.org/method/channels.toggleJoinRequest
 *
 * Clients of older layers can't say which links go along (spec section 5.3: "only affects primary
 * invite links").
 */
export const toggleJoinRequest = method(
  'channels.toggleJoinRequest',
  async ({ u, caller, client }, { channel, enabled, applyToInvites, guardBot }) => {
    const whenAbsent = client.layer < APPLY_LAYER ? 'primary' : 'none'
    await toggleJoinRequestRule(u, caller, inputChannel(channel), {
      enabled,
      applyTo: applyToInvites ? 'all' : whenAbsent,
      guardBot: guardBot && inputUser(guardBot),
    })
    return encodeUpdates(u, caller)
  },
)
