import { ADMIN_RIGHTS, maskOf, type AdminRight } from '../domain/chats/rights.ts'
import { flag, type Parameter } from './parameters.ts'

/** The Bot API's names of admin rights; `can_manage_chat` says only that somebody is an admin. */
const RIGHTS = {
  is_anonymous: 'anonymous',
  can_manage_chat: 'other',
  can_delete_messages: 'deleteMessages',
  can_manage_video_chats: 'manageCall',
  can_restrict_members: 'banUsers',
  can_promote_members: 'addAdmins',
  can_change_info: 'changeInfo',
  can_invite_users: 'inviteUsers',
  can_post_stories: 'postStories',
  can_edit_stories: 'editStories',
  can_delete_stories: 'deleteStories',
  can_post_messages: 'postMessages',
  can_edit_messages: 'editMessages',
  can_pin_messages: 'pinMessages',
  can_manage_topics: 'manageTopics',
  can_manage_direct_messages: 'manageDirectMessages',
  can_manage_tags: 'manageRanks',
} as const satisfies Readonly<Record<string, AdminRight>>

type RightName = keyof typeof RIGHTS

/** One flag for each right (https://core.telegram.org/bots/api#promotechatmember). */
export const ADMIN_RIGHT_PARAMETERS = Object.fromEntries(
  Object.keys(RIGHTS).map((name) => [name, flag()]),
) as { readonly [K in RightName]: Parameter<boolean> }

/** Bits of chatAdminRights for the flags; whoever has any right manages the chat as well (TDLib). */
export function adminRightsOf(flags: Readonly<Record<RightName, boolean>>): number {
  const names = (Object.keys(RIGHTS) as RightName[]).filter((name) => flags[name])
  if (names.length === 0) return 0
  return maskOf(ADMIN_RIGHTS, [...names.map((name) => RIGHTS[name]), 'other'])
}
