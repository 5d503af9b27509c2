import type { Store, Tables } from '../src/store/store.ts'

/** Counts what is asked of a store. */
export interface StoreMeter {
  /** A table was asked, or told, something. @param rows that came as the answer */
  asked(rows: number): void
  /** A unit of work is over. @param questions that it had */
  over(questions: number): void
}

type Ask = (...args: unknown[]) => unknown

/**
 * A store that counts what is asked of it, so that tests can bound how long somebody keeps the others waiting
 * without looking at a clock.
 */
export function meteredStore(store: Store, meter: StoreMeter): Store {
  return {
    async unit(work) {
      let questions = 0
      const asked = (rows: number): void => {
        questions++
        meter.asked(rows)
      }
      try {
        return await store.unit((tables) => work(counted(tables, asked)))
      } finally {
        meter.over(questions)
      }
    },
    clear: () => store.clear(),
    close: () => store.close(),
  }
}

function counted(tables: Tables, asked: (rows: number) => void): Tables {
  const all = Object.entries(tables).map(([name, table]): [string, object] => {
    const proxy = new Proxy(table, {
      get(target, method) {
        const ask = Reflect.get(target, method) as Ask
        return async (...args: unknown[]) => {
          const answer = await ask.apply(target, args)
          asked(Array.isArray(answer) ? answer.length : 1)
          return answer
        }
      },
    })
    return [name, proxy]
  })
  // Every table is there under its own name, with the same methods.
  return Object.fromEntries(all) as unknown as Tables
}
