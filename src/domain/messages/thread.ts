import type { MessageRow } from '../../store/tables/messages.ts'

/**
 * The message with which the thread of a supergroup's message began: what it answers, or where that
 * one's own thread began. Null for a message that answers nothing.
 *
 * Source: https://core.telegram.org/api/threads, td MessageReplyHeader.cpp
 */
export function threadOf({ replyToId, replyTopId }: MessageRow): number | null {
  return replyTopId ?? replyToId
}
