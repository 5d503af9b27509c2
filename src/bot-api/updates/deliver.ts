import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import { WEBHOOK_MARK } from '../../core/webhook-mark.ts'
import { requestTo, resolveReceiver, type AddressRule } from './outward.ts'

/** Where an update goes. */
export interface Receiver {
  readonly url: string
  readonly secretToken: string
  /** The address that the bot named; empty for the host's own. */
  readonly fixedAddress: string
}

/** What the receiver answered. */
export interface ReceiverAnswer {
  readonly status: number
  /** What stands beside the status on the first line. */
  readonly reason: string
  readonly type: string
  /** Seconds that it asks for before the next try; 0 where it asks for none. */
  readonly retryAfter: number
  /** Empty where it is longer than anybody would write. */
  readonly body: Buffer
}

/** Most bytes of an answer that are looked at. */
const BODY_MAX = 1 << 20

/** Longest pause that a receiver may ask for, in seconds (telegram-bot-api). */
const RETRY_AFTER_MAX = 3600

/** What getWebhookInfo calls the failures that happen most. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Connection refused',
  ECONNRESET: 'Connection reset by peer',
  EPIPE: 'Connection reset by peer',
  EHOSTUNREACH: 'No route to host',
  ENETUNREACH: 'Network is unreachable',
  ETIMEDOUT: 'Connection timed out',
}

/**
 * Posts an update to a webhook. Every update has a connection of its own, so that none is lost to one
 * that the receiver is about to close; redirects are answers like others.
 *
 * @param signal ends the attempt
 * @throws Error whose message says why for `last_error_message`
 * Source: https://core.telegram.org/bots/api#setwebhook
 */
export async function deliver(
  receiver: Receiver,
  body: string,
  rule: AddressRule,
  signal: AbortSignal,
): Promise<ReceiverAnswer> {
  const url = new URL(receiver.url)
  const address = await resolveReceiver(url, receiver.fixedAddress, rule)
  const { promise, resolve, reject } = Promise.withResolvers<ReceiverAnswer>()
  const outgoing = requestTo(address, rule, url, {
    method: 'POST',
    signal,
    headers: headersOf(receiver, body),
  })
  outgoing.on('error', reject)
  outgoing.on('response', (response) => {
    readAnswer(response).then(resolve, reject)
  })
  outgoing.end(body)
  return promise.catch((error: unknown) => {
    throw new Error(reasonOf(error, signal), { cause: error })
  })
}

function headersOf({ secretToken }: Receiver, body: string): OutgoingHttpHeaders {
  return {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    [WEBHOOK_MARK]: '1',
    ...(secretToken === '' ? {} : { 'X-Telegram-Bot-Api-Secret-Token': secretToken }),
  }
}

async function readAnswer(response: IncomingMessage): Promise<ReceiverAnswer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > BODY_MAX) break
    chunks.push(chunk)
  }
  const { statusCode = 0, statusMessage = '', headers } = response
  const retryAfter = Number(headers['retry-after'] ?? 0)
  return {
    status: statusCode,
    reason: statusMessage,
    type: headers['content-type'] ?? '',
    retryAfter: Number.isInteger(retryAfter)
      ? Math.min(Math.max(retryAfter, 0), RETRY_AFTER_MAX)
      : 0,
    body: length > BODY_MAX ? Buffer.alloc(0) : Buffer.concat(chunks),
  }
}

function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'Read timeout expired'
  const { code, message } = error as NodeJS.ErrnoException
  if (code === undefined) return message
  return REASONS[code] ?? `Connection failed: ${code}`
}
