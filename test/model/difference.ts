import type { Device, Fields } from './device.ts'
import { channelOf, isOwn, textOf, type Ear, type Mark } from './hearing.ts'
import { hasRight, isIn, RIGHTS, standing, type Model } from './state.ts'
import type { Real } from './world.ts'

/** Slices that may be needed at most, so that an endless one is an error. */
const SLICES_MAX = 200

interface Missed {
  readonly messages: Fields[]
  readonly updates: Fields[]
}

/**
 * Asks for the difference since the account's mark and compares it with what the account's listener was
 * pushed since. What stands in a sequence must be the same, in the same order; of what stands in none the
 * same things must have been said, since clients that look again see them as they are now.
 */
export async function checkDifference(real: Real, m: Model, ear: Ear): Promise<void> {
  const { mark } = ear
  if (!mark || m.accounts[ear.account]?.deleted) return
  const device = real.device(ear.account, false)
  const missed = await missedSince(device, mark)
  const heard = ear.log.slice(mark.index)
  compareSequence(
    `difference of ${ear.account}`,
    missed,
    heard.map((one) => one.update).filter(isOwn),
  )
  equal(
    `qts of ${ear.account}`,
    missed.updates.filter((one) => one.qts !== undefined).map(qtsKey),
    heard
      .map((one) => one.update)
      .filter((one) => one.qts !== undefined)
      .map(qtsKey),
  )
  compareUnsequenced(m, real, ear, mark, missed.updates)
  for (const [id, pts] of mark.channels) await checkChannel(real, m, ear, device, id, pts)
}

/** A bot's update by what does not change when it is told later. */
function qtsKey({ _, qts, userId, actorId, date }: Fields): string {
  return textOf([_, qts, userId, actorId, date])
}

async function missedSince(device: Device, { pts, qts, date }: Mark): Promise<Missed> {
  const missed: Missed = { messages: [], updates: [] }
  let state = { pts, qts, date }
  for (let i = 0; i < SLICES_MAX; i++) {
    const answer = (await device.client.call('updates.getDifference', state)) as unknown as Fields
    if (answer._ === 'updates.differenceEmpty') return missed
    if (answer._ === 'updates.differenceTooLong') throw new Error('a difference that is too long')
    missed.messages.push(...(answer.newMessages as Fields[]))
    missed.updates.push(...(answer.otherUpdates as Fields[]))
    if (answer._ === 'updates.difference') return missed
    const { pts, qts, date } = answer.intermediateState as typeof state
    state = { pts, qts, date }
  }
  throw new Error('a difference without an end')
}

/** Messages and deletions of one box. */
function compareSequence(what: string, missed: Missed, heard: readonly Fields[]): void {
  const gone = new Set(
    heard.flatMap((one) => (one._.startsWith('updateDelete') ? (one.messages as number[]) : [])),
  )
  const isNew = (one: Fields) => one._ === 'updateNewMessage' || one._ === 'updateNewChannelMessage'
  const messages = heard
    .filter(isNew)
    .map((one) => one.message as Fields)
    .filter((message) => !gone.has(message.id as number))
  equal(`${what}, messages`, missed.messages.map(textOf), messages.map(textOf))
  const others = (list: readonly Fields[]) =>
    list.filter((one) => (isOwn(one) || channelOf(one) !== undefined) && !isNew(one)).map(textOf)
  equal(`${what}, others`, others(missed.updates), others(heard))
}

/** An update outside every sequence, by what it is about. */
function aboutOf(update: Fields): string {
  const { _, peer, channelId, chatId, participants, maxId, id, userId, queryId, result } = update
  const group = (participants as Fields | undefined)?.chatId
  return textOf([_, peer, channelId, chatId, group, maxId, id, userId, queryId, result])
}

function compareUnsequenced(
  m: Model,
  real: Real,
  ear: Ear,
  mark: Mark,
  missed: readonly Fields[],
): void {
  const outside = (one: Fields) =>
    !isOwn(one) && channelOf(one) === undefined && one.qts === undefined
  const { account } = ear
  const heard = ear.log
    .slice(mark.index)
    .map((one) => one.update)
    .filter(outside)
  const earlier = ear.log
    .slice(0, mark.index)
    .filter((one) => one.pts === mark.pts && one.date >= mark.date)
    .map((one) => one.update)
  const inside = m.chats.filter((chat) => isIn(chat.members.get(account)))
  const told = new Set(missed.filter(outside).map(aboutOf))
  for (const update of heard) {
    if (
      mayBeGone(
        m,
        account,
        update,
        inside.map((chat) => chat.id),
      )
    )
      continue
    if (!told.has(aboutOf(update))) {
      throw new Error(`account ${account} was pushed ${textOf(update)}, the difference lacks it`)
    }
  }
  const known = new Set([...heard, ...earlier].map(aboutOf))
  for (const update of missed.filter(outside)) {
    const { _, channelId } = update
    if (_ === 'updateMessageID') continue
    // The channels that he is in may tell of themselves, be it from before he came.
    const own = inside.some((chat) => chat.id === channelId)
    if (own && (_ === 'updateChannel' || _ === 'updateChannelTooLong')) continue
    if (!known.has(aboutOf(update))) {
      throw new Error(`account ${account} learns ${textOf(update)}, which was never pushed`)
    }
  }
}

/** What a difference need not tell any more: of a channel that is left, of requests that are others' matter. */
function mayBeGone(m: Model, account: number, update: Fields, inside: readonly number[]): boolean {
  if (update._ === 'updateChannel') return !inside.includes(update.channelId as number)
  if (update._ !== 'updatePendingJoinRequests') return false
  const { chatId, channelId } = update.peer as { chatId?: number; channelId?: number }
  const chat = m.chats.find(({ id }) => id === (chatId ?? channelId))
  return !chat || chat.deleted || !hasRight(standing(m, chat, account), RIGHTS.invite)
}

async function checkChannel(
  real: Real,
  m: Model,
  ear: Ear,
  device: Device,
  id: number,
  from: number,
): Promise<void> {
  const chat = m.chats.find((one) => one.id === id)
  // Bots that are no admins are not told everything, whose standing may have changed meanwhile.
  if (!chat || chat.deleted || m.accounts[ear.account]?.isBot) return
  const missed: Missed = { messages: [], updates: [] }
  let pts = from
  for (let i = 0; ; i++) {
    if (i > SLICES_MAX) throw new Error('a channel difference without an end')
    const answer = (await device.client.call('updates.getChannelDifference', {
      channel: real.channel(ear.account, chat),
      filter: { _: 'channelMessagesFilterEmpty' },
      pts,
      limit: 100,
    } as never)) as unknown as Fields
    if (answer._ === 'updates.channelDifferenceTooLong') return
    pts = answer.pts as number
    if (answer._ === 'updates.channelDifferenceEmpty') break
    missed.messages.push(...(answer.newMessages as Fields[]))
    missed.updates.push(...(answer.otherUpdates as Fields[]))
    if (answer.final === true) break
  }
  const since = ear.mark?.index ?? 0
  const heard = ear.log
    .slice(since)
    .map((one) => one.update)
    .filter((one) => channelOf(one) === id)
  compareSequence(`difference of channel ${id} for ${ear.account}`, missed, heard)
}

function equal(what: string, got: readonly string[], expected: readonly string[]): void {
  const at = [...got, ...expected].findIndex((_, i) => got[i] !== expected[i])
  if (at < 0) return
  throw new Error(
    `${what}: ${got.length} where ${expected.length} were pushed; at ${at} ${got[at] ?? 'none'}, ` +
      `pushed was ${expected[at] ?? 'none'}`,
  )
}
