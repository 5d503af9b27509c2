import { expect, it } from 'vitest'
import { UserError } from '../core/user-error.ts'
import { listenOnFreePort } from './free-port.ts'

const taken = new UserError('PORT_IN_USE', 'taken', 'take another')

it('takes a port that a signed number of 16 bits holds', async () => {
  const { port } = await listenOnFreePort(async (wanted) => ({ port: wanted }))
  expect(port).toBeGreaterThan(1023)
  expect(port).toBeLessThan(32_768)
})

it('goes on to another port when one is taken', async () => {
  const asked: number[] = []
  const { port } = await listenOnFreePort(async (wanted) => {
    asked.push(wanted)
    if (asked.length < 3) throw taken
    return { port: wanted }
  })
  expect(asked).toHaveLength(3)
  expect(port).toBe(asked[2])
})

it('leaves the choice to the system when all that it tried are taken', async () => {
  const { port } = await listenOnFreePort(async (wanted) => {
    if (wanted !== 0) throw taken
    return { port: 40_000 }
  })
  expect(port).toBe(40_000)
})

it('passes on what is wrong with the address', async () => {
  const wrong = new UserError('BAD_HOST', 'no such address', 'give another')
  await expect(listenOnFreePort(() => Promise.reject(wrong))).rejects.toBe(wrong)
})
