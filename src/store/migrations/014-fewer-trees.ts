/**
 * Fewer b-trees for what is written most: the log of updates is one where it was three, since a table without
 * a rowid is its primary key's tree. It was tried for members, messages, dialogs and the admin log too, where
 * it gave nothing or took more.
 */
export const fewerTrees: readonly string[] = [
  // The log is read by pts, which rises with n: that order needs no tree of its own.
  `ALTER TABLE updates RENAME TO old_updates`,
  `CREATE TABLE updates (
    "boxKind" TEXT NOT NULL,
    "boxId" BIGINT NOT NULL,
    "n" INTEGER NOT NULL,
    "pts" INTEGER NOT NULL,
    "ptsCount" INTEGER NOT NULL,
    "date" BIGINT NOT NULL,
    "payload" TEXT NOT NULL,
    PRIMARY KEY ("boxKind", "boxId", "pts", "n")
  ) WITHOUT ROWID`,
  `INSERT INTO updates ("boxKind", "boxId", "n", "pts", "ptsCount", "date", "payload")
     SELECT "boxKind", "boxId", "n", "pts", "ptsCount", "date", "payload" FROM old_updates`,
  `DROP TABLE old_updates`,
  `CREATE INDEX updates_outside ON updates ("boxKind", "boxId", "date", "n") WHERE "ptsCount" = 0`,

  // A uid ties copies in several boxes together; a channel has one of each message, whose uid is 0 from now on.
  `DROP INDEX messages_by_uid`,
  `CREATE INDEX messages_by_uid ON messages ("uid") WHERE "uid" <> 0`,
]
