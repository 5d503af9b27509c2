/** Indexes by which a page of a list costs the same in a chat of ten members and of a hundred thousand. */
export const memberLists: readonly string[] = [
  // By one link, newest first; the older index of this name gave no order.
  `DROP INDEX members_by_invite`,
  `CREATE INDEX members_by_invite ON members ("chatId", "inviteHash", "date", "userId")
     WHERE "inviteHash" IS NOT NULL`,
  // SQLite uses one of these only where a query's condition says the same in the same words.
  `CREATE INDEX members_present ON members ("chatId", "date", "userId")
     WHERE "status" IN ('creator', 'admin', 'member', 'restricted')`,
  `CREATE INDEX members_banned ON members ("chatId", "date", "userId") WHERE "status" = 'banned'`,
  `CREATE INDEX members_restricted ON members ("chatId", "date", "userId") WHERE "bannedRights" <> 0`,
  // Whoever shows a QR code asks for a new token again and again.
  `CREATE INDEX login_tokens_by_key ON login_tokens ("keyId")`,
]
