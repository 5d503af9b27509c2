/**
 * What accounts make of their dialogs (pinned, marked as unread, cleared), edited messages, whom an
 * account blocked, how many chats it made, and who may look into a private channel before
 * joining.
 */
export const dialogs: readonly string[] = [
  // The highest stands first; 0 is not pinned.
  `ALTER TABLE dialogs ADD COLUMN "pinned" INTEGER NOT NULL DEFAULT 0`,
  `ALTER TABLE dialogs ADD COLUMN "unreadMark" INTEGER NOT NULL DEFAULT 0`,
  // Of a channel: messages up to this one are hidden from this account.
  `ALTER TABLE dialogs ADD COLUMN "clearedTo" INTEGER NOT NULL DEFAULT 0`,
  `ALTER TABLE messages ADD COLUMN "editDate" BIGINT`,

  // How many chats an account has made is asked with each one that it makes.
  `CREATE INDEX chats_by_creator ON chats ("creatorId")`,

  `CREATE TABLE blocked_peers (
    "ownerId" BIGINT NOT NULL REFERENCES users,
    "peerKind" TEXT NOT NULL,
    "peerId" BIGINT NOT NULL,
    "date" BIGINT NOT NULL,
    PRIMARY KEY ("ownerId", "peerKind", "peerId")
  )`,
  `CREATE INDEX blocked_peers_by_date ON blocked_peers ("ownerId", "date", "peerId")`,

  // One row for each private chat or channel that somebody looks into by a link without joining.
  `CREATE TABLE peeks (
    "chatId" BIGINT NOT NULL REFERENCES chats,
    "userId" BIGINT NOT NULL REFERENCES users,
    "expiresAt" BIGINT NOT NULL,
    PRIMARY KEY ("chatId", "userId")
  )`,
  `CREATE INDEX peeks_by_end ON peeks ("expiresAt")`,
]
