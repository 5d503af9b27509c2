import { describe, expect, it } from 'vitest'
import { createGuesses } from './guesses.ts'

const ANN = 1
const BOB = 2

describe('counting wrong tries', () => {
  it('lets an account wait for the end of its window after the last one that it may make', () => {
    const guesses = createGuesses({ tries: 2, seconds: 60, accounts: 10 })
    guesses.note(ANN, 1000)
    expect(guesses.waitOf(ANN, 1000)).toBe(0)
    guesses.note(ANN, 1030)
    expect(guesses.waitOf(ANN, 1030)).toBe(30)
    expect(guesses.waitOf(ANN, 1059)).toBe(1)
    expect(guesses.waitOf(BOB, 1030)).toBe(0)
  })

  it('begins anew when the window has ended', () => {
    const guesses = createGuesses({ tries: 2, seconds: 60, accounts: 10 })
    guesses.note(ANN, 1000)
    guesses.note(ANN, 1000)
    expect(guesses.waitOf(ANN, 1060)).toBe(0)
    guesses.note(ANN, 1060)
    expect(guesses.waitOf(ANN, 1060)).toBe(0)
    guesses.note(ANN, 1070)
    expect(guesses.waitOf(ANN, 1070)).toBe(50)
  })

  it('lets nobody wait longer than a window because the clock was set back', () => {
    const guesses = createGuesses({ tries: 1, seconds: 60, accounts: 10 })
    guesses.note(ANN, 1000)
    expect(guesses.waitOf(ANN, 500)).toBe(0)
    guesses.note(ANN, 500)
    expect(guesses.waitOf(ANN, 500)).toBe(60)
  })

  it('remembers no more accounts than it may, and forgets the oldest window first', () => {
    const guesses = createGuesses({ tries: 1, seconds: 60, accounts: 2 })
    for (const [account, now] of [
      [ANN, 1000],
      [BOB, 1001],
      [3, 1002],
    ] as const) {
      guesses.note(account, now)
    }
    expect([ANN, BOB, 3].map((account) => guesses.waitOf(account, 1002))).toEqual([0, 59, 60])
  })

  it('never lets anybody wait without a bound, or after everything was forgotten', () => {
    const free = createGuesses({ tries: 0, seconds: 60, accounts: 10 })
    for (let i = 0; i < 1000; i++) free.note(ANN, 1000)
    expect(free.waitOf(ANN, 1000)).toBe(0)
    const guesses = createGuesses({ tries: 1, seconds: 60, accounts: 10 })
    guesses.note(ANN, 1000)
    guesses.clear()
    expect(guesses.waitOf(ANN, 1000)).toBe(0)
  })
})
