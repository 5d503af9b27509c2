import { editInvite } from '../../domain/invites/edit.ts'
import { inputPeerOf, openChat, requireInviteRight, requireShared } from '../chats.ts'
import { encodeInviteLink } from '../encode/invite-link.ts'
import { badRequest } from '../errors.ts'
import {
  INVITE_LINK_OPTIONS,
  inviteLink,
  LIMIT_WITH_APPROVAL,
  requireLink,
} from '../invite-parameters.ts'
import { method } from '../method.ts'
import { chatId } from '../parameters.ts'

/**
 * editChatInviteLink: https://core.telegram.org/bots/api#editchatinvitelink
 *
 * An option that is left out is taken away from the link: TDLib always sends all four (spec section 2.4).
 */
export const editChatInviteLink = method({
  name: 'editChatInviteLink',
  parameters: { chat_id: chatId, invite_link: inviteLink, ...INVITE_LINK_OPTIONS },
  async run(ctx, { chat_id, invite_link, name, expire_date, member_limit, creates_join_request }) {
    const shared = requireShared(await openChat(ctx, chat_id, 'write'))
    requireInviteRight(shared)
    requireLink(invite_link)
    if (creates_join_request && member_limit > 0) throw badRequest(LIMIT_WITH_APPROVAL)
    const peer = inputPeerOf(ctx, shared)
    const { invite } = await editInvite(ctx.u, ctx.caller, peer, invite_link, {
      revoked: false,
      expireDate: expire_date,
      usageLimit: member_limit,
      requestNeeded: creates_join_request,
      title: name,
    })
    return encodeInviteLink(invite, ctx.bot.user)
  },
})
