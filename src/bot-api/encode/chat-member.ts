import { ADMIN_RIGHTS, isPresent, maskOf, type AdminRight } from '../../domain/chats/rights.ts'
import type { MayEdit } from '../../domain/members/promote.ts'
import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import type { UserRow } from '../../store/tables/users.ts'
import { encodePermissions, type ToldPermissions } from './permissions.ts'
import { encodeUser, type BotApiUser } from './user.ts'

/** https://core.telegram.org/bots/api#chatadministratorrights */
export interface BotApiAdminRights {
  readonly can_manage_chat: boolean
  readonly can_change_info: boolean
  readonly can_post_messages?: boolean | undefined
  readonly can_edit_messages?: boolean | undefined
  readonly can_delete_messages: boolean
  readonly can_invite_users: boolean
  readonly can_restrict_members: boolean
  readonly can_pin_messages?: boolean | undefined
  readonly can_manage_topics?: boolean | undefined
  readonly can_promote_members: boolean
  readonly can_manage_video_chats: boolean
  readonly can_post_stories: boolean
  readonly can_edit_stories: boolean
  readonly can_delete_stories: boolean
  readonly can_manage_direct_messages?: boolean | undefined
  readonly can_manage_tags?: boolean | undefined
  readonly can_send_welcome_messages: boolean
  readonly is_anonymous: boolean
}

/** https://core.telegram.org/bots/api#chatmember, one form for each status. */
export type BotApiChatMember = { readonly user: BotApiUser } & (
  | {
      readonly status: 'creator'
      readonly custom_title?: string | undefined
      readonly is_anonymous: boolean
    }
  | ({
      readonly status: 'administrator'
      readonly can_be_edited: boolean
      /** The name of `can_manage_video_chats` before Bot API 6.0; it is written to this day. */
      readonly can_manage_voice_chats: boolean
      readonly custom_title?: string | undefined
    } & BotApiAdminRights)
  | {
      readonly status: 'member'
      readonly tag?: string | undefined
      readonly until_date?: number | undefined
    }
  | ({
      readonly status: 'restricted'
      readonly tag?: string | undefined
      readonly until_date: number
      readonly is_member: boolean
    } & ToldPermissions)
  | { readonly status: 'left' }
  | { readonly status: 'kicked'; readonly until_date: number }
)

/**
 * An account's standing in a chat.
 *
 * A basic group knows neither bans nor restrictions: somebody who is not in it has left, as TDLib reports it.
 *
 * @param member its standing at that time (`atTime`); null or undefined for somebody who never was there
 * @param mayEdit whom of the chat's admins the bot may edit
 */
export function encodeChatMember(
  chat: ChatRow,
  user: UserRow,
  member: MemberRow | null | undefined,
  mayEdit: MayEdit,
): BotApiChatMember {
  const shared = { user: encodeUser(user) }
  if (!member) return { ...shared, status: 'left' }
  const { rank, untilDate } = member
  switch (member.status) {
    case 'creator':
      return {
        ...shared,
        status: 'creator',
        custom_title: rank || undefined,
        is_anonymous: has(member, 'anonymous'),
      }
    case 'admin':
      return {
        ...shared,
        status: 'administrator',
        can_be_edited: mayEdit(member),
        ...encodeAdminRights(chat, member.adminRights),
        can_manage_voice_chats: has(member, 'manageCall'),
        custom_title: rank || undefined,
      }
    case 'member':
      return {
        ...shared,
        status: 'member',
        tag: rank || undefined,
        until_date: member.subscriptionUntil ?? undefined,
      }
    case 'banned':
      if (chat.kind === 'group') return { ...shared, status: 'left' }
      return { ...shared, status: 'kicked', until_date: untilDate }
    case 'restricted':
    case 'left':
      // People who left while something was taken from them find it taken when they come back.
      if (member.bannedRights === 0 || chat.kind === 'group') {
        return { ...shared, status: isPresent(member) ? 'member' : 'left' }
      }
      return {
        ...shared,
        status: 'restricted',
        tag: rank || undefined,
        until_date: untilDate,
        ...encodePermissions(member.bannedRights),
        is_member: isPresent(member),
      }
  }
}

/**
 * The rights of an admin that mean something in a kind of chat, in Telegram's order.
 *
 * A basic group's admin may change tags, whatever the mask says: MTProto tells no rights of them and
 * TDLib fills them in. Nobody is anonymous in a channel, where posts are the channel's own.
 *
 * Source: Client.cpp json_store_administrator_rights of telegram-bot-api, td DialogParticipant.cpp
 */
export function encodeAdminRights(chat: ChatRow, mask: number): BotApiAdminRights {
  const may = (right: AdminRight): boolean => ((mask >> ADMIN_RIGHTS[right]) & 1) === 1
  const channel = chat.kind === 'channel'
  const basic = chat.kind === 'group'
  return {
    can_manage_chat: true,
    can_change_info: may('changeInfo'),
    can_post_messages: channel ? may('postMessages') : undefined,
    can_edit_messages: channel ? may('editMessages') : undefined,
    can_delete_messages: may('deleteMessages'),
    can_invite_users: may('inviteUsers'),
    can_restrict_members: may('banUsers'),
    can_pin_messages: channel ? undefined : may('pinMessages'),
    can_manage_topics: channel || basic ? undefined : may('manageTopics'),
    can_promote_members: may('addAdmins'),
    can_manage_video_chats: may('manageCall'),
    can_post_stories: may('postStories'),
    can_edit_stories: may('editStories'),
    can_delete_stories: may('deleteStories'),
    can_manage_direct_messages: channel ? may('manageDirectMessages') : undefined,
    can_manage_tags: channel ? undefined : basic || may('manageRanks'),
    // Newer than layer 229; libraries of Bot API 10.3 refuse an admin without it.
    can_send_welcome_messages: false,
    is_anonymous: !channel && may('anonymous'),
  }
}

function has(member: MemberRow, right: AdminRight): boolean {
  return (member.adminRights & maskOf(ADMIN_RIGHTS, [right])) !== 0
}
