import { METHOD_ERRORS } from '../src/core/generated/method-errors.ts'

/** Methods around links, whose documented errors are all accounted for. */
export const METHODS_OF_LINKS = [
  'messages.exportChatInvite',
  'messages.editExportedChatInvite',
  'messages.getExportedChatInvite',
  'messages.getExportedChatInvites',
  'messages.deleteExportedChatInvite',
  'messages.deleteRevokedExportedChatInvites',
  'messages.getAdminsWithInvites',
  'messages.getChatInviteImporters',
  'messages.hideChatJoinRequest',
  'messages.hideAllChatJoinRequests',
  'messages.checkChatInvite',
  'messages.importChatInvite',
  'channels.joinChannel',
  'channels.toggleJoinRequest',
  'channels.toggleJoinToSend',
  'messages.getFullChat',
  'channels.getFullChannel',
  'chatlists.exportChatlistInvite',
  'chatlists.checkChatlistInvite',
  'chatlists.joinChatlistInvite',
  'chatlists.editExportedInvite',
  'chatlists.deleteExportedInvite',
  'chatlists.getExportedInvites',
] as const

/** An error of a method, as `messages.getFullChat 400 CHAT_ID_INVALID`. */
export type MethodError = string

/** Every documented error of those methods. */
export function documentedErrors(): MethodError[] {
  return METHODS_OF_LINKS.flatMap((method) =>
    (METHOD_ERRORS[method] ?? []).map(([code, name]) => `${method} ${code} ${name}`),
  )
}

/** Documented errors that this server never answers, with the reason; a star stands for every method. */
export const NEVER_RAISED: Readonly<Record<MethodError, string>> = {
  '* 400 BUSINESS_CONNECTION_NOT_ALLOWED': 'There are no business connections.',
  '* 406 CHANNEL_PRIVATE': 'All sightings of this error have code 400.',
  '* 406 INVITE_HASH_EXPIRED': 'All sightings of this error have code 400.',
  '* 420 FROZEN_METHOD_INVALID': 'No account is frozen.',
  'messages.hideChatJoinRequest 400 CHANNELS_TOO_MUCH':
    'The requester, not the caller, is in too many: USER_CHANNELS_TOO_MUCH.',
  'messages.hideChatJoinRequest 403 USER_CHANNELS_TOO_MUCH': 'It is answered with code 400.',
  'messages.hideAllChatJoinRequests 400 CHANNELS_TOO_MUCH':
    'The requesters, not the caller, are in too many: USER_CHANNELS_TOO_MUCH.',
  'messages.importChatInvite 400 CHANNEL_INVALID': 'A hash names no peer.',
  'messages.importChatInvite 400 MSG_ID_INVALID': 'A hash names no peer.',
  'messages.importChatInvite 400 PEER_ID_INVALID': 'A hash names no peer.',
  'messages.importChatInvite 400 CHANNEL_PRIVATE':
    'A link that leads nowhere is INVITE_HASH_EXPIRED, whatever the reason.',
  'messages.importChatInvite 400 CHAT_INVALID':
    'A link that leads nowhere is INVITE_HASH_EXPIRED, whatever the reason.',
  'messages.importChatInvite 400 USER_CHANNELS_TOO_MUCH':
    'The caller himself is in too many: CHANNELS_TOO_MUCH.',
  'channels.joinChannel 400 USER_CHANNELS_TOO_MUCH':
    'The caller himself is in too many: CHANNELS_TOO_MUCH.',
  'channels.joinChannel 400 CHAT_INVALID': 'What is no channel is CHANNEL_INVALID.',
  'channels.joinChannel 400 PEER_ID_INVALID': 'What is no channel is CHANNEL_INVALID.',
  'channels.joinChannel 400 INVITE_HASH_EMPTY': 'A channel is named by its peer, not by a hash.',
  'channels.joinChannel 400 INVITE_HASH_EXPIRED': 'A channel is named by its peer, not by a hash.',
  'channels.joinChannel 400 INVITE_HASH_INVALID': 'A channel is named by its peer, not by a hash.',
  'messages.getFullChat 400 PEER_ID_INVALID': 'What is no basic group is CHAT_ID_INVALID.',
  'channels.getFullChannel 400 CHAT_NOT_MODIFIED': 'The method changes nothing.',
  'channels.getFullChannel 403 CHANNEL_PUBLIC_GROUP_NA': 'No public group is out of reach.',
}

/** Why a documented error is never answered; undefined for one that is. */
export function whyNever(error: MethodError): string | undefined {
  return NEVER_RAISED[error] ?? NEVER_RAISED[error.replace(/^\S+/, '*')]
}
