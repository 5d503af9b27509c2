import { expect, it, onTestFinished } from 'vitest'
import { openSqliteStore } from '../sqlite/store.ts'

it('keeps the newest updates of one log, in the order in which they were logged', async () => {
  const store = await openSqliteStore(':memory:')
  onTestFinished(() => store.close())
  await store.unit(async ({ updates }) => {
    const row = { boxId: 7, date: 0, payload: '{}' }
    // Every third is outside the sequence and carries the pts of its moment.
    let pts = 9
    for (let n = 1; n <= 30; n++) {
      const ptsCount = n % 3 === 0 ? 0 : 1
      pts += ptsCount
      expect(await updates.append({ ...row, boxKind: 'channel', pts, ptsCount })).toBe(n)
    }
    await updates.append({ ...row, boxKind: 'account', pts: 1, ptsCount: 1 })
    await updates.trim('channel', 7, 8)
    const kept = await updates.after('channel', 7, 0, 0, 100)
    expect(kept.map(({ n }) => n)).toEqual([23, 24, 25, 26, 27, 28, 29, 30])
    expect(await updates.oldest('channel', 7)).toMatchObject({ n: 23 })
    expect(await updates.oldest('account', 7)).toMatchObject({ n: 1 })
    await updates.trim('channel', 7, 100)
    expect(await updates.oldest('channel', 7)).toMatchObject({ n: 23 })
  })
})
