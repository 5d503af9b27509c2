import type { Unit } from '../domain/context.ts'
import type { Tables } from '../store/store.ts'

type Read = (...args: unknown[]) => Promise<unknown>

/**
 * A unit that asks the store for the same rows only once: many viewers of one message share what is
 * read for them. For units that only read, since it would not notice its own writes.
 */
export function readOnce(u: Unit): Unit {
  const answers = new Map<string, Promise<unknown>>()
  const tables = Object.entries(u.db).map(([name, table]) => [name, cached(name, table)] as const)
  // Every table is there under its own name, with the same methods.
  return { ...u, db: Object.fromEntries(tables) as unknown as Tables }

  function cached<T extends object>(name: string, table: T): T {
    return new Proxy(table, {
      get(target, method) {
        const read = Reflect.get(target, method) as Read
        return (...args: unknown[]) => {
          const key = `${name}.${String(method)}(${JSON.stringify(args)})`
          let answer = answers.get(key)
          if (answer === undefined) answers.set(key, (answer = read.apply(target, args)))
          return answer
        }
      },
    })
  }
}
