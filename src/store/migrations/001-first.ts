/**
 * The first schema. One text for both engines: columns are quoted camelCase, booleans are small
 * integers, 64-bit values that are not ids are text or bytes. Ids stay below 2^53.
 */
export const first: readonly string[] = [
  // Counters, secrets and settings of this server.
  `CREATE TABLE meta ("key" TEXT PRIMARY KEY, "value" TEXT NOT NULL)`,

  // --- accounts
  `CREATE TABLE users (
    "id" BIGINT PRIMARY KEY,
    "phone" TEXT UNIQUE,
    "firstName" TEXT NOT NULL,
    "lastName" TEXT NOT NULL DEFAULT '',
    "username" TEXT,
    "about" TEXT NOT NULL DEFAULT '',
    "isBot" INTEGER NOT NULL DEFAULT 0,
    "premium" INTEGER NOT NULL DEFAULT 0,
    "deleted" INTEGER NOT NULL DEFAULT 0,
    "createdAt" BIGINT NOT NULL,
    "stars" BIGINT NOT NULL DEFAULT 0,
    "pts" INTEGER NOT NULL DEFAULT 1,
    "qts" INTEGER NOT NULL DEFAULT 0,
    "lastMessageId" INTEGER NOT NULL DEFAULT 0,
    "password" TEXT,
    "passwordFailures" INTEGER NOT NULL DEFAULT 0,
    "passwordFailedAt" BIGINT NOT NULL DEFAULT 0
  )`,
  `CREATE TABLE bots (
    "userId" BIGINT PRIMARY KEY REFERENCES users,
    "ownerId" BIGINT,
    "token" TEXT NOT NULL UNIQUE,
    "canJoinGroups" INTEGER NOT NULL DEFAULT 1,
    "canReadAllGroupMessages" INTEGER NOT NULL DEFAULT 0,
    "infoVersion" INTEGER NOT NULL DEFAULT 1,
    "settings" TEXT NOT NULL DEFAULT '{}'
  )`,
  // One name space for accounts and chats, as on Telegram.
  `CREATE TABLE usernames (
    "name" TEXT PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "id" BIGINT NOT NULL
  )`,
  `CREATE TABLE contacts (
    "ownerId" BIGINT NOT NULL,
    "userId" BIGINT NOT NULL,
    "firstName" TEXT NOT NULL DEFAULT '',
    "lastName" TEXT NOT NULL DEFAULT '',
    "date" BIGINT NOT NULL,
    PRIMARY KEY ("ownerId", "userId")
  )`,
  `CREATE INDEX contacts_by_user ON contacts ("userId")`,

  // --- keys and logins
  `CREATE TABLE auth_keys (
    "id" TEXT PRIMARY KEY,
    "key" BLOB NOT NULL,
    "kind" TEXT NOT NULL,
    "expiresAt" BIGINT,
    "boundTo" TEXT,
    "dc" INTEGER,
    "createdAt" BIGINT NOT NULL
  )`,
  `CREATE INDEX auth_keys_bound ON auth_keys ("boundTo")`,
  // What is known of a permanent key: who is logged in on it, and the layer its client speaks.
  `CREATE TABLE authorizations (
    "keyId" TEXT PRIMARY KEY,
    "accountId" BIGINT,
    "passwordPendingFor" BIGINT,
    "hash" TEXT NOT NULL,
    "layer" INTEGER NOT NULL,
    "apiId" BIGINT NOT NULL DEFAULT 0,
    "deviceModel" TEXT NOT NULL DEFAULT '',
    "systemVersion" TEXT NOT NULL DEFAULT '',
    "appVersion" TEXT NOT NULL DEFAULT '',
    "systemLangCode" TEXT NOT NULL DEFAULT '',
    "langPack" TEXT NOT NULL DEFAULT '',
    "langCode" TEXT NOT NULL DEFAULT '',
    "createdAt" BIGINT NOT NULL,
    "activeAt" BIGINT NOT NULL
  )`,
  `CREATE INDEX authorizations_account ON authorizations ("accountId")`,
  `CREATE TABLE login_codes (
    "phone" TEXT PRIMARY KEY,
    "codeHash" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "expiresAt" BIGINT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "resends" INTEGER NOT NULL DEFAULT 0,
    "verifiedKeyId" TEXT
  )`,
  `CREATE TABLE login_tokens (
    "token" TEXT PRIMARY KEY,
    "keyId" TEXT NOT NULL,
    "apiId" BIGINT NOT NULL,
    "expiresAt" BIGINT NOT NULL,
    "exceptIds" TEXT NOT NULL,
    "acceptedBy" BIGINT
  )`,
  // One-use SRP challenges of two-factor logins.
  `CREATE TABLE srp_challenges (
    "id" TEXT PRIMARY KEY,
    "accountId" BIGINT NOT NULL,
    "secret" BLOB NOT NULL,
    "verifier" BLOB NOT NULL,
    "expiresAt" BIGINT NOT NULL
  )`,
  // One-use tokens of auth.exportAuthorization.
  `CREATE TABLE exported_authorizations (
    "token" TEXT PRIMARY KEY,
    "accountId" BIGINT NOT NULL,
    "expiresAt" BIGINT NOT NULL
  )`,

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
    "requestsPending" INTEGER NOT NULL DEFAULT 0
  )`,
  // A row stays when somebody leaves: "left" and "banned" are different from "never was there".
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
    "inviteHash" TEXT,
    "viaRequest" INTEGER NOT NULL DEFAULT 0,
    "viaChatlist" INTEGER NOT NULL DEFAULT 0,
    "approvedBy" BIGINT,
    "subscriptionUntil" BIGINT,
    PRIMARY KEY ("chatId", "userId")
  )`,
  `CREATE INDEX members_by_user ON members ("userId", "status")`,
  // Admins are few, members many: joins ask for the admins each time.
  `CREATE INDEX members_admins ON members ("chatId", "userId") WHERE "status" IN ('creator', 'admin')`,
  `CREATE INDEX members_by_invite ON members ("inviteHash") WHERE "inviteHash" IS NOT NULL`,

  // --- invites
  `CREATE TABLE invites (
    "hash" TEXT PRIMARY KEY,
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
  `CREATE INDEX invites_by_admin ON invites ("chatId", "adminId", "revoked", "date", "hash")`,
  // One primary link per admin and chat, held by the database itself.
  `CREATE UNIQUE INDEX invites_primary ON invites ("chatId", "adminId")
     WHERE "permanent" = 1 AND "revoked" = 0`,
  `CREATE TABLE join_requests (
    "chatId" BIGINT NOT NULL REFERENCES chats,
    "userId" BIGINT NOT NULL REFERENCES users,
    "inviteHash" TEXT,
    "date" BIGINT NOT NULL,
    "about" TEXT NOT NULL DEFAULT '',
    "viaChatlist" INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY ("chatId", "userId")
  )`,
  `CREATE INDEX join_requests_by_date ON join_requests ("chatId", "date", "userId")`,
  `CREATE INDEX join_requests_by_user ON join_requests ("userId")`,
  `CREATE INDEX join_requests_by_invite ON join_requests ("inviteHash", "date", "userId")
     WHERE "inviteHash" IS NOT NULL`,
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
    "joinedSlug" TEXT,
    "seenChats" TEXT NOT NULL,
    PRIMARY KEY ("accountId", "id")
  )`,
  `CREATE TABLE chatlist_invites (
    "slug" TEXT PRIMARY KEY,
    "ownerId" BIGINT NOT NULL REFERENCES users,
    "folderId" INTEGER NOT NULL,
    "title" TEXT NOT NULL DEFAULT '',
    "date" BIGINT NOT NULL,
    "chatIds" TEXT NOT NULL
  )`,
  `CREATE INDEX chatlist_invites_by_folder ON chatlist_invites ("ownerId", "folderId", "date", "slug")`,

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

  // --- messages: private chats and basic groups in every account's own box, channels in theirs
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
    PRIMARY KEY ("boxKind", "boxId", "id")
  )`,
  `CREATE INDEX messages_by_peer ON messages ("boxKind", "boxId", "peerKind", "peerId", "id")`,
  `CREATE INDEX messages_by_uid ON messages ("uid")`,
  // The box in the key makes a repeated random_id find the message that was sent first.
  `CREATE UNIQUE INDEX messages_random ON messages ("boxKind", "boxId", "authorId", "randomId")
     WHERE "randomId" IS NOT NULL`,
  `CREATE TABLE dialogs (
    "accountId" BIGINT NOT NULL,
    "peerKind" TEXT NOT NULL,
    "peerId" BIGINT NOT NULL,
    "topMessage" INTEGER NOT NULL DEFAULT 0,
    "topDate" BIGINT NOT NULL DEFAULT 0,
    "readInbox" INTEGER NOT NULL DEFAULT 0,
    "readOutbox" INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY ("accountId", "peerKind", "peerId")
  )`,

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
]
