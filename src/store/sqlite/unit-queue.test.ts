import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqlite, type SqliteEngine } from './engine.ts'
import { UnitQueue } from './unit-queue.ts'

let engine: SqliteEngine
let queue: UnitQueue
let lost: number

beforeEach(async () => {
  engine = openSqlite(':memory:')
  lost = 0
  queue = new UnitQueue(engine, () => lost++)
  await queue.run(async () => {
    engine.exec('CREATE TABLE numbers (n INTEGER PRIMARY KEY)')
  })
})
afterEach(async () => {
  await queue.close()
  engine.close()
})

const insert = (n: number) => engine.sql.run('INSERT INTO numbers VALUES ($1)', n)
const numbers = async () =>
  (await engine.sql.all<{ n: number }>('SELECT n FROM numbers ORDER BY n')).map(({ n }) => n)

/** Takes this thread for some milliseconds. */
function hold(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

describe('the queue of units', () => {
  it('lets others have their turn while costly units wait', async () => {
    let turns = 0
    let running = true
    const count = (): void => {
      turns++
      if (running) setImmediate(count)
    }
    setImmediate(count)
    const units = Array.from({ length: 30 }, (_, n) =>
      queue.run(async () => {
        hold(10)
        await insert(n)
      }),
    )
    await Promise.all(units)
    running = false
    // All in one go would have left two or three.
    expect(turns).toBeGreaterThan(5)
    expect(await numbers()).toHaveLength(30)
  })

  it('lets others have their turn within a long unit, of which no other sees the half', async () => {
    let turns = 0
    let running = true
    const count = (): void => {
      turns++
      if (running) setImmediate(count)
    }
    setImmediate(count)
    const long = queue.run(async () => {
      for (let n = 0; n < 4000; n++) await insert(n)
    })
    const failing = queue.run(async () => {
      for (let n = 4000; n < 6000; n++) await insert(n)
      throw new Error('taken back')
    })
    const taken = expect(failing).rejects.toThrow('taken back')
    const seen = await queue.run(numbers)
    running = false
    await long
    await taken
    expect(seen).toHaveLength(4000)
    // Each stretch is of 400 statements.
    expect(turns).toBeGreaterThanOrEqual(14)
  })

  it('settles every unit when the transaction is lost under way', async () => {
    const outcomes = await Promise.allSettled([
      queue.run(() => insert(1)),
      queue.run(async () => {
        // As a full disk does.
        engine.step('ROLLBACK')
        throw new Error('no room')
      }),
      queue.run(() => insert(3)),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
    expect(await numbers()).toEqual([3])
    expect(lost).toBe(1)
  })
})
