import { copyFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../store.ts'
import { openSqlite } from './engine.ts'
import { openSqliteStore } from './store.ts'
import { UnitQueue } from './unit-queue.ts'

let around: string
let directory: string
let store: Store

beforeEach(async () => {
  around = mkdtempSync(join(tmpdir(), 'localgram-place-'))
  directory = mkdtempSync(join(around, 'data-'))
  store = await openSqliteStore(join(directory, 'test.db'))
})
afterEach(async () => {
  await store.close()
  rmSync(around, { recursive: true, force: true })
})

const write = () => store.unit((db) => db.meta.set('name', 'value'))
const read = () => store.unit((db) => db.meta.get('name'))
const GONE = { name: 'UserError', code: 'DATA_GONE' }

describe('data that is taken away under the running server', () => {
  it.each<[what: string, take: () => void]>([
    ['deleted with its directory', () => rmSync(directory, { recursive: true })],
    ['moved with its directory', () => renameSync(directory, `${directory}-moved`)],
    ['deleted', () => rmSync(join(directory, 'test.db'))],
    ['left without its log', () => rmSync(join(directory, 'test.db-wal'))],
    [
      'replaced by a copy',
      () => {
        copyFileSync(join(directory, 'test.db'), join(directory, 'copy'))
        renameSync(join(directory, 'copy'), join(directory, 'test.db'))
      },
    ],
  ])('%s: no unit is answered any more, whether it writes or reads', async (_what, take) => {
    await write()
    take()
    await expect(write()).rejects.toMatchObject(GONE)
    await expect(read()).rejects.toMatchObject(GONE)
    await expect(read()).rejects.toThrow(directory)
  })

  it('is taken again once it is back, without what was refused', async () => {
    await write()
    renameSync(directory, `${directory}-moved`)
    await expect(store.unit((db) => db.meta.set('name', 'lost'))).rejects.toMatchObject(GONE)
    renameSync(`${directory}-moved`, directory)
    expect(await read()).toBe('value')
  })

  it('is no matter to a store in memory', async () => {
    const memory = await openSqliteStore(':memory:')
    expect(await memory.unit((db) => db.meta.get('name'))).toBeUndefined()
    await memory.close()
  })
})

describe('a disk that is full', () => {
  it('is named, refuses the units that write, and goes on once there is room', async () => {
    const file = join(directory, 'full.db')
    const engine = openSqlite(file)
    const queue = new UnitQueue(engine, () => undefined)
    const exec = (text: string) => queue.run(async () => engine.exec(text))
    const fill = () => exec('INSERT INTO bytes VALUES (randomblob(100000))')
    await exec('CREATE TABLE bytes (b BLOB)')
    engine.exec('PRAGMA max_page_count = 20')
    await expect(fill()).rejects.toMatchObject({ name: 'UserError', code: 'DISK_FULL' })
    await expect(fill()).rejects.toThrow(`the disk of ${file} is full`)
    const count = () => engine.sql.get('SELECT count(*) AS n FROM bytes')
    expect(await queue.run(count)).toEqual({ n: 0 })
    engine.exec('PRAGMA max_page_count = 2000')
    await fill()
    expect(await queue.run(count)).toEqual({ n: 1 })
    await queue.close()
    engine.close()
  })
})
