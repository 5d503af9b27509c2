import type { BotStopped } from '../../domain/bots/updates.ts'
import { isPresent } from '../../domain/chats/rights.ts'
import type { Unit } from '../../domain/context.ts'
import { editableAdmins } from '../../domain/members/promote.ts'
import type { ParticipantChange } from '../../domain/updates/update.ts'
import type { InviteRow } from '../../store/tables/invites.ts'
import type { UserRow } from '../../store/tables/users.ts'
import { encodeChat, encodePrivateChat, type BotApiChat } from './chat.ts'
import { encodeChatMember, type BotApiChatMember } from './chat-member.ts'
import type { BotApiInviteLink } from './invite-link.ts'
import { encodeSeenInvite } from './seen-invite.ts'
import { encodeUser, type BotApiUser } from './user.ts'

/** https://core.telegram.org/bots/api#chatmemberupdated */
export interface BotApiChatMemberUpdated {
  readonly chat: BotApiChat
  readonly from: BotApiUser
  readonly date: number
  readonly old_chat_member: BotApiChatMember
  readonly new_chat_member: BotApiChatMember
  readonly invite_link?: BotApiInviteLink | undefined
  readonly via_join_request?: true | undefined
  readonly via_chat_folder_invite_link?: true | undefined
}

/**
 * A change of somebody's standing. `via_join_request` says that they asked without a link and were let in
 * (spec section 5.3); a request by a link shows the link instead.
 *
 * @param invite the link by which they came in, as it was then
 */
export async function encodeChatMemberUpdated(
  u: Unit,
  botId: number,
  change: ParticipantChange,
  invite: InviteRow | null,
): Promise<BotApiChatMemberUpdated | undefined> {
  const { date, inviteId, viaChatlist } = change
  const chat = await u.db.chats.byId(change.chatId)
  const from = await u.db.users.byId(change.actorId)
  const user = await u.db.users.byId(change.userId)
  if (!chat || !from || !user) return undefined
  const mayEdit = await editableAdmins(u, await u.db.members.find(chat.id, botId))
  const { prev, next } = change
  const entered = isPresent(next ?? undefined) && !isPresent(prev ?? undefined)
  return {
    chat: encodeChat(chat),
    from: encodeUser(from),
    date,
    old_chat_member: encodeChatMember(chat, user, prev, mayEdit),
    new_chat_member: encodeChatMember(chat, user, next, mayEdit),
    invite_link: await encodeSeenInvite(u, botId, invite),
    via_join_request: inviteId === null && entered && next?.viaRequest === 1 ? true : undefined,
    via_chat_folder_invite_link: viaChatlist || undefined,
  }
}

/** A private chat with the bot that its other side blocked, or opened again. */
export async function encodeBotStopped(
  u: Unit,
  bot: UserRow,
  { userId, date, stopped }: BotStopped,
): Promise<BotApiChatMemberUpdated | undefined> {
  const from = await u.db.users.byId(userId)
  if (!from) return undefined
  const open: BotApiChatMember = { user: encodeUser(bot), status: 'member' }
  const blocked: BotApiChatMember = { user: encodeUser(bot), status: 'kicked', until_date: 0 }
  return {
    chat: encodePrivateChat(from),
    from: encodeUser(from),
    date,
    old_chat_member: stopped ? open : blocked,
    new_chat_member: stopped ? blocked : open,
  }
}
