import type { BotApiMethod } from '../method.ts'
import { createChatInviteLink } from './create-chat-invite-link.ts'
import { exportChatInviteLink } from './export-chat-invite-link.ts'
import { getChat } from './get-chat.ts'
import { getMe } from './get-me.ts'

/**
 * Every implemented method by its name in small letters. A tidy test fails on a method file that is
 * missing here.
 */
export const BOT_API_METHODS: ReadonlyMap<string, BotApiMethod> = new Map(
  [createChatInviteLink, exportChatInviteLink, getChat, getMe].map((method) => [
    method.name.toLowerCase(),
    method,
  ]),
)
