/**
 * What the Bot API keeps for its bots: the updates that nobody fetched yet and how they are to be
 * delivered; and which members of a chat are bots, since every message is offered to them.
 */
export const botUpdates: readonly string[] = [
  // One row for each bot that ever had an update or asked for some.
  `CREATE TABLE bot_queues (
    "botId" BIGINT PRIMARY KEY REFERENCES users,
    "lastId" BIGINT NOT NULL,
    "asked" INTEGER NOT NULL DEFAULT 0,
    "allowed" TEXT,
    "url" TEXT NOT NULL DEFAULT '',
    "secretToken" TEXT NOT NULL DEFAULT '',
    "ipAddress" TEXT NOT NULL DEFAULT '',
    "ipFixed" INTEGER NOT NULL DEFAULT 0,
    "maxConnections" INTEGER NOT NULL DEFAULT 0,
    "errorDate" BIGINT NOT NULL DEFAULT 0,
    "errorMessage" TEXT NOT NULL DEFAULT ''
  )`,
  `CREATE INDEX bot_queues_webhooks ON bot_queues ("botId") WHERE "url" <> ''`,
  `CREATE TABLE bot_updates (
    "botId" BIGINT NOT NULL REFERENCES bot_queues,
    "id" BIGINT NOT NULL,
    "chatId" BIGINT NOT NULL,
    "date" BIGINT NOT NULL,
    "payload" TEXT NOT NULL,
    PRIMARY KEY ("botId", "id")
  )`,

  // A row stays when the bot leaves; where it stands is in members.
  `CREATE TABLE chat_bots (
    "chatId" BIGINT NOT NULL REFERENCES chats,
    "botId" BIGINT NOT NULL REFERENCES users,
    PRIMARY KEY ("chatId", "botId")
  )`,
  `INSERT INTO chat_bots ("chatId", "botId")
     SELECT m."chatId", m."userId" FROM bots b JOIN members m ON m."userId" = b."userId"`,
]
