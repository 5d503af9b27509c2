import type { Logger } from '../../core/logger.ts'
import type { Domain } from '../../domain/context.ts'
import type { CallMethod } from '../call-method.ts'
import { BotApiError } from '../errors.ts'
import { formEntries, textOf } from '../form-entries.ts'
import { jsonEntries } from '../json-entries.ts'
import { Params } from '../params.ts'
import type { AddressRule } from './outward.ts'
import type { ReceiverAnswer } from './deliver.ts'
import { WebhookWorker, type WorkerParts } from './webhook-worker.ts'

/** What the deliveries work with. */
export interface WebhooksParts {
  readonly domain: Domain
  readonly log: Logger
  readonly rule: AddressRule
  readonly call: CallMethod
}

/** Methods that an answer may not call, beside all that begin with `get` (telegram-bot-api). */
const NOT_IN_ANSWERS: ReadonlySet<string> = new Set([
  'setwebhook',
  'deletewebhook',
  'close',
  'logout',
])

/** Deliveries to all bots that have a webhook. */
export class Webhooks {
  readonly #parts: WebhooksParts
  readonly #workers = new Map<number, WebhookWorker>()
  readonly #ending = new Set<Promise<void>>()
  readonly #unlisten: () => void
  readonly #unforget: () => void

  constructor(parts: WebhooksParts) {
    this.#parts = parts
    this.#unforget = parts.domain.onForget(() => {
      this.#endAll((worker) => worker.forget())
    })
    this.#unlisten = parts.domain.listen(({ events }) => {
      for (const event of events) {
        if (event.to !== 'botQueue') continue
        if (event.what === 'update') this.#workers.get(event.botId)?.wake()
        else if (event.what === 'webhook') this.#workerOf(event.botId).renew()
        else this.#workers.get(event.botId)?.renew()
      }
    })
  }

  /** Goes on with what was not delivered when the server stopped. */
  async start(): Promise<void> {
    const bots = await this.#parts.domain.unit((u) => u.db.botUpdates.withWebhook())
    for (const botId of bots) this.#workerOf(botId).wake()
  }

  /** Ends all deliveries; what is under way stays in its queue. */
  async stop(): Promise<void> {
    this.#unlisten()
    this.#unforget()
    this.#endAll((worker) => worker.stop())
    await Promise.all(this.#ending)
  }

  #endAll(end: (worker: WebhookWorker) => Promise<void>): void {
    for (const worker of this.#workers.values()) {
      const ending = end(worker).finally(() => this.#ending.delete(ending))
      this.#ending.add(ending)
    }
    this.#workers.clear()
  }

  #workerOf(botId: number): WebhookWorker {
    const { domain, log, rule } = this.#parts
    const reply: WorkerParts['reply'] = (...args) => this.#reply(...args)
    const worker =
      this.#workers.get(botId) ?? new WebhookWorker(botId, { domain, log, rule, reply })
    this.#workers.set(botId, worker)
    return worker
  }

  /**
   * Carries out the method that the receiver's answer calls, if it does; what comes of it nobody hears
   * (https://core.telegram.org/bots/api#making-requests-when-getting-updates). Forms with files can't be
   * answered here.
   */
  async #reply(botId: number, { type, body }: ReceiverAnswer, signal: AbortSignal): Promise<void> {
    const params = new Params()
    if (/application\/json/i.test(type)) params.add(jsonEntries(textOf(body)).entries)
    else if (/x-www-form-urlencoded/i.test(type)) params.add(formEntries(body.toString('latin1')))
    const name = params.raw('method').toLowerCase()
    if (name === '' || name.startsWith('get') || NOT_IN_ANSWERS.has(name)) return
    const identify = async (u: Parameters<Parameters<Domain['unit']>[0]>[0]) => {
      const user = await u.db.users.byId(botId)
      const settings = await u.db.users.botById(botId)
      if (!user || !settings || user.deleted || signal.aborted)
        throw new BotApiError(401, 'Unauthorized')
      return { user, settings }
    }
    try {
      await this.#parts.call({ identify, name, params }, signal)
    } catch (error) {
      this.#parts.log.debug(
        { err: error, method: name },
        'a call in the answer of a webhook failed',
      )
    }
  }
}
