import { BANNED_RIGHTS, maskOf, type BannedRight } from '../../domain/chats/rights.ts'

/** https://core.telegram.org/bots/api#chatpermissions */
export interface BotApiPermissions {
  readonly can_send_messages: boolean
  readonly can_send_audios: boolean
  readonly can_send_documents: boolean
  readonly can_send_photos: boolean
  readonly can_send_videos: boolean
  readonly can_send_video_notes: boolean
  readonly can_send_voice_notes: boolean
  readonly can_send_polls: boolean
  readonly can_send_other_messages: boolean
  readonly can_add_web_page_previews: boolean
  readonly can_react_to_messages: boolean
  readonly can_edit_tag: boolean
  readonly can_change_info: boolean
  readonly can_invite_users: boolean
  readonly can_pin_messages: boolean
  readonly can_manage_topics: boolean
}

/** The same as it is told. */
export interface ToldPermissions extends BotApiPermissions {
  /**
   * Whether media of any kind may be sent: of Bot API before 6.5, but written to this day, and
   * libraries of that time fail without it.
   */
  readonly can_send_media_messages: boolean
}

/**
 * What members may do whom `banned` (bits of chatBannedRights) binds. Nobody sends anything who may not
 * send messages, and no media who may not send media.
 *
 * Source: Client.cpp json_store_permissions of telegram-bot-api
 */
export function encodePermissions(banned: number): ToldPermissions {
  const may = (...rights: BannedRight[]): boolean => (banned & maskOf(BANNED_RIGHTS, rights)) === 0
  const maySend = (right: BannedRight): boolean => may('sendMessages', right)
  const maySendMedia = (right: BannedRight): boolean => may('sendMessages', 'sendMedia', right)
  const media = {
    can_send_audios: maySendMedia('sendAudios'),
    can_send_documents: maySendMedia('sendDocs'),
    can_send_photos: maySendMedia('sendPhotos'),
    can_send_videos: maySendMedia('sendVideos'),
    can_send_video_notes: maySendMedia('sendRoundvideos'),
    can_send_voice_notes: maySendMedia('sendVoices'),
  }
  return {
    can_send_messages: maySend('sendPlain'),
    can_send_media_messages: Object.values(media).includes(true),
    ...media,
    can_send_polls: maySend('sendPolls'),
    can_send_other_messages:
      maySend('sendStickers') ||
      maySend('sendGifs') ||
      maySend('sendGames') ||
      maySend('sendInline'),
    can_add_web_page_previews: maySend('embedLinks'),
    can_react_to_messages: may('sendReactions'),
    can_edit_tag: may('editRank'),
    can_change_info: may('changeInfo'),
    can_invite_users: may('inviteUsers'),
    can_pin_messages: may('pinMessages'),
    can_manage_topics: may('manageTopics'),
  }
}
