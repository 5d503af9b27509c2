import type { Domain, Unit } from '../domain/context.ts'
import type { PresentFrom } from '../store/tables/audience.ts'
import type { Batch } from './told.ts'

/** Accounts or members that one unit goes through to find who is in the channels of a batch. */
const LOOKED_AT_AT_ONCE = 2000

/** Connected accounts. */
interface Connected {
  readonly ids: readonly number[]
  has(id: number): boolean
}

/** How far the search is: at which of the channels, and where in it. */
interface Place {
  readonly channel: number
  readonly from: PresentFrom | undefined
}

/** Who was found in which channel, and where to go on; undefined at the end. */
interface Found {
  readonly pairs: readonly (readonly [accountId: number, channelId: number])[]
  readonly next: Place | undefined
}

/**
 * Connected accounts that a batch may concern, with those of its channels that they are in. Who may really
 * hear an event is looked up when it is encoded.
 */
export async function receiversOf(
  domain: Domain,
  batch: Batch,
  connected: ReadonlyMap<number, unknown>,
): Promise<ReadonlyMap<number, readonly number[]>> {
  const receivers = new Map<number, number[]>()
  for (const id of batch.accounts) if (connected.has(id)) receivers.set(id, [])
  const { channels } = batch
  const accounts = { ids: [...connected.keys()], has: (id: number) => connected.has(id) }
  let place: Place | undefined = channels.length === 0 ? undefined : { channel: 0, from: undefined }
  while (place !== undefined) {
    const begin: Place = place
    const { pairs, next } = await domain.unit((u) => search(u, channels, accounts, begin))
    for (const [accountId, channelId] of pairs) {
      const of = receivers.get(accountId)
      if (of) of.push(channelId)
      else receivers.set(accountId, [channelId])
    }
    place = next
  }
  return receivers
}

async function search(
  { db }: Unit,
  channels: readonly number[],
  accounts: Connected,
  begin: Place,
): Promise<Found> {
  const pairs: [number, number][] = []
  let { channel, from } = begin
  for (let looked = 0; looked < LOOKED_AT_AT_ONCE;) {
    const id = channels[channel]
    if (id === undefined) return { pairs, next: undefined }
    const page = await db.audience.present(id, accounts, from, LOOKED_AT_AT_ONCE)
    for (const accountId of page.found) pairs.push([accountId, id])
    looked += page.looked
    from = page.next
    if (from === undefined) channel++
  }
  return { pairs, next: { channel, from } }
}
