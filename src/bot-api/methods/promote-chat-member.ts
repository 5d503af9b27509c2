import { ADMIN_RIGHT_PARAMETERS, adminRightsOf } from '../admin-rights-parameters.ts'
import { openChat, requireChannelOrSupergroup } from '../chats.ts'
import { setMemberStatus } from '../member-status.ts'
import { targetOf } from '../members.ts'
import { method } from '../method.ts'
import { chatId, requireUserId, userId } from '../parameters.ts'

/**
 * promoteChatMember: https://core.telegram.org/bots/api#promotechatmember
 *
 * Without any right the office is taken away, of which a bot may relieve itself. Restrictions of somebody
 * who is in the chat are lifted by it.
 */
export const promoteChatMember = method({
  name: 'promoteChatMember',
  parameters: { user_id: userId, chat_id: chatId, ...ADMIN_RIGHT_PARAMETERS },
  async run(ctx, { chat_id, user_id, ...flags }) {
    const shared = requireChannelOrSupergroup(await openChat(ctx, chat_id, 'write'))
    requireUserId(user_id)
    const target = await targetOf(ctx, shared, user_id)
    const rights = adminRightsOf(shared.chat.kind, flags)
    const wanted =
      rights === 0 ? ({ kind: 'member' } as const) : ({ kind: 'administrator', rights } as const)
    await setMemberStatus(ctx, shared, target, wanted)
    return true
  },
})
