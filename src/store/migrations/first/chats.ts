/** Chats, who is in them, and the links that lead there. */
export const chats: readonly string[] = [
  // --- chats of all three kinds; ids are unique over the kinds
  `CREATE TABLE chats (
    "id" BIGINT PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "about" TEXT NOT NULL DEFAULT '',
    "username" TEXT,
    "creatorId" BIGINT NOT NULL,
    "date" BIGINT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "deleted" INTEGER NOT NULL DEFAULT 0,
    "migratedTo" BIGINT,
    "migratedFrom" BIGINT,
    "participantsCount" INTEGER NOT NULL DEFAULT 0,
    "defaultBannedRights" INTEGER NOT NULL DEFAULT 0,
    "pts" INTEGER NOT NULL DEFAULT 1,
    "lastMessageId" INTEGER NOT NULL DEFAULT 0,
    "joinToSend" INTEGER NOT NULL DEFAULT 0,
    "joinRequest" INTEGER NOT NULL DEFAULT 0,
    "guardBotId" BIGINT,
    "signatures" INTEGER NOT NULL DEFAULT 0,
    "linkedChatId" BIGINT,
    "monoforumOf" BIGINT,
    "monoforumId" BIGINT,
    "requestsPending" INTEGER NOT NULL DEFAULT 0,
    "photoId" BIGINT
  )`,
  // How many chats an account has made is asked with each one that it makes.
  `CREATE INDEX chats_by_creator ON chats ("creatorId")`,
  // Of a basic group that was migrated, its photo is the supergroup's as well.
  `CREATE TABLE photos (
    "id" BIGINT PRIMARY KEY,
    "chatId" BIGINT NOT NULL REFERENCES chats,
    "date" BIGINT NOT NULL,
    "type" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "size" INTEGER NOT NULL,
    "bytes" BLOB NOT NULL
  )`,
  `CREATE INDEX photos_by_chat ON photos ("chatId", "id")`,
  // A row stays when somebody leaves: "left" and "banned" are different from "never was there". Somebody who
  // was removed, or whose ban was lifted, did not leave by choice.
  `CREATE TABLE members (
    "chatId" BIGINT NOT NULL REFERENCES chats,
    "userId" BIGINT NOT NULL REFERENCES users,
    "status" TEXT NOT NULL,
    "date" BIGINT NOT NULL,
    "inviterId" BIGINT,
    "adminRights" BIGINT NOT NULL DEFAULT 0,
    "rank" TEXT NOT NULL DEFAULT '',
    "promotedBy" BIGINT,
    "bannedRights" BIGINT NOT NULL DEFAULT 0,
    "untilDate" BIGINT NOT NULL DEFAULT 0,
    "kickedBy" BIGINT,
    "inviteId" BIGINT,
    "viaRequest" INTEGER NOT NULL DEFAULT 0,
    "viaChatlist" INTEGER NOT NULL DEFAULT 0,
    "approvedBy" BIGINT,
    "subscriptionUntil" BIGINT,
    "leftByChoice" INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY ("chatId", "userId")
  )`,
  `CREATE INDEX members_by_user ON members ("userId", "status")`,
  // Admins are few, members many: joins ask for the admins each time.
  `CREATE INDEX members_admins ON members ("chatId", "userId") WHERE "status" IN ('creator', 'admin')`,
  `CREATE INDEX members_by_promoter ON members ("chatId", "promotedBy") WHERE "promotedBy" IS NOT NULL`,
  // With these a page of a list costs the same in a chat of ten members and of a hundred thousand. SQLite uses
  // one only where a query's condition says the same in the same words.
  `CREATE INDEX members_by_invite ON members ("chatId", "inviteId", "date", "userId")
     WHERE "inviteId" IS NOT NULL`,
  `CREATE INDEX members_present ON members ("chatId", "date", "userId")
     WHERE "status" IN ('creator', 'admin', 'member', 'restricted')`,
  `CREATE INDEX members_banned ON members ("chatId", "date", "userId") WHERE "status" = 'banned'`,
  `CREATE INDEX members_restricted ON members ("chatId", "date", "userId") WHERE "bannedRights" <> 0`,
  // A row stays when the bot leaves; where it stands is in members.
  `CREATE TABLE chat_bots (
    "chatId" BIGINT NOT NULL REFERENCES chats,
    "botId" BIGINT NOT NULL REFERENCES users,
    PRIMARY KEY ("chatId", "botId")
  )`,
  // One row for each private chat or channel that somebody looks into by a link without joining.
  `CREATE TABLE peeks (
    "chatId" BIGINT NOT NULL REFERENCES chats,
    "userId" BIGINT NOT NULL REFERENCES users,
    "expiresAt" BIGINT NOT NULL,
    PRIMARY KEY ("chatId", "userId")
  )`,
  `CREATE INDEX peeks_by_end ON peeks ("expiresAt")`,

  // --- invites. A link's hash is its sealed id (core/sealed-ids.ts), so that no id may be given twice, not even
  // after a reset: a link that is gone would come back to life.
  `CREATE TABLE invites (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "chatId" BIGINT NOT NULL REFERENCES chats,
    "adminId" BIGINT NOT NULL REFERENCES users,
    "permanent" INTEGER NOT NULL,
    "revoked" INTEGER NOT NULL DEFAULT 0,
    "requestNeeded" INTEGER NOT NULL DEFAULT 0,
    "title" TEXT,
    "date" BIGINT NOT NULL,
    "startDate" BIGINT,
    "expireDate" BIGINT,
    "usageLimit" INTEGER,
    "usage" INTEGER NOT NULL DEFAULT 0,
    "requested" INTEGER NOT NULL DEFAULT 0,
    "subscriptionPeriod" INTEGER,
    "subscriptionAmount" BIGINT,
    "subscriptionExpired" INTEGER NOT NULL DEFAULT 0
  )`,
  // A higher id was made later: that is the order of lists.
  `CREATE INDEX invites_by_admin ON invites ("chatId", "adminId", "revoked", "id")`,
  // One primary link per admin and chat, held by the database itself.
  `CREATE UNIQUE INDEX invites_primary ON invites ("chatId", "adminId")
     WHERE "permanent" = 1 AND "revoked" = 0`,
  // "lastMessageId": the newest message that the requester had by then; what came later came because of the
  // request.
  `CREATE TABLE join_requests (
    "chatId" BIGINT NOT NULL REFERENCES chats,
    "userId" BIGINT NOT NULL REFERENCES users,
    "inviteId" BIGINT,
    "date" BIGINT NOT NULL,
    "about" TEXT NOT NULL DEFAULT '',
    "viaChatlist" INTEGER NOT NULL DEFAULT 0,
    "lastMessageId" INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY ("chatId", "userId")
  )`,
  `CREATE INDEX join_requests_by_date ON join_requests ("chatId", "date", "userId")`,
  `CREATE INDEX join_requests_by_user ON join_requests ("userId")`,
  `CREATE INDEX join_requests_by_invite ON join_requests ("inviteId", "date", "userId")
     WHERE "inviteId" IS NOT NULL`,
  // What a guard bot was asked about a request and has not decided; gone with the request.
  `CREATE TABLE join_queries (
    "queryId" TEXT PRIMARY KEY,
    "chatId" BIGINT NOT NULL REFERENCES chats,
    "userId" BIGINT NOT NULL REFERENCES users,
    "botId" BIGINT NOT NULL REFERENCES users,
    "webAppUrl" TEXT,
    UNIQUE ("chatId", "userId")
  )`,

  // --- folders of accounts, and the links by which they are shared
  `CREATE TABLE folders (
    "accountId" BIGINT NOT NULL REFERENCES users,
    "id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "entities" TEXT NOT NULL,
    "titleNoanimate" INTEGER NOT NULL DEFAULT 0,
    "emoticon" TEXT,
    "color" INTEGER,
    "flags" INTEGER NOT NULL DEFAULT 0,
    "pinned" TEXT NOT NULL,
    "included" TEXT NOT NULL,
    "excluded" TEXT NOT NULL,
    "joinedInviteId" BIGINT,
    "seenChats" TEXT NOT NULL,
    PRIMARY KEY ("accountId", "id")
  )`,
  `CREATE TABLE chatlist_invites (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "ownerId" BIGINT NOT NULL REFERENCES users,
    "folderId" INTEGER NOT NULL,
    "title" TEXT NOT NULL DEFAULT '',
    "date" BIGINT NOT NULL,
    "chatIds" TEXT NOT NULL
  )`,
  `CREATE INDEX chatlist_invites_by_folder ON chatlist_invites ("ownerId", "folderId", "id")`,
]
