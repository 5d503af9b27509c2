import { createServer, type ServerResponse } from 'node:http'
import { openHook, type HookServer } from './bots/webhook-server.ts'

/** An update as it comes over HTTP. */
export type HttpUpdate = { readonly update_id: number } & Readonly<Record<string, unknown>>

/** What a call answered. */
export interface HttpAnswer {
  readonly ok: boolean
  readonly result?: unknown
  readonly description?: string
}

/**
 * Calls a method with no library between, so that a test decides what is confirmed and when.
 *
 * @throws Error where the server is not there
 */
export async function callBot(
  url: string,
  token: string,
  method: string,
  parameters: object = {},
): Promise<HttpAnswer> {
  const response = await fetch(`${url}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
  })
  return (await response.json()) as HttpAnswer
}

/** A bot's web server that answers when the test wants it to. */
export interface HeldReceiver extends HookServer {
  /** Every update that came, in order, those that came twice too. */
  readonly received: readonly HttpUpdate[]
  /** The update after so many gets no answer; the server may be killed then. */
  holdAfter(count: number): void
  /** Resolves when so many have come. */
  count(wanted: number): Promise<void>
}

/** Starts a receiver on loopback. */
export async function startHeldReceiver(): Promise<HeldReceiver> {
  const received: HttpUpdate[] = []
  let holdAt = Infinity
  let look: () => void = () => undefined
  const take = (text: string, response: ServerResponse): void => {
    received.push(JSON.parse(text) as HttpUpdate)
    if (received.length === holdAt) holdAt = Infinity
    else response.end()
    look()
  }
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => (text += chunk))
    request.on('end', () => take(text, response))
  })
  return {
    ...(await openHook(server)),
    received,
    holdAfter: (count) => (holdAt = received.length + count + 1),
    count: (wanted) =>
      new Promise((resolve) => {
        look = () => {
          if (received.length >= wanted) resolve()
        }
        look()
      }),
  }
}
