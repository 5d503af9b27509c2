/** What deleted chats and accounts leave behind is swept later, some rows at a time. */
export const leftovers: readonly string[] = [
  `CREATE TABLE leftovers (
    "kind" TEXT NOT NULL,
    "id" BIGINT NOT NULL,
    "since" BIGINT NOT NULL,
    PRIMARY KEY ("kind", "id")
  )`,
  `CREATE INDEX leftovers_by_age ON leftovers ("since", "kind", "id")`,
  // People look into channels without being in them: members do not lead to all dialogs.
  `CREATE INDEX dialogs_of_channels ON dialogs ("peerId", "accountId") WHERE "peerKind" = 'channel'`,
  // A basic group that was migrated lives on in its supergroup, with which it goes.
  `INSERT INTO leftovers ("kind", "id", "since")
     SELECT 'chat', c."id", 0 FROM chats c LEFT JOIN chats t ON t."id" = c."migratedTo"
     WHERE c."deleted" = 1 AND (c."migratedTo" IS NULL OR t."deleted" = 1)`,
  `INSERT INTO leftovers ("kind", "id", "since") SELECT 'account', "id", 0 FROM users WHERE "deleted" = 1`,
]
