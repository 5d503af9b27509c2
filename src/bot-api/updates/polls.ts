import { clearTimeout, setTimeout } from '../../core/timers.ts'
import type { Domain } from '../../domain/context.ts'
import { BotApiError } from '../errors.ts'

/** A getUpdates call that waits for something to tell. */
export interface Poll {
  /**
   * Resolves with the next update after it was committed, when the time is over, and when nobody wants
   * the answer any more. @throws BotApiError 409 where another call takes over, 401 where all is reset,
   * 500 where the server stops
   */
  readonly over: Promise<void>
  /** Must be called at last. */
  end(): void
}

const OTHER_POLL =
  'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'

/**
 * The waiting getUpdates calls: one for each bot, the newest. Of two that wait, the earlier one is told
 * so (telegram-bot-api answers its error up to 3 seconds later; here it comes at once).
 */
export class Polls {
  readonly #waiting = new Map<number, { wake(): void; fail(error: BotApiError): void }>()
  readonly #unlisten: () => void
  readonly #unforget: () => void
  #stopped = false

  constructor(domain: Domain) {
    this.#unforget = domain.onForget(() => {
      this.#forget()
    })
    this.#unlisten = domain.listen(({ events }) => {
      for (const event of events) {
        if (event.to !== 'botQueue') continue
        if (event.what === 'update') this.#waiting.get(event.botId)?.wake()
        if (event.what === 'webhook') {
          this.#waiting
            .get(event.botId)
            ?.fail(new BotApiError(409, 'Conflict: terminated by setWebhook request'))
        }
      }
    })
  }

  /** Nobody who waits is there any more, and another bot may have the same id by the next call. */
  #forget(): void {
    this.#failAll(new BotApiError(401, 'Unauthorized'))
    this.#waiting.clear()
  }

  /** Begins to wait; what is committed from now on ends it. */
  begin(botId: number, seconds: number, signal: AbortSignal): Poll {
    this.#waiting.get(botId)?.fail(new BotApiError(409, OTHER_POLL))
    const { promise: over, resolve: wake, reject: fail } = Promise.withResolvers<undefined>()
    // A caller that never comes to await it was answered before.
    over.catch(() => undefined)
    const done = (): void => {
      wake(undefined)
    }
    const poll = { wake: done, fail }
    const timer = setTimeout(done, seconds * 1000)
    signal.addEventListener('abort', done)
    if (signal.aborted) done()
    if (this.#stopped) fail(restart())
    else this.#waiting.set(botId, poll)
    return {
      over,
      end: () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        if (this.#waiting.get(botId) === poll) this.#waiting.delete(botId)
      },
    }
  }

  /** Ends every wait now, and each that begins later. */
  stop(): void {
    this.#stopped = true
    this.#unlisten()
    this.#unforget()
    this.#failAll(restart())
  }

  #failAll(error: BotApiError): void {
    for (const poll of this.#waiting.values()) poll.fail(error)
  }
}

/** What Telegram's server says to those who wait while it closes (spec section 6.2). */
function restart(): BotApiError {
  return new BotApiError(500, 'Internal Server Error: restart')
}
