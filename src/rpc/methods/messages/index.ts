import type { AnyMethod } from '../../method.ts'
import { checkChatInvite } from './check-chat-invite.ts'
import { exportChatInvite } from './export-chat-invite.ts'
import { importChatInvite } from './import-chat-invite.ts'

/** Every implemented method of the namespace `messages`. */
export const messagesMethods: readonly AnyMethod[] = [checkChatInvite, exportChatInvite, importChatInvite]
