import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { testLinks } from '../conformance/links.ts'
import { testStore } from '../conformance/store.ts'
import { testUpgrades } from '../conformance/upgrade.ts'
import { openSqlite } from './engine.ts'
import { openSqliteStore } from './store.ts'

const directories: string[] = []
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true })
})

function freshFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'localgram-store-'))
  directories.push(directory)
  return join(directory, 'test.db')
}

describe('SQLite in memory', () => {
  testStore(() => openSqliteStore(':memory:'))
})

describe('SQLite of an older version', () => {
  testUpgrades(() => {
    const file = freshFile()
    return {
      open: () => openSqliteStore(file),
      async raw(work) {
        const engine = openSqlite(file)
        const text = `SELECT "type", "name", "tbl_name", "sql" FROM sqlite_master ORDER BY "type", "name"`
        try {
          engine.step('BEGIN')
          const result = await work({
            sql: engine.sql,
            exec: (statement) => engine.exec(statement),
            schema: () => engine.sql.all(text),
          })
          engine.step('COMMIT')
          return result
        } finally {
          engine.close()
        }
      },
    }
  })
})

describe('SQLite in a file', () => {
  testStore(() => openSqliteStore(freshFile()))
  testLinks(() => {
    const file = freshFile()
    return () => openSqliteStore(file)
  })

  it('finds after reopening what was committed', async () => {
    const file = freshFile()
    const first = await openSqliteStore(file)
    await first.unit((db) => db.meta.set('a', '1'))
    await first.close()
    const second = await openSqliteStore(file)
    expect(await second.unit((db) => db.meta.get('a'))).toBe('1')
    await second.close()
  })

  it('keeps a second server out', async () => {
    const file = freshFile()
    const first = await openSqliteStore(file)
    await expect(openSqliteStore(file)).rejects.toMatchObject({
      name: 'UserError',
      code: 'DATA_IN_USE',
    })
    await first.close()
  })

  it('refuses a database of a newer version and leaves it as it is', async () => {
    const file = freshFile()
    const newer = await openSqliteStore(file)
    await newer.unit((db) => db.meta.set('schema', '999'))
    await newer.close()
    await expect(openSqliteStore(file)).rejects.toMatchObject({
      name: 'UserError',
      code: 'DATA_NEWER',
    })
    await expect(openSqliteStore(file)).rejects.toMatchObject({ code: 'DATA_NEWER' })
  })

  it('refuses a file that is no database, and does not touch it', async () => {
    const file = freshFile()
    writeFileSync(file, 'this is a shopping list, not a database, and longer than one header')
    await expect(openSqliteStore(file)).rejects.toMatchObject({
      name: 'UserError',
      code: 'DATA_CORRUPT',
    })
    expect(readFileSync(file, 'utf8')).toMatch(/^this is a shopping list/)
  })

  it('says that a directory is missing', async () => {
    const opening = openSqliteStore(join(freshFile(), 'nowhere', 'test.db'))
    await expect(opening).rejects.toMatchObject({ name: 'UserError', code: 'DATA_UNREADABLE' })
  })

  it.skipIf(process.getuid?.() === 0)('says that a file may not be read', async () => {
    const file = freshFile()
    writeFileSync(file, '')
    chmodSync(file, 0)
    await expect(openSqliteStore(file)).rejects.toMatchObject({
      name: 'UserError',
      code: 'DATA_UNREADABLE',
    })
  })
})
