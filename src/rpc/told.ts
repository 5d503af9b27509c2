import type { Commit } from '../domain/context.ts'
import { newestOfEach } from '../domain/updates/look-again.ts'
import { isLogged, type LoggedEvent } from '../domain/updates/update.ts'
import type { Listener } from './listeners.ts'
import { originOf } from './listeners.ts'

/** An event on its way to the sessions. */
export type Told = LoggedEvent & {
  /** Place in the order of commits. */
  readonly at: number
  /** The session that its own answer told it already. */
  readonly knownTo: string | undefined
}

/** That accounts came into a channel: what was told there before is not for them. */
export interface Entered {
  readonly to: 'entered'
  readonly at: number
  readonly channelId: number
  readonly userIds: readonly number[]
}

/** That a channel's sequence has gone on, further than is told one by one. */
export interface GoneOn {
  readonly to: 'goneOn'
  readonly at: number
  readonly channelId: number
  readonly pts: number
}

/**
 * Updates of one channel's sequence that a session is told one by one of what came together. Past that it
 * hears that the channel has gone on (updateChannelTooLong) and asks: what comes in together costs each
 * receiver the same then, however much it is. It is the bound from which updates.getChannelDifference
 * answers people no single updates either (https://core.telegram.org/api/updates#recovering-gaps).
 */
export const CHANNEL_UPDATES_AT_ONCE = 100

/** The events of a commit that are told to accounts and who came in between, numbered from `at` on. */
export function toldBy({ events, originId, answered }: Commit, at: number): (Told | Entered)[] {
  const told: (Told | Entered)[] = []
  events.forEach((event, i) => {
    if (event.to === 'entered') told.push({ ...event, at: at + told.length })
    if (!isLogged(event)) return
    told.push({ ...event, at: at + told.length, knownTo: i < answered ? originId : undefined })
  })
  return told
}

/** What came together, by who is to hear it. Made once, so that no receiver looks at what is not for it. */
export class Batch {
  readonly #ofAccount = new Map<number, Told[]>()
  readonly #ofChannel = new Map<number, Told[]>()
  readonly #shortened = new Map<number, readonly (Told | GoneOn)[]>()
  readonly #callers = new Set<string>()
  /** Where in the order accounts came into channels, by account and channel. */
  readonly #entered = new Map<number, Map<number, number>>()

  /** @param events in the order of commits */
  constructor(events: readonly (Told | Entered)[]) {
    for (const event of events) {
      if (event.to === 'entered') {
        this.#enter(event)
        continue
      }
      if (event.knownTo !== undefined) this.#callers.add(event.knownTo)
      if (event.to === 'channel') add(this.#ofChannel, event.channelId, event)
      else add(this.#ofAccount, event.to === 'bot' ? event.botId : event.accountId, event)
    }
  }

  /** Accounts whose own box or queue something came into. */
  get accounts(): Iterable<number> {
    return this.#ofAccount.keys()
  }

  get channels(): number[] {
    return [...this.#ofChannel.keys()]
  }

  /** Whether an answer told the session some of it. */
  isCaller({ session }: Listener): boolean {
    return this.#callers.size > 0 && this.#callers.has(originOf(session))
  }

  /**
   * What an account that is in these channels hears, in order.
   *
   * @param caller the session that is told by itself, without what its own answers told it
   */
  for(
    accountId: number,
    channels: readonly number[],
    caller?: Listener,
  ): readonly (Told | GoneOn)[] {
    const lists = channels.map((id) => this.#heardIn(id, accountId, caller))
    const own = this.#ofAccount.get(accountId)
    if (own) lists.push(newestOfEach(without(own, caller)))
    const [first = []] = lists
    return lists.length < 2 ? first : lists.flat().sort((a, b) => a.at - b.at)
  }

  #enter({ at, channelId, userIds }: Entered): void {
    for (const id of userIds) {
      const places = this.#entered.get(id) ?? new Map<number, number>()
      this.#entered.set(id, places.set(channelId, at))
    }
  }

  /** Clients that are told of a channel before they know where its sequence is take it for new (TDLib does). */
  #heardIn(
    id: number,
    accountId: number,
    caller: Listener | undefined,
  ): readonly (Told | GoneOn)[] {
    const events = this.#inChannel(id, caller)
    const from = this.#entered.get(accountId)?.get(id)
    return from === undefined ? events : events.filter(({ at }) => at > from)
  }

  #inChannel(id: number, caller: Listener | undefined): readonly (Told | GoneOn)[] {
    const events = this.#ofChannel.get(id) ?? []
    if (caller) return shorten(id, without(events, caller))
    let known = this.#shortened.get(id)
    if (!known) this.#shortened.set(id, (known = shorten(id, events)))
    return known
  }
}

function without(events: readonly Told[], caller: Listener | undefined): readonly Told[] {
  if (!caller) return events
  const name = originOf(caller.session)
  return events.filter((event) => event.knownTo !== name)
}

function shorten(channelId: number, events: readonly Told[]): readonly (Told | GoneOn)[] {
  const sequenced = events.filter((event) => event.ptsCount > 0)
  const last = sequenced.at(-1)
  const rest = newestOfEach(events.filter((event) => event.ptsCount === 0))
  if (last === undefined || sequenced.length <= CHANNEL_UPDATES_AT_ONCE) {
    return [...sequenced, ...rest].sort((a, b) => a.at - b.at)
  }
  const goneOn: GoneOn = { to: 'goneOn', at: last.at, channelId, pts: last.pts }
  return [...rest, goneOn].sort((a, b) => a.at - b.at)
}

function add(map: Map<number, Told[]>, key: number, event: Told): void {
  const list = map.get(key)
  if (list) list.push(event)
  else map.set(key, [event])
}
