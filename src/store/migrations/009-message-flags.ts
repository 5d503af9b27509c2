/** Flags of messages; and rights that were taken become whole (domain/chats/banned-rights.ts). */
export const messageFlags: readonly string[] = [
  // Bits of domain/messages/flags.ts.
  `ALTER TABLE messages ADD COLUMN "flags" INTEGER NOT NULL DEFAULT 0`,
  // send_media (4) is every kind of file, send_messages (2) every way to send, view_messages (1) everything.
  ...whole('members', 'bannedRights'),
  ...whole('chats', 'defaultBannedRights'),
]

function whole(table: string, column: string): string[] {
  const taken = [
    [4, 33_030_148],
    [2, 66_585_086],
    [1, 536_774_143],
  ]
  return taken.map(
    ([flag, all]) =>
      `UPDATE ${table} SET "${column}" = "${column}" | ${all} WHERE ("${column}" & ${flag}) <> 0`,
  )
}
