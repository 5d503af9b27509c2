import { botQueue, chooseUpdates } from '../../domain/bots/updates-queue.ts'
import {
  changeWebhook,
  dropUpdates,
  isSameWebhook,
  type Webhook,
} from '../../domain/bots/updates-webhook.ts'
import { Deferred, Described } from '../deferred.ts'
import { badRequest } from '../errors.ts'
import { method } from '../method.ts'
import { flag, ignored, integer, required, text } from '../parameters.ts'
import { AddressError, badWebhook, resolveReceiver } from '../updates/outward.ts'
import { allowedUpdates } from '../updates/allowed-updates.ts'
import { removeWebhook } from '../updates/remove-webhook.ts'

/**
 * Which URLs are taken, on which ports: as Telegram's own server does it for one that runs beside its
 * bots (telegram-bot-api `--local`). Telegram itself wants https on 443, 80, 88 or 8443.
 */
const PROTOCOLS: ReadonlySet<string> = new Set(['http:', 'https:'])

const SECRET_MAX = 256

/**
 * setWebhook: https://core.telegram.org/bots/api#setwebhook
 *
 * A `certificate` is read and dropped: a receiver with one of its own making is trusted where Node is told
 * to (NODE_EXTRA_CA_CERTS). Telegram's bound of one call a second is left out, and a refused call leaves
 * the webhook of before, which Telegram takes away.
 */
export const setWebhook = method({
  name: 'setWebhook',
  parameters: {
    url: required(text()),
    certificate: ignored(['InputFile']),
    ip_address: text(),
    max_connections: integer({ min: 1, max: 100, fallback: 40 }),
    allowed_updates: allowedUpdates,
    drop_pending_updates: flag(),
    secret_token: text(),
  },
  async run(ctx, values) {
    const { caller } = ctx
    const { drop_pending_updates: drops, ip_address: fixed } = values
    if (values.url === '') return removeWebhook(ctx, drops)
    const url = checkedUrl(values.url)
    checkSecret(values.secret_token)
    return new Deferred(async ({ domain, addressRule }) => {
      const webhook: Webhook = {
        url,
        secretToken: values.secret_token,
        ipAddress: await addressOf(new URL(url), fixed, addressRule),
        ipFixed: fixed !== '',
        maxConnections: values.max_connections,
      }
      return domain.unit(async (u) => {
        const queue = await botQueue(u, caller.id)
        await chooseUpdates(u, queue, values.allowed_updates)
        if (isSameWebhook(queue, webhook) && !drops) {
          return new Described(true, 'Webhook is already set')
        }
        if (drops) await dropUpdates(u, caller.id)
        await changeWebhook(u, caller.id, webhook)
        return new Described(true, 'Webhook was set')
      })
    })
  },
})

/** The URL with its protocol, https unless told. @throws BotApiError 400 */
function checkedUrl(raw: string): string {
  const url = /^[a-z][a-z\d+.-]*:\/\//i.test(raw) ? raw : `https://${raw}`
  const parsed = URL.parse(url)
  if (!parsed || !PROTOCOLS.has(parsed.protocol)) throw badRequest('invalid webhook URL specified')
  return url
}

/** @throws BotApiError 400 */
function checkSecret(secretToken: string): void {
  if (secretToken.length > SECRET_MAX) throw badRequest('secret token is too long')
  if (!/^[\w-]*$/.test(secretToken)) throw badRequest('secret token contains unallowed characters')
}

async function addressOf(...args: Parameters<typeof resolveReceiver>): Promise<string> {
  try {
    return (await resolveReceiver(...args)).address
  } catch (error) {
    throw error instanceof AddressError ? badWebhook(error) : error
  }
}
