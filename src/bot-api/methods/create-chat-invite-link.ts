import { exportInvite } from '../../domain/invites/export.ts'
import { inputPeerOf, openChat, requireInviteRight, requireShared } from '../chats.ts'
import { encodeInviteLink } from '../encode/invite-link.ts'
import { badRequest } from '../errors.ts'
import type { BotApiMethod } from '../method.ts'

/** Where a larger `member_limit` is cut; the rule itself allows one less (spec section 6.1). */
const MEMBER_LIMIT_MAX = 100_000

/**
 * createChatInviteLink: https://core.telegram.org/bots/api#createchatinvitelink
 *
 * An additional link of the bot, also where no option is given.
 */
export const createChatInviteLink: BotApiMethod = {
  name: 'createChatInviteLink',
  async run(ctx, params) {
    const expireDate = params.integer('expire_date', { min: 0 })
    const usageLimit = params.integer('member_limit', { min: 0, max: MEMBER_LIMIT_MAX })
    const requestNeeded = params.flag('creates_join_request')
    const known = await openChat(ctx, params.raw('chat_id'), 'write')
    const title = params.text('name')
    const shared = requireShared(known)
    if (requestNeeded && usageLimit > 0) {
      throw badRequest("member limit can't be specified for links requiring administrator approval")
    }
    requireInviteRight(shared)
    const invite = await exportInvite(ctx.u, ctx.caller, inputPeerOf(ctx, shared), {
      legacyRevokePermanent: false,
      requestNeeded,
      expireDate,
      usageLimit,
      title,
      pricing: undefined,
    })
    return encodeInviteLink(invite, ctx.bot.user)
  },
}
