import { expect, it } from 'vitest'
import { FIRST_VERSION, MIGRATIONS, NEWEST_VERSION } from '../migrations/index.ts'
import { insertText, type Sql, type SqlValue } from '../sql.ts'
import type { Store } from '../store.ts'
import { FIRST_ROWS } from './old-rows.ts'

/** A database without a server: what an engine's test gives access to. */
export interface Raw {
  readonly sql: Sql
  /** Runs a statement of a schema. */
  exec(text: string): void
  /** Every table and index with the text that defines it. */
  schema(): Promise<unknown>
}

/** One database on a disk, at first empty. */
export interface Disk {
  raw<T>(work: (database: Raw) => Promise<T>): Promise<T>
  /** Opens it as a server does. */
  open(): Promise<Store>
}

/**
 * What every engine must hold of databases that an older localgram left: they become what a new one is,
 * and all rows are kept.
 *
 * @param fresh a new disk
 */
export function testUpgrades(fresh: () => Disk): void {
  /** A disk with rows of the first schema that was brought to a later one, and no further. */
  async function oldDisk(version: number): Promise<Disk> {
    const disk = fresh()
    await disk.raw(async ({ sql, exec }) => {
      MIGRATIONS[0]?.forEach(exec)
      for (const { table, row } of FIRST_ROWS)
        await sql.run(insertText(table, Object.keys(row)), ...Object.values(row))
      MIGRATIONS.slice(1, version - FIRST_VERSION + 1)
        .flat()
        .forEach(exec)
      const schema = { key: 'schema', value: String(version) }
      await sql.run(insertText('meta', Object.keys(schema)), ...Object.values(schema))
    })
    return disk
  }

  const schemaOf = (disk: Disk): Promise<unknown> => disk.raw((database) => database.schema())
  const openOnce = async (disk: Disk): Promise<void> => (await disk.open()).close()
  const versions = MIGRATIONS.map((_, i) => FIRST_VERSION + i)
  const olderVersions = versions.filter((version) => version < NEWEST_VERSION)

  it.each(olderVersions)('brings version %d to the schema of a new database', async (version) => {
    const [old, made] = [await oldDisk(version), fresh()]
    expect(await schemaOf(old)).not.toEqual(await schemaOf(made))
    for (const disk of [old, made]) await openOnce(disk)
    expect(await schemaOf(old)).toEqual(await schemaOf(made))
  })

  it.each(versions)('keeps every row of version %d, also when it is opened again', async (v) => {
    const disk = await oldDisk(v)
    await openOnce(disk)
    await openOnce(disk)
    await disk.raw(async ({ sql }) => {
      for (const { table, row } of FIRST_ROWS) {
        const found = await sql.all<Record<string, SqlValue>>(`SELECT * FROM ${table}`)
        expect(found.map(comparable)).toContainEqual(expect.objectContaining(comparable(row)))
      }
      for (const [table, rows] of Map.groupBy(FIRST_ROWS, (one) => one.table)) {
        // The version itself is a row, and so is the key of the links.
        const count = rows.length + (table === 'meta' ? 2 : 0)
        expect([table, (await sql.all(`SELECT 1 FROM ${table}`)).length]).toEqual([table, count])
      }
    })
  })

  it.each([1, FIRST_VERSION - 1])(
    'refuses version %d, whose links are random texts, and leaves it as it is',
    async (version) => {
      const disk = fresh()
      await disk.raw(async ({ sql, exec }) => {
        exec(`CREATE TABLE meta ("key" TEXT PRIMARY KEY, "value" TEXT NOT NULL)`)
        await sql.run(`INSERT INTO meta VALUES ('schema', $1)`, String(version))
      })
      const before = await schemaOf(disk)
      await expect(disk.open()).rejects.toMatchObject({ name: 'UserError', code: 'DATA_OLDER' })
      expect(await schemaOf(disk)).toEqual(before)
    },
  )

  it('gives the rows of the first version to the tables of today', async () => {
    const disk = await oldDisk(FIRST_VERSION)
    const store = await disk.open()
    await store.unit(async (db) => {
      expect(await db.users.byPhone('9996611111')).toMatchObject({ id: 1, firstName: 'Ann' })
      expect(await db.meta.next('user', 0)).toBe(6_000_000_003)
      expect(await db.auth.authorizationsOf(1)).toMatchObject([{ keyId: 'aa', layer: 198 }])
      expect(await db.auth.code('c0de')).toMatchObject({ phone: '9996611111', attempts: 2 })
      expect(await db.auth.newestCode('9996612222', 499)).toMatchObject({ codeHash: 'c0df' })
      expect(await db.auth.takeSrpChallenge('-9')).toMatchObject({ accountId: 1 })
      expect(await db.chats.byId(10)).toMatchObject({ title: 'Chat', requestsPending: 1 })
      expect(await db.invites.byId(5)).toMatchObject({ chatId: 10, title: 'Way in' })
    })
    await store.close()
  })
}

/** Bytes as text, since engines give them in classes of their own. */
function comparable(row: Readonly<Record<string, SqlValue>>): Record<string, unknown> {
  const entries = Object.entries(row).map(([name, value]) => [
    name,
    value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
  ])
  return Object.fromEntries(entries) as Record<string, unknown>
}
