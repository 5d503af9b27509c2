import { exportInvite } from '../../domain/invites/export.ts'
import { linkOf } from '../../domain/invites/hash.ts'
import { inputPeerOf, openChat, requireInviteRight, requireShared } from '../chats.ts'
import type { BotApiMethod } from '../method.ts'

/**
 * exportChatInviteLink: https://core.telegram.org/bots/api#exportchatinvitelink
 *
 * A new primary link of the bot in place of its old one; nobody else's links are touched.
 */
export const exportChatInviteLink: BotApiMethod = {
  name: 'exportChatInviteLink',
  async run(ctx, params) {
    const shared = requireShared(await openChat(ctx, params.raw('chat_id'), 'write'))
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
}
