import type { BotInChat } from '../../store/tables/audience.ts'
import type { BotQueueRow } from '../../store/tables/bot-updates.ts'
import type { MessageRow } from '../../store/tables/messages.ts'
import type { Unit } from '../context.ts'
import type { Action } from '../messages/action.ts'
import { groupMessageOf, hears } from '../messages/privacy.ts'
import type { DomainEvent, LoggedEvent } from '../updates/update.ts'
import { kindsOf, type BotUpdate, type UpdateWriter } from './updates.ts'

/** A queue is trimmed only once in this many updates. */
const TRIM_EVERY = 256

/** First ids lie below this, so that a bot sees at once that ids tell nothing of how many there were. */
const FIRST_ID_BELOW = 2 ** 30

/** What a bot hears of its own doings (telegram-bot-api: every other message of its own is left out). */
const OWN_ACTIONS: ReadonlySet<Action['kind']> = new Set([
  'chatEditTitle',
  'chatEditPhoto',
  'chatDeletePhoto',
  'chatDeleteUser',
])

/**
 * Keeps for the Bot API what a unit of work told: messages that bots may read, changes of standings and
 * requests to join. Called at the end of every unit, inside it, so that an update is as durable as what
 * it tells of. What a bot does not want is not kept: its choice holds for what happens after it.
 *
 * Bots that never use the Bot API are served alike, since a person who starts a bot expects what was sent to
 * it before; their queues are shorter. For a bot that asked before, an update is written down at once:
 * it says what names and titles were when it happened. One that starts later hears what they are by
 * then, as it would from Telegram's server, which is told of chats and people when the bot starts.
 *
 * A poll that waits for a bot's updates is told of them by one more event of the unit.
 *
 * Source: https://core.telegram.org/bots/api#getting-updates
 */
export async function keepForBots(u: Unit, write: UpdateWriter): Promise<void> {
  const { events } = u
  if (events.length === 0) return
  const boxes = await botBoxes(u, events)
  const bots = new Set<number>()
  const note = async (...[botId, chatId, update]: KeepArguments): Promise<void> => {
    if (await keep(u, write, botId, chatId, update)) bots.add(botId)
  }
  // What was said in a chat before a bot came in is not for it.
  const outside = new Set(events.flatMap(entryKeys))
  for (const event of events) {
    for (const key of entryKeys(event)) outside.delete(key)
    if (event.to === 'bot') {
      await keepQueued(u, event, note)
    } else if (event.to === 'account' && boxes.has(event.accountId)) {
      await keepPrivate(u, event, note)
    } else if (event.to === 'channel') {
      await keepChannel(u, event, outside, note)
    }
  }
  for (const botId of bots) events.push({ to: 'botQueue', botId, what: 'update' })
}

/** Account and channel, of each who came in. */
function entryKeys(event: DomainEvent): string[] {
  if (event.to !== 'entered') return []
  return event.userIds.map((id) => `${id} ${event.channelId}`)
}

type KeepArguments = [botId: number, chatId: number, update: BotUpdate]

/** Keeps an update if its bot wants it. */
type Keep = (...args: KeepArguments) => Promise<void>

/** Which of the accounts that got a message are bots. */
async function botBoxes(u: Unit, events: readonly DomainEvent[]): Promise<ReadonlySet<number>> {
  const ids = new Set<number>()
  for (const event of events) {
    if (event.to === 'account' && messageOf(event)) ids.add(event.accountId)
  }
  return ids.size === 0 ? ids : new Set(await u.db.botUpdates.botsAmong([...ids]))
}

/** The message that an event tells of, and whether it is an old one that was changed. */
function messageOf({ update }: LoggedEvent): { id: number; edited: boolean } | undefined {
  if (update.kind !== 'newMessage' && update.kind !== 'editMessage') return undefined
  return { id: update.id, edited: update.kind === 'editMessage' }
}

async function keepQueued(u: Unit, event: LoggedEvent & { to: 'bot' }, note: Keep): Promise<void> {
  const { botId, update } = event
  if (update.kind === 'botStopped') {
    await note(botId, update.userId, { kind: 'my_chat_member', stopped: update })
  }
  if (update.kind !== 'participant' && update.kind !== 'joinRequested') return
  const invite =
    update.inviteId === null ? null : ((await u.db.invites.byId(update.inviteId)) ?? null)
  if (update.kind === 'joinRequested') {
    await note(botId, update.chatId, { kind: 'chat_join_request', request: update, invite })
  } else {
    const kind = update.userId === botId ? 'my_chat_member' : 'chat_member'
    await note(botId, update.chatId, { kind, change: update, invite })
  }
}

async function keepPrivate(
  u: Unit,
  event: LoggedEvent & { to: 'account' },
  note: Keep,
): Promise<void> {
  const told = messageOf(event)
  const message = told && (await u.db.messages.find('account', event.accountId, told.id))
  if (!message || isOwn(message, event.accountId)) return
  const kind = told.edited ? 'edited_message' : 'message'
  await note(event.accountId, message.peerId, { kind, message })
}

async function keepChannel(
  u: Unit,
  event: LoggedEvent & { to: 'channel' },
  outside: ReadonlySet<string>,
  note: Keep,
): Promise<void> {
  const told = messageOf(event)
  if (!told) return
  const bots = await u.db.audience.bots(event.channelId)
  if (bots.length === 0) return
  const message = await u.db.messages.find('channel', event.channelId, told.id)
  if (!message) return
  const shown = { kind: kindOf(message, told.edited), message } as const
  for (const botId of await listeners(u, message, bots)) {
    if (outside.has(`${botId} ${event.channelId}`)) continue
    await note(botId, event.channelId, shown)
  }
}

function kindOf({ post }: MessageRow, edited: boolean) {
  if (post) return edited ? 'edited_channel_post' : 'channel_post'
  return edited ? 'edited_message' : 'message'
}

/** The bots that hear a message of a channel or supergroup. One that is out of it hears nothing more. */
async function listeners(
  u: Unit,
  message: MessageRow,
  bots: readonly BotInChat[],
): Promise<readonly number[]> {
  if (bots.length === 0) return []
  const heard = message.post ? undefined : await groupMessageOf(u, message)
  const present = bots.filter(
    (bot) => !isOwn(message, bot.userId) && (heard === undefined || hears(bot, heard)),
  )
  return present.map((bot) => bot.userId)
}

function isOwn(message: MessageRow, botId: number): boolean {
  if (message.authorId !== botId) return false
  const action = actionOf(message)
  return action === undefined || !OWN_ACTIONS.has(action.kind)
}

function actionOf({ action }: MessageRow): Action | undefined {
  return action === null ? undefined : (JSON.parse(action) as Action)
}

/** @returns whether the bot wants it */
async function keep(
  u: Unit,
  write: UpdateWriter,
  ...[botId, chatId, update]: KeepArguments
): Promise<boolean> {
  const queue = (await u.db.botUpdates.queue(botId)) ?? (await openQueue(u, botId))
  if (!kindsOf(queue.allowed).includes(update.kind)) return false
  const kept = queue.asked ? await write(u, botId, update) : update
  if (!kept) return false
  const id = await u.db.botUpdates.nextId(botId)
  await u.db.botUpdates.append({
    botId,
    id,
    chatId,
    date: u.now,
    payload: JSON.stringify(kept),
  })
  if (id % TRIM_EVERY === 0) await trim(u, queue, id)
  return true
}

/** The queue of a bot; made where there is none, with ids that begin anywhere. */
export async function openQueue(u: Unit, botId: number): Promise<BotQueueRow> {
  await u.db.botUpdates.open(botId, 1 + u.random.int(FIRST_ID_BELOW))
  const queue = await u.db.botUpdates.queue(botId)
  if (!queue) throw new Error(`bot ${botId} has no queue`)
  return queue
}

async function trim(u: Unit, { botId, asked }: BotQueueRow, newest: number): Promise<void> {
  const { botUpdates, unaskedBotUpdates, botUpdateSeconds } = u.limits
  await u.db.botUpdates.deleteOld(botId, u.now - botUpdateSeconds)
  await u.db.botUpdates.deleteBefore(botId, newest + 1 - (asked ? botUpdates : unaskedBotUpdates))
}
