import { describe, expect, it } from 'vitest'
import { parseWorld } from './world-file.ts'

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

  it('may have numbers where texts are wanted, as YAML reads the digits of a phone', () => {
    const text = 'users:\n  - { as: a, firstName: 7, phone: +9996610001 }'
    expect(parseWorld(text, 'w.yaml')).toEqual({
      users: [{ at: 'users[0] (line 2)', entry: { as: 'a', firstName: '7', phone: '9996610001' } }],
    })
  })

  it('takes the text about somebody as about and as bio', () => {
    for (const key of ['about', 'bio']) {
      const [user] = parseWorld(`users: [ { as: a, firstName: A, ${key}: x } ]`, 'w').users ?? []
      expect(user?.entry).toEqual({ as: 'a', firstName: 'A', about: 'x' })
    }
  })

  it('is refused with the line of an entry that has an unknown key', () => {
    expect(refusal('users:\n  - { as: a, firstName: A }\n  - { as: b, firstname: B }')).toMatch(
      /users\[1\] \(line 3\).*"firstname".*did you mean firstName/,
    )
  })

  it('is refused with the key that an entry lacks', () => {
    expect(refusal('chats:\n  - { type: group, title: T }')).toMatch(
      /chats\[0\] \(line 2\) needs owner, a text/,
    )
  })

  it('may name a list that stands elsewhere in it', () => {
    const text = 'users: &all [ { as: a, firstName: A } ]\nbots: *all'
    expect(refusal(text)).toMatch(/bots\[0\] takes no "firstName"/)
  })

  it('is refused where its names stand for more than memory holds', () => {
    const lists = ['a: &a [1,1,1,1,1,1,1,1,1,1]']
    for (const [from, to] of ['ab', 'bc', 'cd', 'de']) {
      lists.push(`${to}: &${to} [${Array(10).fill(`*${from}`).join()}]`)
    }
    expect(refusal(lists.join('\n'))).toMatch(/alias/i)
  })

  it.each([
    ['a: [', /w\.yaml: /],
    ['people: []', /no section "people"/],
    ['users: { a: 1 }', /users must be a list/],
    ['users: [ 1 ]', /users\[0\] \(line 1\) takes an object/],
    ['chats: [ { type: forum, title: t, owner: a } ]', /group, supergroup or channel/],
    [
      'users: [ { as: a, firstName: [ A ] } ]',
      /users\[0\] \(line 1\) takes a text as firstName; got /,
    ],
    ['users: [ { as: a, firstName: A, stars: many } ]', /a whole number from 0 on as stars/],
    [
      'chats: [ { type: group, title: t, owner: a, members: b } ]',
      /a list of at most 10000 texts as members/,
    ],
    [
      'chats: [ { type: group, title: t, owner: a, admins: [ b ] } ]',
      /\{ user, rights.* as admins/,
    ],
    ['users: [ { as: a, firstName: A, toString: x } ]', /takes no "toString"/],
    ['- 1', /must hold users/],
  ])('is refused as %j', (text, message) => {
    expect(refusal(text)).toMatch(message)
  })
})
