import type { BotQueueRow, WebhookColumns } from '../../store/tables/bot-updates.ts'
import type { Unit } from '../context.ts'

/** Where and how updates are to be posted. */
export interface Webhook {
  readonly url: string
  readonly secretToken: string
  /** The receiver's address; the bot's own choice where `ipFixed` is set. */
  readonly ipAddress: string
  readonly ipFixed: boolean
  readonly maxConnections: number
}

const NONE: Webhook = { url: '', secretToken: '', ipAddress: '', ipFixed: false, maxConnections: 0 }

/** Whether a webhook differs from the queue's; the address counts only where the bot named it. */
export function isSameWebhook(queue: BotQueueRow, webhook: Webhook = NONE): boolean {
  return (
    queue.url === webhook.url &&
    queue.secretToken === webhook.secretToken &&
    queue.maxConnections === webhook.maxConnections &&
    (queue.ipFixed === 1) === webhook.ipFixed &&
    (!webhook.ipFixed || queue.ipAddress === webhook.ipAddress)
  )
}

/** Sets a bot's webhook, or takes it away; what is known of failed deliveries is forgotten. */
export async function changeWebhook(
  u: Unit,
  botId: number,
  webhook: Webhook = NONE,
): Promise<void> {
  const columns: WebhookColumns = {
    ...webhook,
    ipFixed: webhook.ipFixed ? 1 : 0,
    errorDate: 0,
    errorMessage: '',
  }
  await u.db.botUpdates.updateQueue(botId, columns)
  u.events.push({ to: 'botQueue', botId, what: 'webhook' })
}

/** Forgets all updates of a bot (`drop_pending_updates`). */
export async function dropUpdates(u: Unit, botId: number): Promise<void> {
  await u.db.botUpdates.deleteAll(botId)
  u.events.push({ to: 'botQueue', botId, what: 'dropped' })
}

/** Notes why a delivery failed, for getWebhookInfo. */
export async function noteWebhookError(u: Unit, botId: number, message: string): Promise<void> {
  await u.db.botUpdates.updateQueue(botId, { errorDate: u.now, errorMessage: message })
}
