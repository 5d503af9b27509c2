import { BOT_API_ADMIN_RIGHTS, type BotApiAdminRight } from '../domain/chats/right-names.ts'
import { ADMIN_RIGHTS, maskOf, type AdminRight } from '../domain/chats/rights.ts'
import type { ChatRow } from '../store/tables/chats.ts'
import { flag, type Parameter } from './parameters.ts'
import type { Params } from './params.ts'

/** Rights that a kind of chat has not, which are left out before anything is decided (td DialogParticipant.cpp). */
const NOT_IN_CHANNELS: readonly AdminRight[] = [
  'pinMessages',
  'manageTopics',
  'manageRanks',
  'anonymous',
]
const NOT_IN_SUPERGROUPS: readonly AdminRight[] = [
  'postMessages',
  'editMessages',
  'manageDirectMessages',
]

/** `can_manage_video_chats`, which was `can_manage_voice_chats`: a yes by either name counts. */
const videoChats: Parameter<boolean> = {
  ...flag(),
  read: (params, name) => params.flag(name) || params.flag('can_manage_voice_chats'),
}

/** `can_restrict_members`; undefined where it is left out, which means something else in channels. */
const restrictMembers: Parameter<boolean | undefined> = {
  ...flag(),
  read: (params: Params, name) => (params.has(name) ? params.flag(name) : undefined),
}

/** One flag for each right (https://core.telegram.org/bots/api#promotechatmember). */
export const ADMIN_RIGHT_PARAMETERS = {
  ...Object.fromEntries(Object.keys(BOT_API_ADMIN_RIGHTS).map((name) => [name, flag()])),
  can_manage_video_chats: videoChats,
  can_restrict_members: restrictMembers,
} as { readonly [K in BotApiAdminRight]: Parameter<boolean | undefined> }

/**
 * Bits of chatAdminRights for the flags, as they are in a kind of chat; 0 for no admin. An admin with any
 * right manages the chat as well. In a channel a promotion that says nothing of `can_restrict_members`
 * gives it, be it a promotion only by rights that channels have not.
 *
 * Source: Client.cpp process_promote_chat_member_query, td AdministratorRights
 */
export function adminRightsOf(
  kind: ChatRow['kind'],
  flags: Readonly<Record<BotApiAdminRight, boolean | undefined>>,
): number {
  const names = (Object.keys(BOT_API_ADMIN_RIGHTS) as BotApiAdminRight[]).filter(
    (name) => flags[name],
  )
  const given = names.map((name): AdminRight => BOT_API_ADMIN_RIGHTS[name])
  if (kind === 'channel' && given.length > 0 && flags.can_restrict_members === undefined) {
    given.push('banUsers')
  }
  const none = kind === 'channel' ? NOT_IN_CHANNELS : NOT_IN_SUPERGROUPS
  const meant = given.filter((right) => !none.includes(right))
  return meant.length === 0 ? 0 : maskOf(ADMIN_RIGHTS, [...meant, 'other'])
}
