import { exportInvite } from '../../../domain/invites/export.ts'
import { inputPeer } from '../../decode/peer.ts'
import { encodeInvite } from '../../encode/invite.ts'
import { method } from '../../method.ts'

/**
 * messages.exportChatInvite: https://core.telegram.org/method/messages.exportChatInvite
 *
 * The worked example of an RPC method: decode, one rule of the domain, encode. All behaviour is in
 * domain/invites/export.ts; a flag that is set with 0 (Android, Pyrogram's example) arrives as 0 and
 * not as absent.
 */
export const exportChatInvite = method(
  'messages.exportChatInvite',
  async ({ u, caller }, request) => {
    const { subscriptionPricing } = request
    const invite = await exportInvite(u, caller, inputPeer(request.peer), {
      legacyRevokePermanent: request.legacyRevokePermanent ?? false,
      requestNeeded: request.requestNeeded ?? false,
      expireDate: request.expireDate,
      usageLimit: request.usageLimit,
      title: request.title,
      pricing: subscriptionPricing && {
        period: subscriptionPricing.period,
        amount: subscriptionPricing.amount,
      },
    })
    return encodeInvite(invite)
  },
)
