/** Where a thread of answers began; messages from before know only what they answer. */
export const replyThreads: readonly string[] = [
  `ALTER TABLE messages ADD COLUMN "replyTopId" BIGINT`,
]
