import { DatabaseSync } from 'node:sqlite'

/** Every text that a database file holds, each with its table and column. */
export function storedTexts(file: string): { readonly where: string; readonly text: string }[] {
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    const tables = db.prepare(`SELECT "name" FROM sqlite_master WHERE "type" = 'table'`).all()
    return tables.flatMap(({ name }) =>
      db
        .prepare(`SELECT * FROM "${String(name)}"`)
        .all()
        .flatMap((row) => Object.entries(row).map(([column, value]) => ({ column, value })))
        .filter(({ value }) => typeof value === 'string')
        .map(({ column, value }) => ({ where: `${String(name)}.${column}`, text: String(value) })),
    )
  } finally {
    db.close()
  }
}
