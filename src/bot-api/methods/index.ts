import type { BotApiMethod } from '../method.ts'
import { answerChatJoinRequestQuery } from './answer-chat-join-request-query.ts'
import { approveChatJoinRequest } from './approve-chat-join-request.ts'
import { banChatMember } from './ban-chat-member.ts'
import { close } from './close.ts'
import { createChatInviteLink } from './create-chat-invite-link.ts'
import { createChatSubscriptionInviteLink } from './create-chat-subscription-invite-link.ts'
import { declineChatJoinRequest } from './decline-chat-join-request.ts'
import { deleteChatPhoto } from './delete-chat-photo.ts'
import { deleteMessage } from './delete-message.ts'
import { deleteMyCommands } from './delete-my-commands.ts'
import { deleteWebhook } from './delete-webhook.ts'
import { editChatInviteLink } from './edit-chat-invite-link.ts'
import { editChatSubscriptionInviteLink } from './edit-chat-subscription-invite-link.ts'
import { exportChatInviteLink } from './export-chat-invite-link.ts'
import { getChatAdministrators } from './get-chat-administrators.ts'
import { getChatMemberCount } from './get-chat-member-count.ts'
import { getChatMember } from './get-chat-member.ts'
import { getChat } from './get-chat.ts'
import { getFile } from './get-file.ts'
import { getMe } from './get-me.ts'
import { getMyCommands } from './get-my-commands.ts'
import { getUpdates } from './get-updates.ts'
import { getWebhookInfo } from './get-webhook-info.ts'
import { leaveChat } from './leave-chat.ts'
import { logOut } from './log-out.ts'
import { promoteChatMember } from './promote-chat-member.ts'
import { restrictChatMember } from './restrict-chat-member.ts'
import { revokeChatInviteLink } from './revoke-chat-invite-link.ts'
import { sendChatJoinRequestWebApp } from './send-chat-join-request-web-app.ts'
import { sendMessage } from './send-message.ts'
import { setChatDescription } from './set-chat-description.ts'
import { setChatPermissions } from './set-chat-permissions.ts'
import { setChatPhoto } from './set-chat-photo.ts'
import { setChatTitle } from './set-chat-title.ts'
import { setMyCommands } from './set-my-commands.ts'
import { setWebhook } from './set-webhook.ts'
import { unbanChatMember } from './unban-chat-member.ts'

const METHODS: readonly BotApiMethod[] = [
  answerChatJoinRequestQuery,
  approveChatJoinRequest,
  banChatMember,
  close,
  createChatInviteLink,
  createChatSubscriptionInviteLink,
  declineChatJoinRequest,
  deleteChatPhoto,
  deleteMessage,
  deleteMyCommands,
  deleteWebhook,
  editChatInviteLink,
  editChatSubscriptionInviteLink,
  exportChatInviteLink,
  getChatAdministrators,
  getChatMemberCount,
  getChatMember,
  getChat,
  getFile,
  getMe,
  getMyCommands,
  getUpdates,
  getWebhookInfo,
  leaveChat,
  logOut,
  promoteChatMember,
  restrictChatMember,
  revokeChatInviteLink,
  sendChatJoinRequestWebApp,
  sendMessage,
  setChatDescription,
  setChatPermissions,
  setChatPhoto,
  setChatTitle,
  setMyCommands,
  setWebhook,
  unbanChatMember,
]

/**
 * Every implemented method by its name in small letters. A tidy test fails on a method file that is
 * missing here.
 */
export const BOT_API_METHODS: ReadonlyMap<string, BotApiMethod> = new Map(
  METHODS.map((method) => [method.name.toLowerCase(), method]),
)

/** Whether a method keeps a file that comes with the call. */
export function takesFile(name: string): boolean {
  return name.toLowerCase() === setChatPhoto.name.toLowerCase()
}
