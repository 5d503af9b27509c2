import { describe, expect, test } from 'vitest'

import { COERCIONS, DOWNGRADES, LIFTS, UPGRADES } from './conversions.ts'
import { isInt53 } from './int53.ts'
import { everyLine, newestLines, OLDEST_LAYER } from './layers.ts'
import { parseFields, typeText } from './schema.ts'

/** Differences without a conversion: the old field is left out or zero. Nothing here is served. */
const UNCOVERED = [
  'account.chatThemes.next_offset: int > string',
  'connectedBot.recipients: BusinessRecipients > BusinessBotRecipients',
  'inputInvoiceStarGiftTransfer.to_id: InputUser > InputPeer',
  'inputMediaPoll.correct_answers: Vector<bytes> > Vector<int>',
  'messages.votesList.votes: Vector<MessageUserVote> > Vector<MessagePeerVote>',
  'updateGroupCallMessage.message: TextWithEntities > GroupCallMessage',
  'userFull.stories: UserStories > PeerStories',
]

/** `definition field: old type > newest type` for every difference that the tables do not name. */
function uncovered(): string[] {
  const newest = newestLines()
  const found = new Set<string>()
  for (const line of everyLine()) {
    if (line.isMethod) continue
    const now = newest.constructors.get(line.name)
    if (now === undefined || now.id === line.id) continue
    const before = new Map(parseFields(line).map((field) => [field.name, typeText(field.type)]))
    for (const { name, type } of parseFields(now)) {
      const old = before.get(name)
      const pair = `${typeText(type)}>${old ?? ''}`
      const isLegacyId = pair === 'long>int' && isInt53(line.name, name)
      if (old === undefined || old === typeText(type) || isLegacyId) continue
      if (!(pair in COERCIONS)) {
        found.add(`${line.name}.${name}: ${old} > ${typeText(type)}`)
      }
    }
  }
  return [...found].sort()
}

describe('the tables', () => {
  test('leave only differences between layers that no answer of this server has', () => {
    expect(uncovered()).toEqual(UNCOVERED)
  })

  test('name only what exists', () => {
    const lines = [...everyLine()]
    const known = new Set(lines.flatMap(({ name, id }) => [name, `${name}#${id.toString(16)}`]))
    const named = [...Object.keys(UPGRADES), ...DOWNGRADES.map((rule) => rule.name)]
    expect(named.filter((name) => !known.has(name))).toEqual([])
    const types = new Set(
      lines.flatMap((line) => [line.type, ...parseFields(line).map((f) => typeText(f.type))]),
    )
    const pairs = [...Object.keys(COERCIONS), ...Object.keys(LIFTS)].flatMap(splitPair)
    expect(pairs.filter((type) => !types.has(type))).toEqual([])
  })

  test('have downgrades of one constructor from the newest layer down, as they are applied', () => {
    for (const [name, rules] of Map.groupBy(DOWNGRADES, (rule) => rule.name)) {
      const layers = rules.map((rule) => rule.below)
      expect(layers, name).toEqual([...layers].sort((a, b) => b - a))
      expect(layers.every((layer) => layer > OLDEST_LAYER)).toBe(true)
    }
  })
})

/** `Vector<A>>Vector<B>` -> both types. */
function splitPair(pair: string): string[] {
  const middle = [...pair.matchAll(/>/g)]
    .map((match) => match.index)
    .find((index) => balanced(pair.slice(0, index)) && balanced(pair.slice(index + 1)))
  return middle === undefined ? [pair] : [pair.slice(0, middle), pair.slice(middle + 1)]
}

function balanced(text: string): boolean {
  return text.split('<').length === text.split('>').length
}
