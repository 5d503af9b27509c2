import { botQueue, pendingUpdates } from '../../domain/bots/updates-queue.ts'
import { kindsOf } from '../../domain/bots/updates.ts'
import { method } from '../method.ts'

/**
 * getWebhookInfo: https://core.telegram.org/bots/api#getwebhookinfo, whose object it answers in
 * Telegram's order. Certificates are not kept, so there never is one of the bot's own.
 */
export const getWebhookInfo = method({
  name: 'getWebhookInfo',
  parameters: {},
  async run({ u, caller }) {
    const queue = await botQueue(u, caller.id)
    return {
      url: queue.url,
      has_custom_certificate: false,
      pending_update_count: await pendingUpdates(u, caller.id),
      last_error_date: queue.errorDate || undefined,
      last_error_message: queue.errorMessage || undefined,
      max_connections: queue.maxConnections || undefined,
      ip_address: queue.ipAddress || undefined,
      allowed_updates: queue.allowed === null ? undefined : kindsOf(queue.allowed),
    }
  },
})
