import { wholeBannedRights } from '../domain/chats/banned-rights.ts'
import { BANNED_RIGHTS, maskOf, type BannedRight } from '../domain/chats/rights.ts'
import { fieldsOf } from './json-fields.ts'
import { decodeParameter, flag, schemaOfType, type Parameter } from './parameters.ts'
import type { Params } from './params.ts'
import {
  MEDIA_PERMISSIONS,
  PERMISSIONS,
  TAKEN_WITHOUT,
  type Permission,
} from './permission-names.ts'

/** Permissions as they were before each kind of media had its own; still taken outside of `permissions`. */
const OLD = [
  'can_send_messages', 'can_send_media_messages', 'can_send_other_messages', 'can_add_web_page_previews',
] as const // prettier-ignore

/** What an old call does not know of: somebody who is restricted keeps it as it is. */
const UNKNOWN_TO_OLD_CALLS = [
  'can_send_polls', 'can_change_info', 'can_invite_users', 'can_pin_messages', 'can_manage_topics',
] as const satisfies readonly Permission[] // prettier-ignore

const SCHEMA = schemaOfType('ChatPermissions')

/** `use_independent_chat_permissions`: whether no permission brings others along. */
export const independentPermissions = flag()

/**
 * `permissions` as bits of chatBannedRights, whole (`wholeBannedRights`). Without the parameter nothing is
 * permitted.
 *
 * @throws BotApiError 400 for what is no ChatPermissions
 */
export const permissions: Parameter<number> = {
  required: true,
  schema: SCHEMA,
  read(params, name) {
    return wholeBannedRights(bannedBy(params.has(name) ? grantedBy(params, name) : new Set()))
  },
}

/** What restrictChatMember takes, as bits of chatBannedRights of which none means others. */
export interface MemberPermissions {
  readonly banned: number
  /** Bits that somebody who is restricted already keeps as they are. */
  readonly kept: number
}

/**
 * The same for restrictChatMember, which takes the permissions of old as parameters of their own too.
 *
 * @throws BotApiError 400 for what is no ChatPermissions
 */
export const memberPermissions: Parameter<MemberPermissions> = {
  required: true,
  schema: SCHEMA,
  read(params, name) {
    if (params.has(name)) return { banned: bannedBy(grantedBy(params, name)), kept: 0 }
    const granted = grantedByOld(params)
    // Somebody who gets all of the old ones is free again.
    if (granted.size === PERMISSIONS.length) return { banned: 0, kept: 0 }
    const isOld = OLD.some((old) => params.has(old))
    return { banned: bannedBy(granted), kept: isOld ? bitsOf(UNKNOWN_TO_OLD_CALLS) : 0 }
  },
}

/**
 * Permissions that an object grants: those it names, and those that it leaves out and that follow others.
 *
 * @throws BotApiError 400
 * Source: Client.cpp get_chat_permissions of telegram-bot-api
 */
function grantedBy(params: Params, name: string): Set<Permission> {
  const fields = fieldsOf(
    decodeParameter(params.raw(name), 'permissions'),
    'object expected as permissions',
    "can't parse chat permissions: ",
  )
  const independent = params.flag('use_independent_chat_permissions')
  const granted = new Set(PERMISSIONS.filter((one) => fields.flag(one)))
  const follow = (one: Permission, other: Permission): void => {
    if (!fields.has(one) && granted.has(other)) granted.add(one)
  }
  follow('can_manage_topics', 'can_pin_messages')
  // The old name counts only where none of the new ones is there.
  if (!MEDIA_PERMISSIONS.some((one) => fields.has(one)) && fields.flag('can_send_media_messages')) {
    grantMedia(granted)
    if (!independent) granted.add('can_send_messages')
  }
  follow('can_edit_tag', 'can_pin_messages')
  // Before others bring can_send_messages along: reactions do not follow those.
  follow('can_react_to_messages', 'can_send_messages')
  if (independent) return granted
  if (granted.has('can_send_other_messages') || granted.has('can_add_web_page_previews')) {
    grantMedia(granted)
    granted.add('can_send_messages')
  }
  if (granted.has('can_send_polls')) granted.add('can_send_messages')
  return granted
}

/** What the parameters of old grant (the same source). */
function grantedByOld(params: Params): Set<Permission> {
  const [messages, media, other, previews] = OLD.map((name) => params.flag(name))
  const independent = params.flag('use_independent_chat_permissions')
  const granted = new Set<Permission>()
  if (other) granted.add('can_send_other_messages')
  if (previews) granted.add('can_add_web_page_previews')
  const sendsMedia = media || (!independent && (other || previews))
  if (sendsMedia) grantMedia(granted)
  const sends = messages || (!independent && sendsMedia)
  if (sends) granted.add('can_send_messages').add('can_react_to_messages')
  return sends && sendsMedia && other && previews ? new Set(PERMISSIONS) : granted
}

function grantMedia(granted: Set<Permission>): void {
  for (const name of MEDIA_PERMISSIONS) granted.add(name)
}

/** Bits of chatBannedRights for everything that is not granted, each by itself. */
function bannedBy(granted: ReadonlySet<Permission>): number {
  return bitsOf(PERMISSIONS.filter((name) => !granted.has(name)))
}

function bitsOf(names: readonly Permission[]): number {
  return maskOf(
    BANNED_RIGHTS,
    names.flatMap((name): readonly BannedRight[] => TAKEN_WITHOUT[name]),
  )
}
