import { editBanned } from '../../domain/members/ban.ts'
import { deleteChatUser } from '../../domain/members/leave.ts'
import { BANNED_RIGHTS, maskOf, type BannedRight } from '../../domain/chats/rights.ts'
import { inputPeerOf, inputUserOf, openChat, sharedOr } from '../chats.ts'
import { checkRestriction, targetOf } from '../members.ts'
import { method } from '../method.ts'
import { chatId, flag, integer, userId } from '../parameters.ts'

/** A ban takes everything. */
const EVERYTHING = maskOf(BANNED_RIGHTS, Object.keys(BANNED_RIGHTS) as BannedRight[])

/**
 * banChatMember: https://core.telegram.org/bots/api#banchatmember
 *
 * A basic group knows no bans: people who are removed may come back by a link, and `until_date` has no meaning.
 */
export const banChatMember = method({
  name: 'banChatMember',
  parameters: {
    user_id: userId,
    until_date: integer(),
    revoke_messages: flag(),
    chat_id: chatId,
  },
  async run(ctx, { chat_id, user_id, until_date, revoke_messages }) {
    const { u, caller } = ctx
    const known = await openChat(ctx, chat_id, 'write')
    const shared = sharedOr(known, "can't ban members in private chats")
    const user = inputUserOf(user_id)
    if (shared.chat.kind === 'group') {
      await deleteChatUser(u, caller, shared.chat.id, user, revoke_messages)
      return true
    }
    checkRestriction(ctx, shared, await targetOf(ctx, shared, user_id))
    await editBanned(u, caller, inputPeerOf(ctx, shared), user, EVERYTHING, until_date)
    return true
  },
})
