import { columns, insertText, type Sql } from '../sql.ts'

/** A photo of a chat, without its bytes. Never changed once it is stored. */
export interface PhotoRow {
  readonly id: number
  /** For which it was set. */
  readonly chatId: number
  readonly date: number
  readonly type: 'jpeg' | 'png'
  readonly width: number
  readonly height: number
  /** Number of bytes. */
  readonly size: number
}

const PHOTO = [
  'id', 'chatId', 'date', 'type', 'width', 'height', 'size',
] as const satisfies readonly (keyof PhotoRow)[] // prettier-ignore

const INSERT = insertText('photos', [...PHOTO, 'bytes'])
const COPY = `INSERT INTO photos (${columns(PHOTO)}, "bytes")
  SELECT $1, $2, $3, "type", "width", "height", "size", "bytes" FROM photos WHERE "id" = $4`

/** Photos of chats and their bytes. */
export function photosTable(sql: Sql) {
  return {
    byId: (id: number) =>
      sql.get<PhotoRow>(`SELECT ${columns(PHOTO)} FROM photos WHERE "id" = $1`, id),
    insert: (row: PhotoRow, bytes: Uint8Array) =>
      sql.run(INSERT, ...PHOTO.map((name) => row[name]), bytes),
    /** Stores the bytes of a photo once more under another id, for another chat or time. */
    copy: (from: number, { id, chatId, date }: Pick<PhotoRow, 'id' | 'chatId' | 'date'>) =>
      sql.run(COPY, id, chatId, date, from),
    /** Some bytes of a photo; fewer, or none, where it ends before. */
    async read(id: number, offset: number, length: number): Promise<Uint8Array> {
      const row = await sql.get<{ part: Uint8Array }>(
        `SELECT substr("bytes", $1, $2) AS "part" FROM photos WHERE "id" = $3`,
        offset + 1,
        length,
        id,
      )
      return row?.part ?? new Uint8Array()
    },
    /** Deletes all photos that were set for a chat but the newest. */
    deleteAllBut: (chatId: number, newest: number) =>
      sql.run(
        `DELETE FROM photos WHERE "chatId" = $1 AND "id" <=
           (SELECT "id" FROM photos WHERE "chatId" = $1 ORDER BY "id" DESC LIMIT 1 OFFSET $2)`,
        chatId,
        newest,
      ),
  }
}
