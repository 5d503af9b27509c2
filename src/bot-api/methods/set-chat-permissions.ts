import { editDefaultBannedRights } from '../../domain/chats/edit.ts'
import { inputPeerOf, openChat, requireRight, sharedOr } from '../chats.ts'
import { badRequest } from '../errors.ts'
import { method } from '../method.ts'
import { chatId } from '../parameters.ts'
import { independentPermissions, permissions } from '../permission-parameters.ts'

/**
 * setChatPermissions: https://core.telegram.org/bots/api#setchatpermissions
 *
 * Permissions that hold already are set without a word, as by TDLib.
 */
export const setChatPermissions = method({
  name: 'setChatPermissions',
  parameters: {
    use_independent_chat_permissions: independentPermissions,
    permissions,
    chat_id: chatId,
  },
  async run(ctx, { chat_id, permissions: banned }) {
    const known = await openChat(ctx, chat_id, 'write')
    const shared = sharedOr(known, "can't change private chat permissions")
    if (shared.chat.kind === 'channel') throw badRequest("can't change channel chat permissions")
    requireRight(shared, 'banUsers', 'not enough rights to change chat permissions')
    if (banned === shared.chat.defaultBannedRights) return true
    await editDefaultBannedRights(ctx.u, ctx.caller, inputPeerOf(ctx, shared), banned, 0)
    return true
  },
})
