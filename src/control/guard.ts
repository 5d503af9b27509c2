import type { FastifyRequest } from 'fastify'
import { secretEquals } from '../core/random.ts'
import { WEBHOOK_MARK } from '../core/webhook-mark.ts'
import { Problem } from './problem.ts'

/** A Host header of this machine, with or without a port. */
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i

/** Schemes of pages that a server on this machine may have served. An extension's page has another. */
const PAGE_SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:'])

/**
 * Who may use the control API, which can do everything. Without a token: connections from this machine
 * only. A page in somebody's browser must not reach it, also not by DNS rebinding, so a Host or Origin
 * that is not loopback's is refused unless the token proves that the caller is no page. Nor may a bot
 * reach it by a webhook that leads here.
 *
 * @throws Problem 401 or 403
 */
export function guardControl(request: FastifyRequest, token: string | undefined): void {
  if (token !== undefined) {
    if (hasToken(request.headers.authorization, token)) return
    throw new Problem(
      401,
      'TOKEN_MISSING',
      'this server wants "Authorization: Bearer <its --control-token>"',
    )
  }
  const address = request.socket.remoteAddress ?? ''
  if (!/^(127\.|::1$|::ffff:127\.)/.test(address)) {
    throw new Problem(
      403,
      'NOT_LOOPBACK',
      'without --control-token the control API answers on loopback only; start the server with ' +
        '--control-token <secret>, and send "Authorization: Bearer <secret>"',
    )
  }
  if (request.headers[WEBHOOK_MARK] !== undefined) {
    throw new Problem(403, 'WEBHOOK_REFUSED', 'no webhook of a bot may steer this server')
  }
  const host = request.headers.host ?? ''
  if (!LOOPBACK_HOST.test(host)) {
    throw new Problem(
      403,
      'HOST_FOREIGN',
      `the Host header names ${JSON.stringify(host)}, not this machine; use 127.0.0.1`,
    )
  }
  const { origin } = request.headers
  if (origin !== undefined && !isOfThisMachine(origin)) {
    throw new Problem(
      403,
      'ORIGIN_FOREIGN',
      `pages of ${JSON.stringify(origin)} may not steer this server`,
    )
  }
}

function hasToken(header: string | undefined, token: string): boolean {
  const given = /^Bearer (.+)$/i.exec(header ?? '')?.[1]
  return given !== undefined && secretEquals(Buffer.from(given), Buffer.from(token))
}

/** By scheme and host; the port may be any, since a page of a developer's own server has another one. */
function isOfThisMachine(origin: string): boolean {
  const url = URL.parse(origin)
  return (
    url?.origin === origin.toLowerCase() &&
    PAGE_SCHEMES.has(url.protocol) &&
    LOOPBACK_HOST.test(url.host)
  )
}
