import type { Device, Fields, Told } from './device.ts'

/** Where the sequences of the store stand. */
export interface Sequences {
  readonly pts: readonly number[]
  readonly qts: readonly number[]
  /** By chat id. */
  readonly channels: ReadonlyMap<number, number>
}

/** An update of some sequence, by its place there. */
interface Placed {
  readonly pts: number
  readonly count: number
}

/** What one device heard of the sequences. */
export interface HeardSequences {
  readonly own: Placed[]
  readonly bot: Placed[]
  readonly channels: Map<number, Placed[]>
}

const OWN = new Set([
  'updateNewMessage',
  'updateDeleteMessages',
  'updateReadHistoryInbox',
  'updateReadHistoryOutbox',
])

/** The updates in what a device was told; none in what is no Updates. */
export function updatesOf({ object }: Told): readonly Fields[] {
  if (object._ === 'updates') return object.updates as Fields[]
  if (object._ === 'updateShort') return [object.update as Fields]
  return []
}

/** Id of the channel whose sequence an update stands in. */
function channelOf(update: Fields): number | undefined {
  if (update._ === 'updateDeleteChannelMessages') return update.channelId as number
  if (update._ !== 'updateNewChannelMessage') return undefined
  return ((update.message as Fields).peerId as { channelId: number }).channelId
}

/** Sorts what was heard into the sequences that it belongs to; answers are about the given chat. */
export function sequencesIn(told: readonly Told[], chatId: number | undefined): HeardSequences {
  const heard: HeardSequences = { own: [], bot: [], channels: new Map() }
  const inChannel = (id: number, place: Placed): void => {
    heard.channels.set(id, [...(heard.channels.get(id) ?? []), place])
  }
  for (const one of told) {
    if (one.object._ === 'messages.affectedMessages') {
      const place = { pts: one.object.pts as number, count: one.object.ptsCount as number }
      if (one.method?.startsWith('messages.')) heard.own.push(place)
      else if (chatId !== undefined) inChannel(chatId, place)
    }
    for (const update of updatesOf(one)) {
      const place = { pts: update.pts as number, count: update.ptsCount as number }
      const channel = channelOf(update)
      if (OWN.has(update._)) heard.own.push(place)
      else if (channel !== undefined) inChannel(channel, place)
      else if (update.qts !== undefined) heard.bot.push({ pts: update.qts as number, count: 1 })
    }
  }
  return heard
}

/** Throws where places do not lead from one point of a sequence to another, each step once. */
export function checkSteps(
  what: string,
  places: readonly Placed[],
  from: number,
  to: number,
): void {
  let at = from
  for (const { pts, count } of places
    .filter((one) => one.count > 0)
    .sort((a, b) => a.pts - b.pts)) {
    if (pts !== at + count) throw new Error(`${what}: ${pts} (${count}) came after ${at}`)
    at = pts
  }
  if (at !== to) throw new Error(`${what}: ends at ${at}, the store is at ${to}`)
}

/** One update that an account's listener heard. */
interface Entry {
  readonly update: Fields
  /** Where the account's own sequence stood. */
  readonly pts: number
  readonly qts: number
  readonly date: number
}

/** A point from which a client that goes away will ask for the difference. */
export interface Mark {
  readonly pts: number
  readonly qts: number
  readonly date: number
  /** Of the channels in which the account was. */
  readonly channels: ReadonlyMap<number, number>
  readonly index: number
}

/** What an account's listener heard from the beginning on. */
export class Ear {
  readonly account: number
  readonly log: Entry[] = []
  /** Channels in which the account was since the mark, without a break. */
  mark: Mark | undefined
  #pts = 0
  #qts = 0

  constructor(account: number) {
    this.account = account
  }

  /** Notes what the listener heard in a command; its own sequence must come in order. */
  note(told: readonly Told[], before: Sequences, now: number): void {
    this.#pts = before.pts[this.account] ?? 0
    this.#qts = before.qts[this.account] ?? 0
    for (const update of told.flatMap(updatesOf)) {
      if (OWN.has(update._)) {
        const pts = update.pts as number
        if (pts < this.#pts) throw new Error(`account ${this.account} hears pts ${pts} too late`)
        this.#pts = pts
      }
      if (update.qts !== undefined) this.#qts = update.qts as number
      this.log.push({ update, pts: this.#pts, qts: this.#qts, date: now })
    }
  }

  /** Remembers this moment. */
  leave(now: number, at: Sequences, channels: readonly number[]): void {
    this.mark = {
      pts: at.pts[this.account] ?? 0,
      qts: at.qts[this.account] ?? 0,
      date: now,
      channels: new Map(channels.map((id) => [id, at.channels.get(id) ?? 0])),
      index: this.log.length,
    }
  }

  /** A channel was left meanwhile: what happened in it is no longer comparable. */
  lose(channelId: number): void {
    if (!this.mark) return
    const channels = new Map(this.mark.channels)
    channels.delete(channelId)
    this.mark = { ...this.mark, channels }
  }
}

/** What an object says, for comparing. */
export function textOf(object: unknown): string {
  return JSON.stringify(object, (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  )
}

/** The device's own words in an error. */
export function nameOf({ account, layer, listens }: Device): string {
  return `account ${account} (layer ${layer}${listens ? ', listening' : ''})`
}

/** Whether an update stands in the account's own sequence. */
export function isOwn(update: Fields): boolean {
  return OWN.has(update._)
}

/** Whether an update stands in a channel's sequence, and in which. */
export { channelOf }
