import { exportInvite } from '../../domain/invites/export.ts'
import { linkOf } from '../../domain/invites/hash.ts'
import { inputPeerOf, openChat, requireInviteRight, requireShared } from '../chats.ts'
import { method } from '../method.ts'
import { chatId } from '../parameters.ts'

/**
 * exportChatInviteLink: https://core.telegram.org/bots/api#exportchatinvitelink
 *
 * A new primary link of the bot in place of its old one; nobody else's links are touched.
 */
export const exportChatInviteLink = method({
  name: 'exportChatInviteLink',
  parameters: { chat_id: chatId },
  async run(ctx, { chat_id }) {
    const shared = requireShared(await openChat(ctx, chat_id, 'write'))
    requireInviteRight(shared)
    const invite = await exportInvite(ctx.u, ctx.caller, inputPeerOf(ctx, shared), {
      legacyRevokePermanent: true,
      requestNeeded: false,
      expireDate: undefined,
      usageLimit: undefined,
      title: undefined,
      pricing: undefined,
    })
    return linkOf(invite.hash)
  },
})
