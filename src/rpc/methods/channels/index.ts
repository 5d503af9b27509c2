import type { AnyMethod } from '../../method.ts'
import { checkUsername } from './check-username.ts'
import { createChannel } from './create-channel.ts'
import { deleteChannel } from './delete-channel.ts'
import { deleteHistory } from './delete-history.ts'
import { deleteMessages } from './delete-messages.ts'
import { editAdmin } from './edit-admin.ts'
import { editBanned } from './edit-banned.ts'
import { editPhoto } from './edit-photo.ts'
import { editTitle } from './edit-title.ts'
import { getAdminLog } from './get-admin-log.ts'
import { getAdminedPublicChannels } from './get-admined-public-channels.ts'
import { getChannels } from './get-channels.ts'
import { getFullChannel } from './get-full-channel.ts'
import { getMessages } from './get-messages.ts'
import { getParticipant } from './get-participant.ts'
import { getParticipants } from './get-participants.ts'
import { inviteToChannel } from './invite-to-channel.ts'
import { joinChannel } from './join-channel.ts'
import { leaveChannel } from './leave-channel.ts'
import { readHistory } from './read-history.ts'
import { setDiscussionGroup } from './set-discussion-group.ts'
import { toggleJoinRequest } from './toggle-join-request.ts'
import { toggleJoinToSend } from './toggle-join-to-send.ts'
import { toggleSignatures } from './toggle-signatures.ts'
import { updatePaidMessagesPrice } from './update-paid-messages-price.ts'
import { updateUsername } from './update-username.ts'

/** Every implemented method of the namespace `channels`. */
export const channelsMethods: readonly AnyMethod[] = [
  checkUsername,
  createChannel,
  deleteChannel,
  deleteHistory,
  deleteMessages,
  editAdmin,
  editBanned,
  editPhoto,
  editTitle,
  getAdminLog,
  getAdminedPublicChannels,
  getChannels,
  getFullChannel,
  getMessages,
  getParticipant,
  getParticipants,
  inviteToChannel,
  joinChannel,
  leaveChannel,
  readHistory,
  setDiscussionGroup,
  toggleJoinRequest,
  toggleJoinToSend,
  toggleSignatures,
  updatePaidMessagesPrice,
  updateUsername,
]
