/** What happened: messages, logs, updates and queues. */
export const messages: readonly string[] = [
  // --- what happened to a supergroup or channel, for its admins
  `CREATE TABLE admin_log (
    "chatId" BIGINT NOT NULL REFERENCES chats,
    "id" BIGINT NOT NULL,
    "date" BIGINT NOT NULL,
    "userId" BIGINT NOT NULL,
    "subjectId" BIGINT,
    "filter" INTEGER NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "payload" TEXT NOT NULL,
    PRIMARY KEY ("chatId", "id")
  )`,

  // --- messages: private chats and basic groups in every account's own box, channels in theirs. "flags" are
  // bits of domain/messages/flags.ts; "replyTopId" is where a thread of answers began.
  `CREATE TABLE messages (
    "boxKind" TEXT NOT NULL,
    "boxId" BIGINT NOT NULL,
    "id" INTEGER NOT NULL,
    "uid" BIGINT NOT NULL,
    "peerKind" TEXT NOT NULL,
    "peerId" BIGINT NOT NULL,
    "fromId" BIGINT,
    "authorId" BIGINT,
    "post" INTEGER NOT NULL DEFAULT 0,
    "postAuthor" TEXT,
    "out" INTEGER NOT NULL DEFAULT 0,
    "date" BIGINT NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "entities" TEXT,
    "action" TEXT,
    "randomId" TEXT,
    "replyToId" INTEGER,
    "commentsIn" BIGINT,
    "pts" INTEGER NOT NULL,
    "editDate" BIGINT,
    "replyTopId" BIGINT,
    "flags" INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY ("boxKind", "boxId", "id")
  )`,
  `CREATE INDEX messages_by_peer ON messages ("boxKind", "boxId", "peerKind", "peerId", "id")`,
  `CREATE INDEX messages_by_uid ON messages ("uid")`,
  // The box in the key makes a repeated random_id find the message that was sent first.
  `CREATE UNIQUE INDEX messages_random ON messages ("boxKind", "boxId", "authorId", "randomId")
     WHERE "randomId" IS NOT NULL`,
  // "pinned": the highest stands first, 0 is not pinned. "clearedTo" of a channel: messages up to this one are
  // hidden from this account.
  `CREATE TABLE dialogs (
    "accountId" BIGINT NOT NULL,
    "peerKind" TEXT NOT NULL,
    "peerId" BIGINT NOT NULL,
    "topMessage" INTEGER NOT NULL DEFAULT 0,
    "topDate" BIGINT NOT NULL DEFAULT 0,
    "readInbox" INTEGER NOT NULL DEFAULT 0,
    "readOutbox" INTEGER NOT NULL DEFAULT 0,
    "pinned" INTEGER NOT NULL DEFAULT 0,
    "unreadMark" INTEGER NOT NULL DEFAULT 0,
    "clearedTo" INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY ("accountId", "peerKind", "peerId")
  )`,
  // People look into channels without being in them: members do not lead to all dialogs.
  `CREATE INDEX dialogs_of_channels ON dialogs ("peerId", "accountId") WHERE "peerKind" = 'channel'`,

  // --- the update log: what was pushed, in order, per account, channel and bot queue
  `CREATE TABLE updates (
    "boxKind" TEXT NOT NULL,
    "boxId" BIGINT NOT NULL,
    "n" INTEGER NOT NULL,
    "pts" INTEGER NOT NULL,
    "ptsCount" INTEGER NOT NULL,
    "date" BIGINT NOT NULL,
    "payload" TEXT NOT NULL,
    PRIMARY KEY ("boxKind", "boxId", "n")
  )`,
  `CREATE INDEX updates_by_pts ON updates ("boxKind", "boxId", "pts", "n")`,
  // Updates outside the sequences are found by their time.
  `CREATE INDEX updates_outside ON updates ("boxKind", "boxId", "date", "n") WHERE "ptsCount" = 0`,

  // --- what the Bot API keeps: a queue for each bot that ever had an update or asked for some
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

  // --- what deleted chats and accounts leave behind is swept later, some rows at a time
  `CREATE TABLE leftovers (
    "kind" TEXT NOT NULL,
    "id" BIGINT NOT NULL,
    "since" BIGINT NOT NULL,
    PRIMARY KEY ("kind", "id")
  )`,
  `CREATE INDEX leftovers_by_age ON leftovers ("since", "kind", "id")`,
]
