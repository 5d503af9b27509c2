/**
 * Facts about people that rules ask for: whom bots met and who lets them write, who left a chat by choice,
 * who appointed whom, and the language of a person's client.
 */
export const whoKnowsWhom: readonly string[] = [
  // One row for each person whom a bot met outside of chats; "mayWrite" where the person wrote to it.
  `CREATE TABLE acquaintances (
    "botId" BIGINT NOT NULL REFERENCES users,
    "userId" BIGINT NOT NULL REFERENCES users,
    "mayWrite" INTEGER NOT NULL,
    PRIMARY KEY ("botId", "userId")
  )`,
  `INSERT INTO acquaintances ("botId", "userId", "mayWrite")
     SELECT d."accountId", d."peerId", CASE WHEN EXISTS (
         SELECT 1 FROM messages m WHERE m."boxKind" = 'account' AND m."boxId" = d."accountId"
           AND m."peerKind" = 'user' AND m."peerId" = d."peerId" AND m."out" = 0) THEN 1 ELSE 0 END
       FROM dialogs d JOIN bots b ON b."userId" = d."accountId"
       WHERE d."peerKind" = 'user' AND d."peerId" <> d."accountId"`,
  // The newest message that the requester had by then: what came later came because of the request.
  `ALTER TABLE join_requests ADD COLUMN "lastMessageId" INTEGER NOT NULL DEFAULT 0`,

  // Somebody who was removed, or whose ban was lifted, did not leave by choice.
  `ALTER TABLE members ADD COLUMN "leftByChoice" INTEGER NOT NULL DEFAULT 0`,
  `CREATE INDEX members_by_promoter ON members ("chatId", "promotedBy") WHERE "promotedBy" IS NOT NULL`,

  `ALTER TABLE users ADD COLUMN "langCode" TEXT NOT NULL DEFAULT ''`,
  `UPDATE users SET "langCode" = COALESCE((
     SELECT a."langCode" FROM authorizations a WHERE a."accountId" = users."id" AND a."langCode" <> ''
     ORDER BY a."activeAt" DESC, a."n" DESC LIMIT 1), '')`,
]
