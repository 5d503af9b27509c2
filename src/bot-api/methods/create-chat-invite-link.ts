import { exportInvite } from '../../domain/invites/export.ts'
import { inputPeerOf, openChat, requireInviteRight, requireShared } from '../chats.ts'
import { encodeInviteLink } from '../encode/invite-link.ts'
import { badRequest } from '../errors.ts'
import { INVITE_LINK_OPTIONS, LIMIT_WITH_APPROVAL } from '../invite-parameters.ts'
import { method } from '../method.ts'
import { chatId } from '../parameters.ts'

/**
 * createChatInviteLink: https://core.telegram.org/bots/api#createchatinvitelink
 *
 * An additional link of the bot, also where no option is given.
 */
export const createChatInviteLink = method({
  name: 'createChatInviteLink',
  parameters: { chat_id: chatId, ...INVITE_LINK_OPTIONS },
  async run(ctx, { chat_id, name, expire_date, member_limit, creates_join_request }) {
    const shared = requireShared(await openChat(ctx, chat_id, 'write'))
    if (creates_join_request && member_limit > 0) throw badRequest(LIMIT_WITH_APPROVAL)
    requireInviteRight(shared)
    const invite = await exportInvite(ctx.u, ctx.caller, inputPeerOf(ctx, shared), {
      legacyRevokePermanent: false,
      requestNeeded: creates_join_request,
      expireDate: expire_date,
      usageLimit: member_limit,
      title: name,
      pricing: undefined,
    })
    return encodeInviteLink(invite, ctx.bot.user)
  },
})
