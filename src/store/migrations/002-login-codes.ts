/**
 * Logging in from several clients at once: a row for each code that was sent, where there was one for
 * each phone; wrong tries are counted by phone, over all of its codes; challenges know their order, so
 * that the oldest can go; and logins that wait for a password are found by their account.
 */
export const loginCodes: readonly string[] = [
  `ALTER TABLE login_codes RENAME TO login_codes_by_phone`,
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
  `INSERT INTO login_codes
     ("codeHash", "phone", "n", "code", "expiresAt", "attempts", "resends", "verifiedKeyId")
   SELECT "codeHash", "phone", 1, "code", "expiresAt", "attempts", "resends", "verifiedKeyId"
     FROM login_codes_by_phone`,
  `DROP TABLE login_codes_by_phone`,
  // The highest "n" of a phone was sent last.
  `CREATE UNIQUE INDEX login_codes_by_phone ON login_codes ("phone", "n")`,

  // Tries at the codes of a phone that succeeded with none, until the window ends.
  `CREATE TABLE login_tries (
    "phone" TEXT PRIMARY KEY,
    "tries" INTEGER NOT NULL,
    "until" BIGINT NOT NULL
  )`,

  `CREATE INDEX authorizations_pending ON authorizations ("passwordPendingFor")
     WHERE "passwordPendingFor" IS NOT NULL`,

  // The highest "n" of an account was made last.
  `ALTER TABLE srp_challenges ADD COLUMN "n" BIGINT NOT NULL DEFAULT 0`,
  `CREATE INDEX srp_challenges_by_account ON srp_challenges ("accountId", "n")`,
]
