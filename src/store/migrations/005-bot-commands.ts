/** Lists of commands that bots set for their chats, and until when a bot that logged out stays out. */
export const botCommands: readonly string[] = [
  `ALTER TABLE bots ADD COLUMN "loggedOutUntil" BIGINT NOT NULL DEFAULT 0`,
  // "scope" names whom the list is for; "commands" is JSON.
  `CREATE TABLE bot_commands (
    "botId" BIGINT NOT NULL REFERENCES users,
    "scope" TEXT NOT NULL,
    "languageCode" TEXT NOT NULL,
    "commands" TEXT NOT NULL,
    PRIMARY KEY ("botId", "scope", "languageCode")
  )`,
]
