import type { BannedRight } from '../domain/chats/rights.ts'

/**
 * The Bot API's permissions, in its order, and what is taken from somebody who has not one.
 *
 * Source: https://core.telegram.org/bots/api#chatpermissions
 */
export const TAKEN_WITHOUT = {
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
} as const satisfies Readonly<Record<string, readonly BannedRight[]>>

export type Permission = keyof typeof TAKEN_WITHOUT

export const PERMISSIONS = Object.keys(TAKEN_WITHOUT) as Permission[]

/** Permissions to send media of one kind each. */
export const MEDIA_PERMISSIONS = [
  'can_send_audios', 'can_send_documents', 'can_send_photos', 'can_send_videos',
  'can_send_video_notes', 'can_send_voice_notes',
] as const satisfies readonly Permission[] // prettier-ignore
