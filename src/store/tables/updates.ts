import type { Sql } from '../sql.ts'

/** Whose sequence an update belongs to: an account's pts, a channel's pts, or a bot's qts. */
export type SequenceKind = 'account' | 'channel' | 'bot'

/** One logged update. For bots `pts` holds the qts. */
export interface UpdateRow {
  boxKind: SequenceKind
  boxId: number
  /** Position in the box's log, without holes; pts never falls from one to the next. */
  n: number
  pts: number
  /** 0 for updates outside the sequence (`updateChannel`): they carry the pts of their moment. */
  ptsCount: number
  date: number
  /** The update as JSON (domain/updates/update.ts). */
  payload: string
}

/** The log that `updates.getDifference` and Bot API `getUpdates` replay. */
export function updatesTable(sql: Sql) {
  return {
    /** Logs an update; resolves to its position. */
    async append(row: Omit<UpdateRow, 'n'>): Promise<number> {
      const logged = await sql.get<{ n: number }>(
        `INSERT INTO updates ("boxKind", "boxId", "n", "pts", "ptsCount", "date", "payload")
         VALUES ($1, $2, 1 + COALESCE((SELECT "n" FROM updates WHERE "boxKind" = $1 AND "boxId" = $2
           ORDER BY "pts" DESC, "n" DESC LIMIT 1), 0), $3, $4, $5, $6)
         RETURNING "n"`,
        row.boxKind,
        row.boxId,
        row.pts,
        row.ptsCount,
        row.date,
        row.payload,
      )
      if (!logged) throw new Error(`no update was logged for ${row.boxKind} ${row.boxId}`)
      return logged.n
    },
    /**
     * What came after a point of the sequence, oldest first: everything with a higher pts, and the
     * updates outside the sequence at that very pts that are no older than `date`.
     */
    after: (boxKind: SequenceKind, boxId: number, pts: number, date: number, limit: number) =>
      sql.all<UpdateRow>(
        `SELECT * FROM updates WHERE "boxKind" = $1 AND "boxId" = $2 AND "pts" >= $3
           AND ("pts" > $3 OR ("ptsCount" = 0 AND "date" >= $4)) ORDER BY "pts", "n" LIMIT $5`,
        boxKind,
        boxId,
        pts,
        date,
        limit,
      ),
    /** Updates outside the sequence in the time [from, until), newest first. */
    outside: (boxKind: SequenceKind, boxId: number, from: number, until: number, limit: number) =>
      sql.all<UpdateRow>(
        `SELECT * FROM updates WHERE "boxKind" = $1 AND "boxId" = $2 AND "ptsCount" = 0
           AND "date" >= $3 AND "date" < $4 ORDER BY "date" DESC, "n" DESC LIMIT $5`,
        boxKind,
        boxId,
        from,
        until,
        limit,
      ),
    /** The oldest row that is still there. */
    oldest: (boxKind: SequenceKind, boxId: number) =>
      sql.get<UpdateRow>(
        `SELECT * FROM updates WHERE "boxKind" = $1 AND "boxId" = $2 ORDER BY "pts", "n" LIMIT 1`,
        boxKind,
        boxId,
      ),
    /** Forgets all but the newest `keep` rows: from the oldest on, up to the first that is kept. */
    trim: (boxKind: SequenceKind, boxId: number, keep: number) =>
      sql.run(
        `DELETE FROM updates WHERE "boxKind" = $1 AND "boxId" = $2 AND ("pts", "n") < (
           SELECT x."pts", x."n" FROM updates x WHERE x."boxKind" = $1 AND x."boxId" = $2 AND x."n" > (
             SELECT y."n" FROM updates y WHERE y."boxKind" = $1 AND y."boxId" = $2
             ORDER BY y."pts" DESC, y."n" DESC LIMIT 1) - $3
           ORDER BY x."pts", x."n" LIMIT 1)`,
        boxKind,
        boxId,
        keep,
      ),
  }
}
