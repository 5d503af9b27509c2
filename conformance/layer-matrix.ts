import { decodeObject, decodeResult, encodeObject, encodeResult, hasMethod } from '../src/tl/api.ts'
import { ExactCodec } from '../src/tl/conformance/exact-codec.ts'
import type { Fields } from '../src/tl/conversions.ts'
import { TlEncodeError } from '../src/tl/errors.ts'
import { linesOf, newestLines, storedLayers, type LayerLines } from '../src/tl/layers.ts'
import { parseFields, typeText, type TlField, type TlLine } from '../src/tl/schema.ts'

/** Something that the server said: a method's result, or a push where there is no method. */
export interface Said {
  readonly method: string | undefined
  readonly value: unknown
}

/** What the server said in the newest layer, as few of it as have every shape of every object. */
export class Recorded {
  readonly all: Said[] = []
  readonly #shapes = new Set<string>()

  /** Notes a result or a push, unless all of its objects were seen with the same fields before. */
  note(value: unknown, method?: string): void {
    const before = this.#shapes.size
    this.#shapes.add(`${method ?? 'push'} ${nameOf(value)}`)
    this.#look(value, '')
    if (this.#shapes.size > before) this.all.push({ method, value })
  }

  #look(value: unknown, where: string): void {
    if (Array.isArray(value)) {
      for (const item of value) this.#look(item, where)
    } else if (isObject(value)) {
      const keys = Object.keys(value).filter((key) => value[key] !== undefined)
      this.#shapes.add(`${where}${value._} ${keys.join(' ')}`)
      for (const key of keys) this.#look(value[key], `${value._}.${key}: `)
    }
  }
}

/** A difference between what was said and what a layer's client reads, and the layers that have it. */
export type Differences = ReadonlyMap<string, ReadonlySet<number>>

/**
 * Sends everything that was recorded to a client of every stored layer, who reads it by that layer's
 * own schema, and compares. A layer's field must hold what the newest layer's field of that name
 * holds; what does not is a difference, named so that equal ones have one name:
 *
 * - `lacks a`: the layer has no constructor `a`, so that it is left out, or empty where something must be;
 * - `a > b`: an object is another one there;
 * - `a.field: T > t`: the field has another type there, and so another value;
 * - `a.field is old`: the newest layer has no such field, and the layer says something in it;
 * - `result of m: T > t`: the method has another result there;
 * - anything else is a fault.
 */
export function differences(recorded: readonly Said[]): Differences {
  const found = new Map<string, Set<number>>()
  for (const layer of storedLayers()) {
    const reader = new LayerReader(linesOf(layer), (difference) => {
      const layers = found.get(difference)
      if (layers === undefined) found.set(difference, new Set([layer]))
      else layers.add(layer)
    })
    for (const said of recorded) reader.read(said)
  }
  return found
}

class LayerReader {
  readonly #lines: LayerLines
  readonly #exact: ExactCodec
  readonly #note: (difference: string) => void

  constructor(lines: LayerLines, note: (difference: string) => void) {
    this.#lines = lines
    this.#exact = new ExactCodec(lines)
    this.#note = note
  }

  read({ method, value }: Said): void {
    const { layer } = this.#lines
    if (method === undefined) {
      const bytes = encodeObject(value as Fields, layer)
      const seen = decodeObject(bytes, layer)
      this.#readsBack(seen, bytes)
      this.#compare(value, seen)
      return
    }
    // Its clients cannot ask for it.
    if (!hasMethod(method, layer)) return
    const now = newestLines().methods.get(method)?.type ?? ''
    const then = this.#lines.methods.get(method)?.type ?? ''
    let bytes: Buffer
    try {
      bytes = encodeResult(method, value, layer)
    } catch (error) {
      if (!(error instanceof TlEncodeError && error.layerLacksIt)) throw error
      this.#note(`no result of ${method}, ${nameOf(value)}`)
      return
    }
    const seen = decodeResult(method, bytes, layer)
    if (isObject(seen)) this.#readsBack(seen, bytes)
    if (now === then) this.#compare(value, seen)
    else this.#differ(`result of ${method}: ${now} > ${then}`, value, seen)
  }

  /** What the layer's own client would have written: the same bytes. */
  #readsBack(seen: unknown, bytes: Buffer): void {
    if (!this.#exact.encode(seen as Fields).equals(bytes)) {
      this.#note(`${nameOf(seen)} is not written as its layer writes it`)
    }
  }

  #compare(said: unknown, seen: unknown): void {
    if (Array.isArray(said)) this.#compareLists(said, seen)
    else if (isObject(said)) this.#compareObjects(said, seen)
    else if (!isSame(said, seen)) this.#note(`${String(said)} became ${String(seen)}`)
  }

  #compareLists(said: readonly unknown[], seen: unknown): void {
    const left = Array.isArray(seen) ? [...(seen as unknown[])] : []
    for (const item of said) {
      if (isObject(item) && this.#lacks(item)) this.#note(`lacks ${item._}`)
      else this.#compare(item, left.shift())
    }
    for (const item of left) this.#note(`${nameOf(item)} came out of nothing`)
  }

  #compareObjects(said: Fields, seen: unknown): void {
    if (!isObject(seen)) this.#note(`${said._} became ${String(seen)}`)
    else if (said._ !== seen._) this.#compareOthers(said, seen)
    else {
      const line = this.#lines.constructors.get(said._)
      for (const field of line === undefined ? [] : fieldsOf(line)) {
        this.#compareField(field, said, seen)
      }
    }
  }

  #compareOthers(said: Fields, seen: Fields): void {
    if (this.#lacks(said) && isZero(seen)) this.#note(`lacks ${said._}`)
    else this.#differ(`${said._} > ${seen._}`, said, seen)
  }

  #compareField(field: TlField, said: Fields, seen: Fields): void {
    const { key, name, flag, type } = field
    const [value, read] = [said[key], seen[key]]
    const now = newestField(said._, name)
    if (now === undefined) {
      if (!isNothing(read)) this.#differ(`${said._}.${name} is old`, said, read)
    } else if (typeText(now.type) !== typeText(type)) {
      if (!isNothing(value) || !isNothing(read)) {
        const types = `${typeText(now.type)} > ${typeText(type)}`
        this.#differ(`${said._}.${name}: ${types}`, value, read)
      }
    } else if (value === undefined || value === false) {
      // Fields may share a bit, and then the absent one is there with nothing in it.
      if (!isNothing(read)) this.#note(`${said._}.${name} came out of nothing`)
    } else if (read === undefined && flag !== undefined && isObject(value) && this.#lacks(value)) {
      this.#note(`lacks ${value._}`)
    } else if (typeof value === 'object') this.#compare(value, read)
    else if (value !== read) {
      this.#note(`${said._}.${name}: ${show(value)} became ${show(read)}`)
    }
  }

  #lacks({ _: name }: Fields): boolean {
    return !this.#lines.constructors.has(name)
  }

  /** A difference with a rule of its own. */
  #differ(name: string, said: unknown, seen: unknown): void {
    const rule = EXCEPTIONS[name]
    const holds = rule?.holds === undefined || rule.holds(said as never, seen)
    this.#note(holds ? name : `${name}, ${show(said)} became ${show(seen)}`)
  }
}

/** A difference that there must be. */
export interface Exception {
  readonly why: string
  /** The first layer that does not have it. */
  readonly until: number
  /** Whether the older layer's value says what the newest one's does, as far as it can. */
  readonly holds?: (said: never, seen: unknown) => boolean
}

const TITLES: Exception = {
  why: 'titles had no formatting; the text is the same',
  until: 196,
  holds: ({ text }: Fields, seen) => seen === text,
}
const JOINED: Exception = {
  why: 'there were no guard bots, and so no answer but the Updates',
  until: 227,
  holds: ({ updates }: Fields, seen) => haveSameUpdates(updates, seen),
}
const INVITED: Exception = {
  why: 'there was no list of those who could not be added, and no answer but the Updates',
  until: 177,
  holds: ({ updates }: Fields, seen) => haveSameUpdates(updates, seen),
}
const GUARDED = 'messages.chatInviteJoinResultWebView'

/** Every difference that older layers force, and how it is made up for. */
export const EXCEPTIONS: Readonly<Record<string, Exception>> = {
  'chatlists.chatlistInvite.title: TextWithEntities > string': TITLES,
  'dialogFilter.title: TextWithEntities > string': TITLES,
  'dialogFilterChatlist.title: TextWithEntities > string': TITLES,
  'result of messages.importChatInvite: messages.ChatInviteJoinResult > Updates': JOINED,
  'result of channels.joinChannel: messages.ChatInviteJoinResult > Updates': JOINED,
  'result of channels.inviteToChannel: messages.InvitedUsers > Updates': INVITED,
  'result of messages.createChat: messages.InvitedUsers > Updates': INVITED,
  'result of messages.addChatUser: messages.InvitedUsers > Updates': INVITED,
  'result of messages.getDialogFilters: messages.DialogFilters > Vector<DialogFilter>': {
    why: 'the list stood alone, without the switch for tags',
    until: 176,
    holds: ({ filters }: { filters: readonly Fields[] }, seen) =>
      JSON.stringify((seen as readonly Fields[]).map((one) => [one._, one.id])) ===
      JSON.stringify(filters.map((one) => [one._, one.id])),
  },
  'updatePeerBlocked.blocked: true > Bool': {
    why: 'a flag was a Bool; it says the same',
    until: 162,
    holds: (blocked: true | undefined, seen) => seen === (blocked ?? false),
  },
  'lacks updateJoinChatWebViewDecision': {
    why: 'tells of a guard bot, which nobody is shown in these layers',
    until: 227,
  },
  [`no result of messages.importChatInvite, ${GUARDED}`]: {
    why: 'a guard bot has no page in these layers; rpc/join-answer.ts says INVITE_REQUEST_SENT',
    until: 228,
  },
  [`no result of channels.joinChannel, ${GUARDED}`]: {
    why: 'as messages.importChatInvite; layer 227 gets the page itself (src/tl/conversions.test.ts)',
    until: 228,
  },
}

function haveSameUpdates(said: unknown, seen: unknown): boolean {
  const names = (box: unknown): unknown =>
    (box as { updates: readonly Fields[] }).updates.map(nameOf)
  return (
    nameOf(said) === nameOf(seen) && JSON.stringify(names(said)) === JSON.stringify(names(seen))
  )
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && '_' in value
}

function nameOf(value: unknown): string {
  return isObject(value) ? value._ : typeof value
}

function isSame(said: unknown, seen: unknown): boolean {
  if (said instanceof Uint8Array)
    return seen instanceof Uint8Array && Buffer.compare(said, seen) === 0
  return said === seen
}

/** Absent, or what a field that must be there says where there is nothing to say. */
function isNothing(value: unknown): boolean {
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length === 0
  if (isObject(value)) return isZero(value)
  return value === undefined || value === 0 || value === 0n || value === '' || value === false
}

function isZero(object: Fields): boolean {
  const fields = Object.entries(object).filter(([key]) => key !== '_')
  return fields.every(([, value]) => isNothing(value))
}

function show(value: unknown): string {
  const text = JSON.stringify([value], (_, one: unknown) =>
    typeof one === 'bigint' ? `${one}n` : one,
  )
  return text.slice(1, -1).slice(0, 300)
}

function newestField(constructor: string, name: string): TlField | undefined {
  const line = newestLines().constructors.get(constructor)
  return line && fieldsOf(line).find((field) => field.name === name)
}

/** Fields by definition, without the flags; most definitions are shared by many layers. */
const fields = new WeakMap<TlLine, readonly TlField[]>()

function fieldsOf(line: TlLine): readonly TlField[] {
  let known = fields.get(line)
  if (known === undefined) {
    known = parseFields(line).filter(({ type }) => type.kind !== 'flags')
    fields.set(line, known)
  }
  return known
}
