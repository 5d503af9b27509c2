import { describe, expect, it } from 'vitest'
import { parseWorld } from './world.ts'

const refusal = (text: string) => {
  try {
    parseWorld(text, 'w.yaml')
  } catch (error) {
    return (error as Error).message
  }
  return undefined
}

describe('a world file', () => {
  it('may be empty', () => {
    expect(parseWorld('', 'w.yaml')).toEqual({})
  })

  it('is refused with the line of an entry that has an unknown key', () => {
    expect(refusal('users:\n  - { as: a, firstName: A }\n  - { as: b, firstname: B }')).toMatch(
      /line 3, users\[1\].*"firstname"/,
    )
  })

  it('is refused with the key that an entry lacks', () => {
    expect(refusal('chats:\n  - { type: group, title: T }')).toMatch(
      /line 2, chats\[0\] lacks owner/,
    )
  })

  it.each([
    ['a: [', /w\.yaml: /],
    ['people: []', /no section "people"/],
    ['users: { a: 1 }', /users must be a list/],
    ['users: [ 1 ]', /users\[0\] must be a mapping/],
    ['chats: [ { type: forum, title: t, owner: a } ]', /group, supergroup or channel/],
    ['- 1', /must hold users/],
  ])('is refused as %j', (text, message) => {
    expect(refusal(text)).toMatch(message)
  })
})
