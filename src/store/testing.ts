import type { Store, Tables } from './store.ts'

/** What a unit of work asked of the store: questions, and rows that came as answers. */
export interface UnitWork {
  readonly statements: number
  readonly rows: number
}

type Ask = (...args: unknown[]) => unknown

/**
 * A store that counts what each unit asks of it, so that tests can bound how long one keeps the others
 * waiting without looking at a clock.
 *
 * @param onUnit told of each unit when it is over
 */
export function meteredStore(store: Store, onUnit: (work: UnitWork) => void): Store {
  return {
    async unit(work) {
      const counts = { statements: 0, rows: 0 }
      try {
        return await store.unit((tables) => work(counted(tables, counts)))
      } finally {
        onUnit(counts)
      }
    },
    clear: () => store.clear(),
    close: () => store.close(),
  }
}

function counted(tables: Tables, counts: { statements: number; rows: number }): Tables {
  const all = Object.entries(tables).map(([name, table]) => {
    const proxy = new Proxy(table as object, {
      get(target, method) {
        const ask = Reflect.get(target, method) as Ask
        return async (...args: unknown[]) => {
          counts.statements++
          const answer = await ask.apply(target, args)
          counts.rows += Array.isArray(answer) ? answer.length : 1
          return answer
        }
      },
    })
    return [name, proxy] as const
  })
  // Every table is there under its own name, with the same methods.
  return Object.fromEntries(all) as unknown as Tables
}
