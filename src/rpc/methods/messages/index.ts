import type { AnyMethod } from '../../method.ts'
import { addChatUser } from './add-chat-user.ts'
import { checkChatInvite } from './check-chat-invite.ts'
import { createChat } from './create-chat.ts'
import { deleteChatUser } from './delete-chat-user.ts'
import { deleteChat } from './delete-chat.ts'
import { deleteExportedChatInvite } from './delete-exported-chat-invite.ts'
import { deleteHistory } from './delete-history.ts'
import { deleteMessages } from './delete-messages.ts'
import { deleteRevokedExportedChatInvites } from './delete-revoked-exported-chat-invites.ts'
import { editChatAbout } from './edit-chat-about.ts'
import { editChatAdmin } from './edit-chat-admin.ts'
import { editChatCreator } from './edit-chat-creator.ts'
import { editChatDefaultBannedRights } from './edit-chat-default-banned-rights.ts'
import { editChatPhoto } from './edit-chat-photo.ts'
import { editChatTitle } from './edit-chat-title.ts'
import { editExportedChatInvite } from './edit-exported-chat-invite.ts'
import { editMessage } from './edit-message.ts'
import { exportChatInvite } from './export-chat-invite.ts'
import { getAdminsWithInvites } from './get-admins-with-invites.ts'
import { getChatInviteImporters } from './get-chat-invite-importers.ts'
import { getChats } from './get-chats.ts'
import { getCommonChats } from './get-common-chats.ts'
import { getDialogFilters } from './get-dialog-filters.ts'
import { getDialogUnreadMarks } from './get-dialog-unread-marks.ts'
import { getDialogs } from './get-dialogs.ts'
import { getExportedChatInvite } from './get-exported-chat-invite.ts'
import { getExportedChatInvites } from './get-exported-chat-invites.ts'
import { getFullChat } from './get-full-chat.ts'
import { getHistory } from './get-history.ts'
import { getMessages } from './get-messages.ts'
import { getOnlines } from './get-onlines.ts'
import { getPeerDialogs } from './get-peer-dialogs.ts'
import { getPeerSettings } from './get-peer-settings.ts'
import { getPinnedDialogs } from './get-pinned-dialogs.ts'
import { getScheduledHistory } from './get-scheduled-history.ts'
import { getSearchCounters } from './get-search-counters.ts'
import { getSuggestedDialogFilters } from './get-suggested-dialog-filters.ts'
import { hideAllChatJoinRequests } from './hide-all-chat-join-requests.ts'
import { hideChatJoinRequest } from './hide-chat-join-request.ts'
import { importChatInvite } from './import-chat-invite.ts'
import { markDialogUnread } from './mark-dialog-unread.ts'
import { migrateChat } from './migrate-chat.ts'
import { readHistory } from './read-history.ts'
import { readMentions } from './read-mentions.ts'
import { readReactions } from './read-reactions.ts'
import { reorderPinnedDialogs } from './reorder-pinned-dialogs.ts'
import { requestChatJoinWebView } from './request-chat-join-web-view.ts'
import { search } from './search.ts'
import { sendMessage } from './send-message.ts'
import { setTyping } from './set-typing.ts'
import { toggleDialogPin } from './toggle-dialog-pin.ts'
import { updateDialogFilter } from './update-dialog-filter.ts'
import { updateDialogFiltersOrder } from './update-dialog-filters-order.ts'

/** Every implemented method of the namespace `messages`. */
export const messagesMethods: readonly AnyMethod[] = [
  addChatUser,
  checkChatInvite,
  createChat,
  deleteChat,
  deleteChatUser,
  deleteExportedChatInvite,
  deleteHistory,
  deleteMessages,
  deleteRevokedExportedChatInvites,
  editChatAbout,
  editChatAdmin,
  editChatCreator,
  editChatDefaultBannedRights,
  editChatPhoto,
  editChatTitle,
  editExportedChatInvite,
  editMessage,
  exportChatInvite,
  getAdminsWithInvites,
  getChatInviteImporters,
  getChats,
  getCommonChats,
  getDialogFilters,
  getDialogUnreadMarks,
  getDialogs,
  getExportedChatInvite,
  getExportedChatInvites,
  getFullChat,
  getHistory,
  getMessages,
  getOnlines,
  getPeerDialogs,
  getPeerSettings,
  getPinnedDialogs,
  getScheduledHistory,
  getSearchCounters,
  getSuggestedDialogFilters,
  hideAllChatJoinRequests,
  hideChatJoinRequest,
  importChatInvite,
  markDialogUnread,
  migrateChat,
  readHistory,
  readMentions,
  readReactions,
  reorderPinnedDialogs,
  requestChatJoinWebView,
  search,
  sendMessage,
  setTyping,
  toggleDialogPin,
  updateDialogFilter,
  updateDialogFiltersOrder,
]
