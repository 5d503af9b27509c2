import type { UserRow } from '../../store/tables/users.ts'
import type { Bot } from '../method.ts'

/** https://core.telegram.org/bots/api#user */
export interface BotApiUser {
  readonly id: number
  readonly is_bot: boolean
  readonly first_name: string
  readonly last_name?: string | undefined
  readonly username?: string | undefined
  readonly is_premium?: true | undefined
}

/** What getMe adds of the bot itself. */
export interface BotApiMe extends BotApiUser {
  readonly can_join_groups: boolean
  readonly can_read_all_group_messages: boolean
  readonly supports_inline_queries: boolean
  readonly supports_guest_queries: boolean
  readonly can_connect_to_business: boolean
  readonly has_main_web_app: boolean
  readonly has_topics_enabled: boolean
  readonly allows_users_to_create_topics: boolean
  readonly can_manage_bots: boolean
  readonly supports_join_request_queries: boolean
}

/** An account, as it stands in every answer. A deleted one has lost its names. */
export function encodeUser(user: UserRow): BotApiUser {
  const gone = user.deleted === 1
  return {
    id: user.id,
    is_bot: user.isBot === 1 && !gone,
    first_name: gone ? '' : user.firstName,
    last_name: gone ? undefined : user.lastName || undefined,
    username: gone ? undefined : (user.username ?? undefined),
    is_premium: user.premium && !gone ? true : undefined,
  }
}

/** The bot as it sees itself: what localgram has none of (inline mode, business, topics) is false. */
export function encodeMe({ user, settings }: Bot): BotApiMe {
  return {
    ...encodeUser(user),
    can_join_groups: settings.canJoinGroups === 1,
    can_read_all_group_messages: settings.canReadAllGroupMessages === 1,
    supports_inline_queries: false,
    supports_guest_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
    supports_join_request_queries: true,
  }
}
