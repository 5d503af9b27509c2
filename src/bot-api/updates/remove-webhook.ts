import { botQueue } from '../../domain/bots/updates-queue.ts'
import { changeWebhook, dropUpdates } from '../../domain/bots/updates-webhook.ts'
import { Described } from '../deferred.ts'
import type { BotApiContext } from '../method.ts'

/** Takes a bot's webhook away: deleteWebhook, and setWebhook without a URL. */
export async function removeWebhook(
  { u, caller }: BotApiContext,
  dropPending: boolean,
): Promise<Described> {
  const { url } = await botQueue(u, caller.id)
  if (dropPending) await dropUpdates(u, caller.id)
  if (url === '') return new Described(true, 'Webhook is already deleted')
  await changeWebhook(u, caller.id)
  return new Described(true, 'Webhook was deleted')
}
