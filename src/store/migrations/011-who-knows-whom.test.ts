import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openSqlite } from '../sqlite/engine.ts'
import { openSqliteStore } from '../sqlite/store.ts'
import { first } from './001-first.ts'

it('finds in an old database who wrote to bots, languages, orders and what is left over', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'localgram-migration-'))
  onTestFinished(() => {
    rmSync(directory, { recursive: true })
  })
  const file = join(directory, 'old.db')
  const old = openSqlite(file)
  const message = (box: number, id: number, peer: number, out: number): string =>
    `INSERT INTO messages ("boxKind", "boxId", "id", "uid", "peerKind", "peerId", "out", "date", "pts")
     VALUES ('account', ${box}, ${id}, ${id}, 'user', ${peer}, ${out}, 1, 1)`
  const dialog = (account: number, peer: number): string =>
    `INSERT INTO dialogs ("accountId", "peerKind", "peerId") VALUES (${account}, 'user', ${peer})`
  const link = (hash: string, date: number): string =>
    `INSERT INTO invites ("hash", "chatId", "adminId", "permanent", "date") VALUES ('${hash}', 9, 6, 0, ${date})`
  for (const statement of [
    ...first,
    `INSERT INTO meta VALUES ('schema', '1')`,
    `INSERT INTO users ("id", "firstName", "isBot", "createdAt", "deleted")
     VALUES (5, 'Bob', 0, 1, 1), (6, 'Ann', 0, 1, 0), (7, 'Bot', 1, 1, 0), (8, 'Cora', 0, 1, 0)`,
    `INSERT INTO bots ("userId", "token") VALUES (7, '7:A')`,
    `INSERT INTO authorizations ("keyId", "accountId", "hash", "layer", "langCode", "createdAt", "activeAt")
     VALUES ('aa', 6, '1', 198, 'de', 1, 1), ('bb', 6, '1', 198, 'fr', 1, 2), ('cc', 6, '1', 198, '', 1, 3)`,
    `INSERT INTO chats ("id", "kind", "title", "creatorId", "date", "deleted", "migratedTo")
     VALUES (9, 'channel', 'A', 6, 1, 0, NULL), (10, 'channel', 'B', 6, 1, 1, NULL), (11, 'group', 'C', 6, 1, 1, 9)`,
    `INSERT INTO join_requests ("chatId", "userId", "date") VALUES (10, 6, 1)`,
    dialog(7, 6),
    message(7, 1, 6, 0),
    dialog(7, 8),
    message(7, 2, 8, 1),
    link('newer', 2),
    link('older', 1),
  ]) {
    old.exec(statement)
  }
  old.close()
  const store = await openSqliteStore(file)
  await store.unit(async (db) => {
    const writable = (id: number) => db.acquaintances.mayWrite(7, id)
    expect([await writable(6), await writable(8), await writable(5)]).toEqual([true, false, false])
    expect(await db.acquaintances.has(7, 8)).toBe(true)
    expect(await db.users.byId(6)).toMatchObject({ langCode: 'fr' })
    expect(await db.users.byId(8)).toMatchObject({ langCode: '' })
    const list = { chatId: 9, adminId: 6, revoked: 0, after: undefined, limit: 9 } as const
    expect((await db.invites.page(list)).map((row) => row.hash)).toEqual(['newer', 'older'])
    // A basic group that lives on as a supergroup leaves nothing.
    for (const gone of [
      { kind: 'account', id: 5 },
      { kind: 'chat', id: 10 },
    ]) {
      const leftover = await db.leftovers.first(0)
      expect(leftover).toMatchObject(gone)
      while (leftover && (await db.leftovers.sweep(leftover, 1)));
    }
    expect(await db.leftovers.first(Number.MAX_SAFE_INTEGER)).toBeUndefined()
    expect(await db.invites.requestsOf(6)).toEqual([])
  })
  await store.close()
})
