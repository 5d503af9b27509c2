import { ADMIN_RIGHTS, type AdminRight } from './rights.ts'

/**
 * The Bot API's names of admin rights (https://core.telegram.org/bots/api#chatadministratorrights).
 * `can_manage_chat` says only that somebody is an admin.
 */
export const BOT_API_ADMIN_RIGHTS = {
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

export type BotApiAdminRight = keyof typeof BOT_API_ADMIN_RIGHTS

type SnakeCase<S extends string> = S extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : ''

/**
 * An admin right under any name that a Telegram author knows it by: `inviteUsers` as in client libraries,
 * `invite_users` as in the TL schema, `can_invite_users` as in the Bot API.
 */
export type AdminRightName = AdminRight | SnakeCase<AdminRight> | BotApiAdminRight

/** The admin right of a name in any of its spellings; undefined for any other word. */
export function adminRightOf(name: string): AdminRight | undefined {
  if (Object.hasOwn(BOT_API_ADMIN_RIGHTS, name))
    return BOT_API_ADMIN_RIGHTS[name as BotApiAdminRight]
  const camelCase = name.replaceAll(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase())
  return Object.hasOwn(ADMIN_RIGHTS, camelCase) ? (camelCase as AdminRight) : undefined
}
