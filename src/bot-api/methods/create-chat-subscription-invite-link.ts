import { exportInvite } from '../../domain/invites/export.ts'
import { inputPeerOf, openChat, requireInviteRight, requireShared } from '../chats.ts'
import { encodeInviteLink } from '../encode/invite-link.ts'
import { badRequest } from '../errors.ts'
import { linkName } from '../invite-parameters.ts'
import { method } from '../method.ts'
import { chatId, integer, required } from '../parameters.ts'

/** Where larger numbers are cut (spec section 6.1); what is allowed is the rule's to say. */
const PERIOD_MAX = 1_000_000_000
const PRICE_MAX = 1_000_000

/**
 * createChatSubscriptionInviteLink:
 * https://core.telegram.org/bots/api#createchatsubscriptioninvitelink
 */
export const createChatSubscriptionInviteLink = method({
  name: 'createChatSubscriptionInviteLink',
  parameters: {
    chat_id: chatId,
    name: linkName,
    subscription_period: required(integer({ min: 0, max: PERIOD_MAX })),
    subscription_price: required(integer({ min: 0, max: PRICE_MAX })),
  },
  async run(ctx, { chat_id, name, subscription_period: period, subscription_price: amount }) {
    const shared = requireShared(await openChat(ctx, chat_id, 'write'))
    if (period === 0 || amount === 0) throw badRequest('invalid subscription pricing specified')
    requireInviteRight(shared)
    const invite = await exportInvite(ctx.u, ctx.caller, inputPeerOf(ctx, shared), {
      legacyRevokePermanent: false,
      requestNeeded: false,
      expireDate: undefined,
      usageLimit: undefined,
      title: name,
      pricing: { period, amount },
    })
    return encodeInviteLink(invite, ctx.bot.user)
  },
})
