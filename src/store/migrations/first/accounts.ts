/** People, bots, keys and logins. */
export const accounts: readonly string[] = [
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
    "passwordFailedAt" BIGINT NOT NULL DEFAULT 0,
    "langCode" TEXT NOT NULL DEFAULT ''
  )`,
  `CREATE TABLE bots (
    "userId" BIGINT PRIMARY KEY REFERENCES users,
    "ownerId" BIGINT,
    "token" TEXT NOT NULL UNIQUE,
    "canJoinGroups" INTEGER NOT NULL DEFAULT 1,
    "canReadAllGroupMessages" INTEGER NOT NULL DEFAULT 0,
    "infoVersion" INTEGER NOT NULL DEFAULT 1,
    "settings" TEXT NOT NULL DEFAULT '{}',
    "loggedOutUntil" BIGINT NOT NULL DEFAULT 0
  )`,
  // Lists of commands that bots set: "scope" names whom the list is for; "commands" is JSON.
  `CREATE TABLE bot_commands (
    "botId" BIGINT NOT NULL REFERENCES users,
    "scope" TEXT NOT NULL,
    "languageCode" TEXT NOT NULL,
    "commands" TEXT NOT NULL,
    PRIMARY KEY ("botId", "scope", "languageCode")
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
  // One row for each person whom a bot met outside of chats; "mayWrite" where the person wrote to it.
  `CREATE TABLE acquaintances (
    "botId" BIGINT NOT NULL REFERENCES users,
    "userId" BIGINT NOT NULL REFERENCES users,
    "mayWrite" INTEGER NOT NULL,
    PRIMARY KEY ("botId", "userId")
  )`,
  `CREATE TABLE blocked_peers (
    "ownerId" BIGINT NOT NULL REFERENCES users,
    "peerKind" TEXT NOT NULL,
    "peerId" BIGINT NOT NULL,
    "date" BIGINT NOT NULL,
    PRIMARY KEY ("ownerId", "peerKind", "peerId")
  )`,
  `CREATE INDEX blocked_peers_by_date ON blocked_peers ("ownerId", "date", "peerId")`,

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
  // What is known of a permanent key: who is logged in on it, and the layer its client speaks. "n" counts up
  // for each account.
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
    "activeAt" BIGINT NOT NULL,
    "n" INTEGER NOT NULL DEFAULT 0
  )`,
  `CREATE INDEX authorizations_account ON authorizations ("accountId", "n")`,
  `CREATE INDEX authorizations_pending ON authorizations ("passwordPendingFor")
     WHERE "passwordPendingFor" IS NOT NULL`,
  // A row for each code that was sent; the highest "n" of a phone was sent last.
  `CREATE TABLE login_codes (
    "codeHash" TEXT PRIMARY KEY,
    "phone" TEXT NOT NULL,
    "n" BIGINT NOT NULL,
    "code" TEXT NOT NULL,
    "expiresAt" BIGINT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "resends" INTEGER NOT NULL DEFAULT 0,
    "verifiedKeyId" TEXT
  )`,
  `CREATE UNIQUE INDEX login_codes_by_phone ON login_codes ("phone", "n")`,
  // Tries at the codes of a phone that succeeded with none, until the window ends.
  `CREATE TABLE login_tries (
    "phone" TEXT PRIMARY KEY,
    "tries" INTEGER NOT NULL,
    "until" BIGINT NOT NULL
  )`,
  `CREATE TABLE login_tokens (
    "token" TEXT PRIMARY KEY,
    "keyId" TEXT NOT NULL,
    "apiId" BIGINT NOT NULL,
    "expiresAt" BIGINT NOT NULL,
    "exceptIds" TEXT NOT NULL,
    "acceptedBy" BIGINT
  )`,
  // Whoever shows a QR code asks for a new token again and again.
  `CREATE INDEX login_tokens_by_key ON login_tokens ("keyId")`,
  // One-use SRP challenges of two-factor logins; the highest "n" of an account was made last.
  `CREATE TABLE srp_challenges (
    "id" TEXT PRIMARY KEY,
    "accountId" BIGINT NOT NULL,
    "secret" BLOB NOT NULL,
    "verifier" BLOB NOT NULL,
    "expiresAt" BIGINT NOT NULL,
    "n" BIGINT NOT NULL DEFAULT 0
  )`,
  `CREATE INDEX srp_challenges_by_account ON srp_challenges ("accountId", "n")`,
  // One-use tokens of auth.exportAuthorization.
  `CREATE TABLE exported_authorizations (
    "token" TEXT PRIMARY KEY,
    "accountId" BIGINT NOT NULL,
    "expiresAt" BIGINT NOT NULL
  )`,
]
