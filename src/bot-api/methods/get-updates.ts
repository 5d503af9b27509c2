import {
  botQueue,
  chooseUpdates,
  firstWanted,
  takeUpdates,
} from '../../domain/bots/updates-queue.ts'
import type { Unit } from '../../domain/context.ts'
import { Deferred } from '../deferred.ts'
import { encodeUpdates, type BotApiUpdate } from '../encode/update.ts'
import { BotApiError } from '../errors.ts'
import { method } from '../method.ts'
import { integer } from '../parameters.ts'
import { allowedUpdates } from '../updates/allowed-updates.ts'

const WEBHOOK_ACTIVE =
  "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"

/** Updates that one call gives at most, and seconds that it waits at most (telegram-bot-api). */
const LIMIT_MAX = 100
const TIMEOUT_MAX = 50

/**
 * getUpdates: https://core.telegram.org/bots/api#getupdates
 *
 * Telegram's server slows down a bot that asks for the same updates again within half a second (limit 1)
 * or three (a wait of 3 seconds); localgram, which serves tests, does not.
 */
export const getUpdates = method({
  name: 'getUpdates',
  parameters: {
    offset: integer(),
    limit: integer({ min: 1, max: LIMIT_MAX, fallback: LIMIT_MAX }),
    timeout: integer({ min: 0, max: TIMEOUT_MAX, fallback: 0 }),
    allowed_updates: allowedUpdates,
  },
  async run({ u, caller }, { offset, limit, timeout, allowed_updates }) {
    const queue = await botQueue(u, caller.id)
    if (queue.url !== '') throw new BotApiError(409, WEBHOOK_ACTIVE)
    await chooseUpdates(u, queue, allowed_updates)
    const from = firstWanted(queue, offset)
    const take = async (unit: Unit): Promise<BotApiUpdate[]> =>
      encodeUpdates(unit, caller.id, await takeUpdates(unit, caller.id, from, limit))
    const updates = await take(u)
    if (updates.length > 0 || timeout === 0) return updates
    return new Deferred(async ({ domain, polls, signal }) => {
      const poll = polls.begin(caller.id, timeout, signal)
      try {
        // One may have been committed before anybody listened.
        const early = await domain.unit(take)
        if (early.length > 0) return early
        await poll.over
        return await domain.unit(take)
      } finally {
        poll.end()
      }
    })
  },
})
