import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openSqlite } from '../sqlite/engine.ts'
import { openSqliteStore } from '../sqlite/store.ts'
import { first } from './001-first.ts'

it('finds the bots that were in chats before there were queues', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'localgram-migration-'))
  onTestFinished(() => {
    rmSync(directory, { recursive: true })
  })
  const file = join(directory, 'old.db')
  const old = openSqlite(file)
  for (const statement of [
    ...first,
    `INSERT INTO meta VALUES ('schema', '1')`,
    `INSERT INTO users ("id", "firstName", "isBot", "createdAt") VALUES (6, 'Ann', 0, 1), (7, 'Bot', 1, 1)`,
    `INSERT INTO bots ("userId", "token") VALUES (7, '7:A')`,
    `INSERT INTO chats ("id", "kind", "title", "creatorId", "date") VALUES (9, 'group', 'Birds', 6, 1)`,
    `INSERT INTO members ("chatId", "userId", "status", "date") VALUES (9, 6, 'creator', 1), (9, 7, 'member', 1)`,
  ]) {
    old.exec(statement)
  }
  old.close()
  const store = await openSqliteStore(file)
  expect(await store.unit((db) => db.audience.bots(9))).toMatchObject([{ userId: 7 }])
  await store.close()
})
