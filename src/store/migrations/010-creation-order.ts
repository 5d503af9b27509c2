/**
 * The order in which things were made, for lists of what may be made several times within one second and
 * has no number that tells it: links by their admin, links of a folder, logins of an account.
 */
export const creationOrder: readonly string[] = [
  // Counts up for each admin of each chat.
  `ALTER TABLE invites ADD COLUMN "n" INTEGER NOT NULL DEFAULT 0`,
  `UPDATE invites SET "n" = made."n" FROM (
     SELECT "hash", ROW_NUMBER() OVER (PARTITION BY "chatId", "adminId" ORDER BY "date", "hash") AS "n"
       FROM invites) AS made
     WHERE made."hash" = invites."hash"`,
  `DROP INDEX invites_by_admin`,
  `CREATE INDEX invites_by_admin ON invites ("chatId", "adminId", "revoked", "n")`,

  // Counts up for each folder.
  `ALTER TABLE chatlist_invites ADD COLUMN "n" INTEGER NOT NULL DEFAULT 0`,
  `UPDATE chatlist_invites SET "n" = made."n" FROM (
     SELECT "slug", ROW_NUMBER() OVER (PARTITION BY "ownerId", "folderId" ORDER BY "date", "slug") AS "n"
       FROM chatlist_invites) AS made
     WHERE made."slug" = chatlist_invites."slug"`,
  `DROP INDEX chatlist_invites_by_folder`,
  `CREATE INDEX chatlist_invites_by_folder ON chatlist_invites ("ownerId", "folderId", "n")`,

  // Counts up for each account.
  `ALTER TABLE authorizations ADD COLUMN "n" INTEGER NOT NULL DEFAULT 0`,
  `UPDATE authorizations SET "n" = made."n" FROM (
     SELECT "keyId", ROW_NUMBER() OVER (PARTITION BY "accountId" ORDER BY "createdAt", "keyId") AS "n"
       FROM authorizations) AS made
     WHERE made."keyId" = authorizations."keyId"`,
  `DROP INDEX authorizations_account`,
  `CREATE INDEX authorizations_account ON authorizations ("accountId", "n")`,
]
