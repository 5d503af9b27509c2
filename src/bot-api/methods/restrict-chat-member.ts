import { wholeBannedRights } from '../../domain/chats/banned-rights.ts'
import { isPresent } from '../../domain/chats/rights.ts'
import { openChat } from '../chats.ts'
import { badRequest } from '../errors.ts'
import { setMemberStatus } from '../member-status.ts'
import { targetOf } from '../members.ts'
import { method } from '../method.ts'
import { chatId, integer, requireUserId, userId } from '../parameters.ts'
import { independentPermissions, memberPermissions } from '../permission-parameters.ts'

/**
 * restrictChatMember: https://core.telegram.org/bots/api#restrictchatmember
 *
 * With every permission somebody is free again: an administrator is none any more.
 */
export const restrictChatMember = method({
  name: 'restrictChatMember',
  parameters: {
    user_id: userId,
    until_date: integer(),
    use_independent_chat_permissions: independentPermissions,
    permissions: memberPermissions,
    chat_id: chatId,
  },
  async run(ctx, { chat_id, user_id, until_date, permissions }) {
    const known = await openChat(ctx, chat_id, 'write')
    if (known.kind === 'private' || known.chat.kind === 'group' || known.chat.kind === 'channel') {
      throw badRequest('method is available only for supergroups')
    }
    requireUserId(user_id)
    const target = await targetOf(ctx, known, user_id)
    const { member } = target
    const old = member?.status === 'restricted' || member?.status === 'left' ? member : undefined
    const kept = old !== undefined && old.bannedRights !== 0 ? permissions.kept : 0
    const banned = (permissions.banned & ~kept) | ((old?.bannedRights ?? 0) & kept)
    const free = isPresent(member) ? 'member' : 'left'
    await setMemberStatus(
      ctx,
      known,
      target,
      banned === 0
        ? { kind: free }
        : { kind: 'restricted', banned: wholeBannedRights(banned), until: until_date },
    )
    return true
  },
})
