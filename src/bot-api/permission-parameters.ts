import { BANNED_RIGHTS, maskOf, type BannedRight } from '../domain/chats/rights.ts'
import type { BotApiPermissions } from './encode/permissions.ts'
import { badRequest } from './errors.ts'
import { flag, json, required, type JsonSchema, type Parameter } from './parameters.ts'
import type { Params } from './params.ts'

type Permission = keyof BotApiPermissions

/** What is taken from somebody who has not a permission. */
const TAKES: Readonly<Record<Permission, readonly BannedRight[]>> = {
  can_send_messages: ['sendPlain'],
  can_send_audios: ['sendAudios'],
  can_send_documents: ['sendDocs'],
  can_send_photos: ['sendPhotos'],
  can_send_videos: ['sendVideos'],
  can_send_video_notes: ['sendRoundvideos'],
  can_send_voice_notes: ['sendVoices'],
  can_send_polls: ['sendPolls'],
  can_send_other_messages: ['sendStickers', 'sendGifs', 'sendGames', 'sendInline'],
  can_add_web_page_previews: ['embedLinks'],
  can_react_to_messages: ['sendReactions'],
  can_edit_tag: ['editRank'],
  can_change_info: ['changeInfo'],
  can_invite_users: ['inviteUsers'],
  can_pin_messages: ['pinMessages'],
  can_manage_topics: ['manageTopics'],
}

const PERMISSIONS = Object.keys(TAKES) as Permission[]

const MEDIA = [
  'can_send_audios', 'can_send_documents', 'can_send_photos', 'can_send_videos',
  'can_send_video_notes', 'can_send_voice_notes',
] as const satisfies readonly Permission[] // prettier-ignore

/** Permissions as they were before each kind of media had its own; still taken outside of `permissions`. */
const LEGACY = {
  can_send_messages: ['can_send_messages'],
  can_send_media_messages: MEDIA,
  can_send_other_messages: ['can_send_other_messages'],
  can_add_web_page_previews: ['can_add_web_page_previews'],
} as const satisfies Readonly<Record<string, readonly Permission[]>>

const SCHEMA: JsonSchema = { $ref: '#/components/schemas/ChatPermissions' }

/** `use_independent_chat_permissions`: whether no permission brings others along. */
export const independentPermissions = flag()

/** `permissions` as bits of chatBannedRights. @throws BotApiError 400 for what is no ChatPermissions */
export const permissions: Parameter<number> = required(
  json('ChatPermissions', 'permissions', (value, params) => {
    if (value === undefined) throw badRequest("can't parse permissions JSON object")
    return bannedBy(grantedBy(value, params))
  }),
)

/** The same for restrictChatMember, which takes the permissions of old as parameters of their own too. */
export const memberPermissions: Parameter<number> = {
  required: true,
  schema: SCHEMA,
  read(params, name) {
    if (params.raw(name) !== '') return permissions.read(params, name)
    const legacy = Object.entries(LEGACY).filter(([old]) => params.flag(old))
    // Who gets all of the old ones is free again.
    if (legacy.length === Object.keys(LEGACY).length) return 0
    const granted = new Set<Permission>(legacy.flatMap(([, names]) => names))
    implyOthers(granted, params)
    return bannedBy(granted)
  },
}

/** Permissions that an object grants. @throws BotApiError 400 */
function grantedBy(value: unknown, params: Params): Set<Permission> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest('object expected as permissions')
  }
  const given = new Map<string, unknown>(Object.entries(value))
  const grants = (name: string): boolean | undefined => {
    const granted = given.get(name)
    if (granted === undefined || granted === null) return undefined
    if (typeof granted === 'boolean') return granted
    throw badRequest(`can't parse chat permissions: Field "${name}" must be of type Boolean`)
  }
  const granted = new Set(PERMISSIONS.filter((name) => grants(name)))
  if (grants('can_send_media_messages')) for (const media of MEDIA) granted.add(media)
  implyOthers(granted, params)
  // Absent ones follow others ([INF] for reactions; https://core.telegram.org/bots/api#chatpermissions).
  const follow = (name: Permission, other: Permission): void => {
    if (grants(name) === undefined && granted.has(other)) granted.add(name)
  }
  follow('can_manage_topics', 'can_pin_messages')
  follow('can_react_to_messages', 'can_send_messages')
  return granted
}

/** Bits of chatBannedRights for everything that is not granted. */
function bannedBy(granted: ReadonlySet<Permission>): number {
  const banned = PERMISSIONS.filter((name) => !granted.has(name)).flatMap((name) => TAKES[name])
  if (!MEDIA.some((name) => granted.has(name))) banned.push('sendMedia')
  const sends = PERMISSIONS.slice(0, PERMISSIONS.indexOf('can_react_to_messages'))
  if (!sends.some((name) => granted.has(name))) banned.push('sendMessages')
  return maskOf(BANNED_RIGHTS, banned)
}

/** Source: https://core.telegram.org/bots/api#restrictchatmember (use_independent_chat_permissions) */
function implyOthers(granted: Set<Permission>, params: Params): void {
  if (params.flag('use_independent_chat_permissions')) return
  if (granted.has('can_send_other_messages') || granted.has('can_add_web_page_previews')) {
    for (const name of MEDIA) granted.add(name)
  }
  if (granted.has('can_send_polls') || MEDIA.some((name) => granted.has(name))) {
    granted.add('can_send_messages')
  }
}
