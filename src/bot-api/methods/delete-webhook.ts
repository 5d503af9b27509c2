import { method } from '../method.ts'
import { flag } from '../parameters.ts'
import { removeWebhook } from '../updates/remove-webhook.ts'

/** deleteWebhook: https://core.telegram.org/bots/api#deletewebhook */
export const deleteWebhook = method({
  name: 'deleteWebhook',
  parameters: { drop_pending_updates: flag() },
  run: (ctx, { drop_pending_updates }) => removeWebhook(ctx, drop_pending_updates),
})
