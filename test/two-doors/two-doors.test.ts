import { beforeAll, describe, expect, it } from 'vitest'
import { FULL_CHAT } from './full-chats.ts'
import { Ledger } from './ledger.ts'
import { INVITE_LINK, JOIN_REQUEST, MEMBER_UPDATED } from './links-and-updates.ts'
import { MESSAGE } from './messages.ts'
import { ONLY_MTPROTO } from './only-mtproto.ts'
import { CHAT, COMMAND, ME, USER } from './people-and-chats.ts'
import { tourOfChats, tourOfPeople } from './tour-of-chats.ts'
import { tourOfLinks, tourOfMembers } from './tour-of-members.ts'
import { tourOfMessages } from './tour-of-messages.ts'
import { tourOfUpdates } from './tour-of-updates.ts'
import { OnlyBotApi } from './twin.ts'
import { createWorld, tourOf } from './world.ts'

const TOURS = {
  'a person or a bot': tourOfPeople,
  'a chat': tourOfChats,
  'a standing in a chat': tourOfMembers,
  'an invite link': tourOfLinks,
  'a message': tourOfMessages,
  'a change of a standing, and a request to join': tourOfUpdates,
}

const TWINS = [
  USER,
  ME,
  CHAT,
  FULL_CHAT,
  INVITE_LINK,
  MESSAGE,
  MEMBER_UPDATED,
  JOIN_REQUEST,
  COMMAND,
]

const ledger = new Ledger(ONLY_MTPROTO)
const differences = new Map<string, readonly string[]>()

beforeAll(async () => {
  const world = await createWorld()
  for (const [name, tour] of Object.entries(TOURS)) {
    await tourOf(world, ledger, (doors) => tour(doors, world))
    differences.set(name, [...ledger.differences])
    ledger.differences.clear()
  }
  await world.t.close()
})

describe('MTProto and the Bot API tell alike', () => {
  it.each(Object.keys(TOURS))('%s, in every state', (name) => {
    const found = differences.get(name) ?? []
    expect(found.slice(0, 12), `${found.length} differences`).toEqual([])
  })
})

describe('a field that one door tells', () => {
  const only = Object.entries(ONLY_MTPROTO).flatMap(([constructor, fields]) =>
    Object.keys(fields).map((field) => `${constructor}.${field}`),
  )

  it('of MTProto has a twin in the Bot API, or a reason for having none', () => {
    const declared = new Set([...ledger.read, ...only])
    const missing = [...ledger.written].filter((field) => !declared.has(field))
    expect(missing.sort(), 'give it a fact, or a reason in only-mtproto.ts').toEqual([])
  })

  it('of MTProto has no reason that does not hold', () => {
    expect(only.filter((field) => ledger.read.has(field))).toEqual([])
    expect(only.filter((field) => !ledger.written.has(field))).toEqual([])
  })

  it('of the Bot API is met with a value in some state', () => {
    const wanted = TWINS.flatMap(({ name, facts }) =>
      Object.entries(facts)
        .filter(([, fact]) => !(fact instanceof OnlyBotApi))
        .map(([field]) => `${name}.${field}`)
        // Of the bot itself, what is told of every account was met with others.
        .filter((field) => name !== ME.name || !(field.slice(3) in USER.facts)),
    )
    expect(wanted.filter((field) => !ledger.met.has(field))).toEqual([])
  })
})
