import { editInvite } from '../../domain/invites/edit.ts'
import { inputPeerOf, openChat, requireInviteRight, requireShared } from '../chats.ts'
import { encodeInviteLink } from '../encode/invite-link.ts'
import { inviteLink, linkName, requireLink } from '../invite-parameters.ts'
import { method } from '../method.ts'
import { chatId } from '../parameters.ts'

/**
 * editChatSubscriptionInviteLink:
 * https://core.telegram.org/bots/api#editchatsubscriptioninvitelink
 *
 * Of a paid link nothing but the name changes; without one it loses it.
 */
export const editChatSubscriptionInviteLink = method({
  name: 'editChatSubscriptionInviteLink',
  parameters: { chat_id: chatId, invite_link: inviteLink, name: linkName },
  async run(ctx, { chat_id, invite_link, name }) {
    const shared = requireShared(await openChat(ctx, chat_id, 'write'))
    requireInviteRight(shared)
    requireLink(invite_link)
    const peer = inputPeerOf(ctx, shared)
    const { invite } = await editInvite(ctx.u, ctx.caller, peer, invite_link, {
      revoked: false,
      expireDate: undefined,
      usageLimit: undefined,
      requestNeeded: undefined,
      title: name,
    })
    return encodeInviteLink(invite, ctx.bot.user)
  },
})
