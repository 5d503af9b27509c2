import type { AnyMethod } from '../../method.ts'
import { getBotCommands } from './get-bot-commands.ts'
import { resetBotCommands } from './reset-bot-commands.ts'
import { setBotCommands } from './set-bot-commands.ts'
import { setJoinChatResults } from './set-join-chat-results.ts'

/** Every implemented method of the namespace `bots`. */
export const botsMethods: readonly AnyMethod[] = [
  getBotCommands,
  resetBotCommands,
  setBotCommands,
  setJoinChatResults,
]
