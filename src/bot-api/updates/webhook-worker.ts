import type { Logger } from '../../core/logger.ts'
import { clearTimeout, performance, setTimeout } from '../../core/timers.ts'
import { noteWebhookError } from '../../domain/bots/updates-webhook.ts'
import { forgetUpdate, oldest, queuedUpdate } from '../../domain/bots/updates-queue.ts'
import type { Domain, Unit } from '../../domain/context.ts'
import type { BotQueueRow } from '../../store/tables/bot-updates.ts'
import { encodeUpdates } from '../encode/update.ts'
import type { AddressRule } from './outward.ts'
import { deliver, type ReceiverAnswer } from './deliver.ts'

/** What the delivery to one bot works with. */
export interface WorkerParts {
  readonly domain: Domain
  readonly log: Logger
  readonly rule: AddressRule
  /** Carries out what the receiver's answer asks for, unless the delivery has ended. Never rejects. */
  reply(botId: number, answer: ReceiverAnswer, signal: AbortSignal): Promise<void>
}

/** The updates of one chat, which are delivered one after another. */
interface Lane {
  busy: boolean
  /** Attempts in a row that failed. */
  failures: number
  /** Milliseconds of `performance.now()` before which there is no next attempt. */
  notBefore: number
}

/** Unconfirmed updates that are looked at for one that may go out. */
const LOOKED_AT = 500

/**
 * Posts a bot's updates to its webhook: those of one chat in order, those of several at once, as many as
 * the bot allows; one at a time while the receiver fails. An update stays in the queue until the receiver
 * has taken it, so that one that was being posted when the server died is posted again.
 *
 * The first attempt after a failure comes at once, the next after 2, 4, 8 ... seconds, or when the
 * receiver said (`Retry-After`). Telegram keeps some kinds of updates in order by their user; here the
 * chat orders all of them.
 *
 * Source: https://core.telegram.org/bots/api#setwebhook, telegram-bot-api (WebhookActor)
 */
export class WebhookWorker {
  readonly #botId: number
  readonly #parts: WorkerParts
  readonly #lanes = new Map<number, Lane>()
  readonly #sending = new Set<Promise<void>>()
  readonly #stop = new AbortController()
  #healthy = true
  #forgotten = false
  #looking = false
  #again = false
  #timer: NodeJS.Timeout | undefined

  constructor(botId: number, parts: WorkerParts) {
    this.#botId = botId
    this.#parts = parts
  }

  /** There may be something to deliver. */
  wake(): void {
    this.#again = true
    if (!this.#looking) void this.#look()
  }

  /** The webhook is another one, or updates were dropped: what is known of failures says nothing now. */
  renew(): void {
    for (const [chatId, lane] of this.#lanes) {
      if (lane.busy) Object.assign(lane, { failures: 0, notBefore: 0 })
      else this.#lanes.delete(chatId)
    }
    this.#healthy = true
    this.wake()
  }

  /** Ends attempts under way; resolves when nothing of this bot touches the store any more. */
  async stop(): Promise<void> {
    this.#stop.abort()
    clearTimeout(this.#timer)
    while (this.#sending.size > 0) await Promise.all(this.#sending)
  }

  /** The bot is there no more: another one may have its id. What is under way changes nothing. */
  forget(): Promise<void> {
    this.#forgotten = true
    return this.stop()
  }

  /** Asked anew each time: it changes while something is awaited. */
  #isOver(): boolean {
    return this.#stop.signal.aborted
  }

  async #look(): Promise<void> {
    this.#looking = true
    while (this.#again && !this.#isOver()) {
      this.#again = false
      try {
        await this.#sendWhatMayGo()
      } catch (error) {
        if (this.#isOver()) break
        this.#parts.log.error({ err: error }, 'updates for a webhook could not be read')
      }
    }
    this.#looking = false
  }

  async #sendWhatMayGo(): Promise<void> {
    const { queue, heads } = await this.#unit(async (u) => ({
      queue: await u.db.botUpdates.queue(this.#botId),
      heads: await u.db.botUpdates.heads(this.#botId, oldest(u), LOOKED_AT),
    }))
    if (!queue || queue.url === '' || this.#stop.signal.aborted) return
    const now = performance.now()
    const seen = new Set<number>()
    let next = Infinity
    for (const { id, chatId } of heads) {
      if (this.#sending.size >= (this.#healthy ? queue.maxConnections : 1)) break
      if (seen.has(chatId)) continue
      seen.add(chatId)
      const lane = this.#laneOf(chatId)
      if (lane.busy) continue
      if (lane.notBefore > now) next = Math.min(next, lane.notBefore)
      else this.#begin(queue, id, lane)
    }
    clearTimeout(this.#timer)
    if (next < Infinity) {
      this.#timer = setTimeout(() => {
        this.wake()
      }, next - now)
    }
  }

  /** A unit of this bot's, which may be another one's after a reset: then the worker has ended. */
  #unit<T>(work: (u: Unit) => Promise<T>): Promise<T> {
    return this.#parts.domain.unit((u) => {
      if (this.#forgotten) throw new Error('the bot of this webhook is gone')
      return work(u)
    })
  }

  #laneOf(chatId: number): Lane {
    const lane = this.#lanes.get(chatId) ?? { busy: false, failures: 0, notBefore: 0 }
    this.#lanes.set(chatId, lane)
    return lane
  }

  #begin(queue: BotQueueRow, id: number, lane: Lane): void {
    lane.busy = true
    const sending = this.#send(queue, id, lane).finally(() => {
      lane.busy = false
      this.#sending.delete(sending)
      for (const [chatId, one] of this.#lanes) {
        if (one === lane && lane.failures === 0) this.#lanes.delete(chatId)
      }
      this.wake()
    })
    this.#sending.add(sending)
  }

  async #send(queue: BotQueueRow, id: number, lane: Lane): Promise<void> {
    let retryAfter = 0
    try {
      const body = await this.#bodyOf(id)
      if (body !== undefined) {
        const answer = await this.#deliver(queue, body)
        if (answer.status < 200 || answer.status > 299) {
          ;({ retryAfter } = answer)
          throw new Error(`Wrong response from the webhook: ${answer.status} ${answer.reason}`)
        }
        await this.#parts.reply(this.#botId, answer, this.#stop.signal)
      }
      await this.#unit((u) => forgetUpdate(u, this.#botId, id))
      Object.assign(lane, { failures: 0, notBefore: 0 })
      this.#healthy = true
    } catch (error) {
      if (!this.#stop.signal.aborted) await this.#failed(queue, lane, error, retryAfter)
    }
  }

  /** The update as it is posted; undefined where it is gone, or speaks of what is. */
  async #bodyOf(id: number): Promise<string | undefined> {
    const [update] = await this.#unit(async (u) => {
      const queued = await queuedUpdate(u, this.#botId, id)
      return queued ? encodeUpdates(u, this.#botId, [queued]) : []
    })
    return update && JSON.stringify(update)
  }

  #deliver(
    { url, secretToken, ipAddress, ipFixed }: BotQueueRow,
    body: string,
  ): Promise<ReceiverAnswer> {
    const receiver = { url, secretToken, fixedAddress: ipFixed ? ipAddress : '' }
    const late = AbortSignal.timeout(this.#parts.domain.limits.webhookSeconds * 1000)
    return deliver(receiver, body, this.#parts.rule, AbortSignal.any([this.#stop.signal, late]))
  }

  async #failed(
    { url }: BotQueueRow,
    lane: Lane,
    error: unknown,
    retryAfter: number,
  ): Promise<void> {
    const { domain, log } = this.#parts
    const { message } = error as Error
    lane.failures++
    const doubled = lane.failures === 1 ? 0 : 2 ** Math.min(lane.failures - 1, 30)
    const pause = retryAfter || Math.min(doubled, domain.limits.webhookPauseSeconds)
    lane.notBefore = performance.now() + pause * 1000
    this.#healthy = false
    log.debug({ botId: this.#botId, reason: message, pause }, 'a webhook did not take an update')
    try {
      await this.#unit(async (u) => {
        // The failure of a webhook that was replaced since says nothing of the new one.
        const queue = await u.db.botUpdates.queue(this.#botId)
        if (queue?.url === url) await noteWebhookError(u, this.#botId, message)
      })
    } catch (failure) {
      if (this.#stop.signal.aborted) return
      log.error({ err: failure }, 'the failure of a webhook could not be noted')
    }
  }
}
