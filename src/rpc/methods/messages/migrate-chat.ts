import { migrateChat as migrateChatRule } from '../../../domain/chats/migrate.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** messages.migrateChat: https://core.telegram.org/method/messages.migrateChat */
export const migrateChat = method('messages.migrateChat', async ({ u, caller }, { chatId }) => {
  await migrateChatRule(u, caller, chatId)
  return encodeUpdates(u, caller)
})
