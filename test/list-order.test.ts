import { expect, it } from 'vitest'
import { filesOf, isTestSupport, textOf } from './tree.ts'

/** Columns that hold a time in seconds, in which several things may happen. */
const TIME = /"(?:[a-z]+D|d)ate"|"\w+At"|"until\w*"/

/** Every order in which a query answers its rows. */
const ORDERS = filesOf('src/store/tables')
  .filter((path) => !isTestSupport(path))
  .flatMap((path) =>
    [...textOf(path).matchAll(/ORDER BY ([^`)]+?)(?=\s+LIMIT|`|\))|ADMINS_FIRST = `([^`]+)`/g)].map(
      (match) => ({ path, order: (match[1] ?? match[2] ?? '').replaceAll(/\s+/g, ' ').trim() }),
    ),
  )

/** Columns of random text: an order by one of them is none. */
const RANDOM = /"(?:hash|keyId|token)"/

it('no list is ordered by a second, or by random text, alone or at last', () => {
  const orders = ORDERS.filter(({ order }) => !order.startsWith('$'))
  expect(orders.length).toBeGreaterThan(30)
  const last = ({ order }: { order: string }) => order.split(',').at(-1) ?? ''
  expect(orders.filter((one) => TIME.test(last(one)) || RANDOM.test(last(one)))).toEqual([])
})
