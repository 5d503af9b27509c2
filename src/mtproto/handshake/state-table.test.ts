import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createStateTable } from './state-table.ts'
import type { ExchangeIdentity } from './state-table.ts'

function setUp(limits: { states?: number; statesPerPeer?: number } = {}) {
  const time = { ms: 0 }
  const table = createStateTable<ExchangeIdentity>(
    { states: 100, statesPerPeer: 100, stateSeconds: 10, ...limits },
    { now: () => 0, wallMs: () => time.ms },
  )
  const add = (peer: string, nonce = randomBytes(16)): ExchangeIdentity => {
    const state = { peer, nonce, serverNonce: randomBytes(16) }
    table.add(state)
    return state
  }
  const has = (state: ExchangeIdentity): boolean =>
    table.find(state.nonce, state.serverNonce) === state
  return { table, time, add, has }
}

describe('the table of exchanges', () => {
  it('finds by both nonces only', () => {
    const { table, add, has } = setUp()
    const [a, b] = [add('x'), add('x')]
    expect([has(a), has(b)]).toEqual([true, true])
    expect(table.find(a.nonce, b.serverNonce)).toBeUndefined()
  })

  it('finds the newest exchange of a peer with a nonce', () => {
    const { table, add } = setUp()
    const nonce = randomBytes(16)
    const [older, newer, foreign] = [add('x', nonce), add('x', nonce), add('y', nonce)]
    expect(table.findByNonce('x', nonce)).toBe(newer)
    expect(table.findByNonce('y', nonce)).toBe(foreign)
    expect(table.findByNonce('z', nonce)).toBeUndefined()
    table.remove(older)
    expect(table.findByNonce('x', nonce)).toBe(newer)
    table.remove(newer)
    expect(table.findByNonce('x', nonce)).toBeUndefined()
  })

  it('forgets an exchange when its time is over', () => {
    const { table, time, add, has } = setUp()
    const early = add('x')
    time.ms = 5000
    const late = add('x')
    time.ms = 9999
    expect(has(early)).toBe(true)
    time.ms = 10_000
    expect([has(early), has(late), table.size]).toEqual([false, true, 1])
  })

  it('never holds more than its limits, whoever comes', () => {
    const { table, add, has } = setUp({ states: 5, statesPerPeer: 2 })
    const quiet = add('quiet')
    const flood = Array.from({ length: 20 }, () => add('flood'))
    expect(table.size).toBe(3)
    expect([has(quiet), flood.filter(has)]).toEqual([true, flood.slice(-2)])
    for (let i = 0; i < 20; i++) add(`peer ${i}`)
    expect(table.size).toBe(5)
    expect(has(quiet)).toBe(false)
  })

  it('counts an exchange no longer once it is removed', () => {
    const { table, add, has } = setUp({ statesPerPeer: 2 })
    const [a, b] = [add('x'), add('x')]
    table.remove(b)
    table.remove(b)
    const c = add('x')
    expect([has(a), has(b), has(c), table.size]).toEqual([true, false, true, 2])
  })
})
