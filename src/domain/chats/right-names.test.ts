import { describe, expect, it } from 'vitest'
import { adminRightOf, BOT_API_ADMIN_RIGHTS, type AdminRightName } from './right-names.ts'
import { ADMIN_RIGHTS } from './rights.ts'

describe('names of admin rights', () => {
  it.each(Object.keys(ADMIN_RIGHTS))(
    'takes %s in the spellings of TL and of client libraries',
    (right) => {
      const snakeCase = right.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
      expect([adminRightOf(right), adminRightOf(snakeCase)]).toEqual([right, right])
    },
  )

  it.each(Object.entries(BOT_API_ADMIN_RIGHTS))("takes the Bot API's %s for %s", (name, right) => {
    expect(adminRightOf(name)).toBe(right)
  })

  it.each(['', 'invite', 'can_fly', 'constructor', '__proto__'])('knows no right %j', (name) => {
    expect(adminRightOf(name)).toBeUndefined()
  })

  it('has a type for each spelling, and for nothing else', () => {
    const names: AdminRightName[] = ['inviteUsers', 'invite_users', 'can_invite_users']
    // @ts-expect-error: a typing mistake is found before the test runs
    names.push('invite_user')
    expect(names.map(adminRightOf)).toEqual([
      'inviteUsers',
      'inviteUsers',
      'inviteUsers',
      undefined,
    ])
  })
})
