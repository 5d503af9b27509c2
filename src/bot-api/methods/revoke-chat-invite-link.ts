import { editInvite } from '../../domain/invites/edit.ts'
import { inputPeerOf, openChat, requireInviteRight, requireShared } from '../chats.ts'
import { encodeInviteLink } from '../encode/invite-link.ts'
import { inviteLink, requireLink } from '../invite-parameters.ts'
import { method } from '../method.ts'
import { chatId } from '../parameters.ts'

/**
 * revokeChatInviteLink: https://core.telegram.org/bots/api#revokechatinvitelink
 *
 * Answers the link that was revoked. A primary one gets its replacement at once; getChat tells it.
 */
export const revokeChatInviteLink = method({
  name: 'revokeChatInviteLink',
  parameters: { chat_id: chatId, invite_link: inviteLink },
  async run(ctx, { chat_id, invite_link }) {
    const shared = requireShared(await openChat(ctx, chat_id, 'write'))
    requireInviteRight(shared)
    requireLink(invite_link)
    const peer = inputPeerOf(ctx, shared)
    const { invite } = await editInvite(ctx.u, ctx.caller, peer, invite_link, {
      revoked: true,
      expireDate: undefined,
      usageLimit: undefined,
      requestNeeded: undefined,
      title: undefined,
    })
    return encodeInviteLink(invite, ctx.bot.user)
  },
})
