import type { BotApiAdminRights } from '../../src/bot-api/encode/chat-member.ts'
import type { ToldPermissions } from '../../src/bot-api/encode/permissions.ts'
import type { ChatAdminRights, TypeChatBannedRights } from '../../src/tl/generated/base.ts'
import { expected, onlyBotApi, twin, type Beside, type Expected } from './twin.ts'

/**
 * TDLib reads the single rights and passes over `send_messages` and `send_media`, whatever they say.
 *
 * Source: td DialogParticipant.cpp RestrictedRights, Client.cpp json_store_permissions of telegram-bot-api
 */
export const PERMISSIONS = twin<ToldPermissions, Partial<TypeChatBannedRights>>('ChatPermissions', {
  can_send_messages: (taken) => !taken.sendPlain,
  can_send_audios: (taken) => !taken.sendAudios,
  can_send_documents: (taken) => !taken.sendDocs,
  can_send_photos: (taken) => !taken.sendPhotos,
  can_send_videos: (taken) => !taken.sendVideos,
  can_send_video_notes: (taken) => !taken.sendRoundvideos,
  can_send_voice_notes: (taken) => !taken.sendVoices,
  can_send_polls: (taken) => !taken.sendPolls,
  can_send_media_messages: (taken) =>
    !(taken.sendAudios && taken.sendDocs && taken.sendPhotos) ||
    !(taken.sendVideos && taken.sendRoundvideos && taken.sendVoices),
  can_send_other_messages: (taken) =>
    !(taken.sendStickers && taken.sendGifs && taken.sendGames && taken.sendInline),
  can_add_web_page_previews: (taken) => !taken.embedLinks,
  can_react_to_messages: (taken) => !taken.sendReactions,
  can_edit_tag: (taken) => !taken.editRank,
  can_change_info: (taken) => !taken.changeInfo,
  can_invite_users: (taken) => !taken.inviteUsers,
  can_pin_messages: (taken) => !taken.pinMessages,
  can_manage_topics: (taken) => !taken.manageTopics,
})

/** What somebody may do from whom these rights were taken; everything where none were told. */
export function permissionsOf(taken: TypeChatBannedRights | undefined, beside: Beside): Expected {
  return expected(PERMISSIONS, taken ?? {}, beside)
}

/** Rights of an administrator, and where. */
export interface Office {
  readonly rights: Partial<ChatAdminRights>
  readonly type: 'group' | 'supergroup' | 'channel'
}

/**
 * Source: Client.cpp json_store_administrator_rights of telegram-bot-api; td DialogParticipant.cpp
 * AdministratorRights, which drops what has no meaning in a kind of chat
 */
export const ADMIN_RIGHTS = twin<BotApiAdminRights, Office>('ChatAdministratorRights', {
  can_manage_chat: ({ rights }) => rights.other === true,
  can_change_info: ({ rights }) => rights.changeInfo === true,
  can_post_messages: ({ rights, type }) =>
    type === 'channel' ? rights.postMessages === true : undefined,
  can_edit_messages: ({ rights, type }) =>
    type === 'channel' ? rights.editMessages === true : undefined,
  can_delete_messages: ({ rights }) => rights.deleteMessages === true,
  can_invite_users: ({ rights }) => rights.inviteUsers === true,
  can_restrict_members: ({ rights }) => rights.banUsers === true,
  can_pin_messages: ({ rights, type }) =>
    type === 'channel' ? undefined : rights.pinMessages === true,
  can_manage_topics: ({ rights, type }) =>
    type === 'supergroup' ? rights.manageTopics === true : undefined,
  can_promote_members: ({ rights }) => rights.addAdmins === true,
  can_manage_video_chats: ({ rights }) => rights.manageCall === true,
  can_post_stories: ({ rights }) => rights.postStories === true,
  can_edit_stories: ({ rights }) => rights.editStories === true,
  can_delete_stories: ({ rights }) => rights.deleteStories === true,
  can_manage_direct_messages: ({ rights, type }) =>
    type === 'channel' ? rights.manageDirectMessages === true : undefined,
  can_manage_tags: ({ rights, type }) =>
    type === 'channel' ? undefined : rights.manageRanks === true,
  can_send_welcome_messages: onlyBotApi('newer than layer 229, the newest that is known'),
  is_anonymous: ({ rights, type }) => type !== 'channel' && rights.anonymous === true,
})

/**
 * An administrator of a basic group: MTProto tells no rights of them, TDLib fills these in.
 *
 * Source: td DialogParticipant.cpp DialogParticipantStatus::GroupAdministrator
 */
export const BASIC_GROUP_OFFICE: Office = {
  type: 'group',
  rights: {
    other: true,
    changeInfo: true,
    deleteMessages: true,
    inviteUsers: true,
    banUsers: true,
    pinMessages: true,
    manageCall: true,
    manageRanks: true,
  },
}
