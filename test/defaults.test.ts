import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BOT_API_METHODS } from '../src/bot-api/methods/index.ts'
import { CHATS } from './defaults/chats.ts'
import { COMMANDS } from './defaults/commands.ts'
import { LINKS } from './defaults/links.ts'
import { MEMBERS } from './defaults/members.ts'
import { MESSAGES } from './defaults/messages.ts'
import { PERMISSION_TABLES } from './defaults/permissions.ts'
import { REQUESTS } from './defaults/requests.ts'
import type { Given, Means, MethodTable } from './defaults/table.ts'
import { UPDATES } from './defaults/updates.ts'
import { openDefaultsWorld, type DefaultsWorld } from './defaults/world.ts'

/**
 * What each parameter of the Bot API means that is left out, old, a number as text or too large, or a yes
 * as text: a table read from the official server's source, every line of which is called.
 */
const TABLES: readonly MethodTable[] = [
  ...LINKS,
  ...REQUESTS,
  ...MEMBERS,
  ...PERMISSION_TABLES,
  ...CHATS,
  ...MESSAGES,
  ...COMMANDS,
  ...UPDATES,
]

let world: DefaultsWorld

beforeAll(async () => {
  world = await openDefaultsWorld()
})

afterAll(() => world.close())

/** Fields that the line speaks of, as they are. */
function spokenOf(seen: object, means: object): object {
  const fields = new Map<string, unknown>(Object.entries(seen))
  return Object.fromEntries(Object.keys(means).map((name) => [name, fields.get(name)]))
}

/** What a line means, with the world's names filled in. */
function filled(means: Means): Means {
  if (typeof means === 'string') return means
  const value = (one: unknown): unknown =>
    typeof one === 'string' && /^<now/.test(one) ? Number(world.filled(one)) : one
  return Object.fromEntries(Object.entries(means).map(([name, one]) => [name, value(one)]))
}

function brief(given: Given): string {
  if (given === undefined) return 'left out'
  return JSON.stringify(given.length > 60 ? `${given.slice(0, 60)}...` : given)
}

describe.each(TABLES)('$method ($source)', ({ method, call = {}, look = 'nothing', lines }) => {
  it.each(lines.map(([parameter, given, means]) => ({ parameter, given, means, text: brief(given) })))(
    '$parameter $text',
    async ({ parameter, given, means }) => {
      await world.reset(method)
      const all = { ...call, [parameter]: given }
      const params = Object.fromEntries(
        Object.entries(all).flatMap(([name, text]) =>
          text === undefined ? [] : [[name, world.filled(text)]],
        ),
      )
      const answer = await world.call(method, params)
      if (typeof means === 'string') {
        expect(answer.body).toMatchObject({ ok: false, description: `Bad Request: ${means}` })
        return
      }
      expect(answer.body).toMatchObject({ ok: true })
      const wanted = filled(means) as object
      expect(spokenOf(await world.look(look, answer, params), wanted)).toEqual(wanted)
    },
  )
}) // prettier-ignore

/** Values that the table has for a parameter of a method. */
function givenFor(method: string, parameter: string): Given[] {
  const lines = TABLES.filter((table) => table.method === method).flatMap((table) => table.lines)
  return lines.filter(([name]) => name === parameter).map(([, given]) => given)
}

describe.each([...BOT_API_METHODS.values()])('the table of $name', ({ name, parameters }) => {
  it('has lines for every parameter: left out, numbers that are none and too large, a yes as text', () => {
    for (const [parameter, { schema }] of Object.entries(parameters)) {
      const given = givenFor(name, parameter)
      expect(given, parameter).toContain(undefined)
      if (schema.type === 'integer') {
        expect(given.some((text) => text && !/^[-\d<]/.test(text)), `${parameter} as a word`).toBe(true)
        expect(given.some((text) => Number(text) >= 2 ** 31), `${parameter} too large`).toBe(true)
      }
      if (schema.type === 'boolean') {
        expect(given.some((text) => text === 'true'), `${parameter} as text`).toBe(true)
      }
    }
  })
}) // prettier-ignore
