import { expect, it } from 'vitest'
import { firstFit } from './first-fit.ts'

const onlyC = (command: string): string | undefined =>
  command === 'c' ? undefined : `no ${command}`

it('takes the first command that fits, and tells of the one that was wanted where none does', () => {
  expect(firstFit(['a', 'b', 'c', 'd'], onlyC)).toEqual({ command: 'c' })
  expect(firstFit(['a', 'b'], onlyC)).toEqual({ reason: 'no a' })
  expect(firstFit([], onlyC)).toEqual({ reason: 'no command was named' })
})
