import { describe, expect, it } from 'vitest'
import { wholeBannedRights } from './banned-rights.ts'
import { BANNED_RIGHTS, maskOf, namesOf, type BannedRight } from './rights.ts'

const EVERY = Object.keys(BANNED_RIGHTS) as BannedRight[]
const FILES = EVERY.filter((name) =>
  /^send(Photos|Videos|Roundvideos|Audios|Voices|Docs)$/.test(name),
)
const SENDING = EVERY.filter(
  (name) => name === 'embedLinks' || (/^send/.test(name) && name !== 'sendReactions'),
)

const whole = (...names: BannedRight[]) =>
  namesOf(BANNED_RIGHTS, wholeBannedRights(maskOf(BANNED_RIGHTS, names)))

describe('what is taken', () => {
  it('is every way to send where sending is named, every kind of file where media are', () => {
    expect(whole('sendMessages')).toEqual(SENDING)
    expect(whole('sendMedia')).toEqual(['sendMedia', ...FILES])
    expect(whole('viewMessages')).toEqual(EVERY)
  })

  it('names the whole where each part is named', () => {
    expect(whole(...FILES)).toEqual(['sendMedia', ...FILES])
    const single = SENDING.filter((name) => name !== 'sendMessages' && name !== 'sendMedia')
    expect(whole(...single)).toEqual(SENDING)
  })

  it.each(EVERY)('is told the same where it was whole before: %s', (name) => {
    const once = whole(name)
    expect(once).toContain(name)
    expect(whole(...once)).toEqual(once)
    if (!/^(viewMessages|sendMessages|sendMedia)$/.test(name)) expect(once).toEqual([name])
  })
})
