/** Photos of chats. */
export const photos: readonly string[] = [
  `ALTER TABLE chats ADD COLUMN "photoId" BIGINT`,
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
]
