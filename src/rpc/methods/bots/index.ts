import type { AnyMethod } from '../../method.ts'
import { setJoinChatResults } from './set-join-chat-results.ts'

/** Every implemented method of the namespace `bots`. */
export const botsMethods: readonly AnyMethod[] = [setJoinChatResults]
