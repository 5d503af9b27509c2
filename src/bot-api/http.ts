import { STATUS_CODES } from 'node:http'
import fastifyMultipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { HeldBytes } from '../core/held-bytes.ts'
import type { Logger } from '../core/logger.ts'
import { NO_METRICS, type Metrics } from '../core/metrics.ts'
import { noticesInLog, type Notices } from '../core/notices.ts'
import type { Domain } from '../domain/context.ts'
import { authenticate } from './authenticate.ts'
import { createMethodCaller, type CallAnswer } from './call-method.ts'
import { answerOf, BotApiError, type ErrorAnswer } from './errors.ts'
import { registerFiles } from './files.ts'
import { percentDecoded } from './form-entries.ts'
import { takesFile } from './methods/index.ts'
import { describeBotApi } from './openapi.ts'
import { isLongBody, PARAMETERS_MAX, readParams, tooMuch } from './read-params.ts'
import type { AddressRule } from './updates/outward.ts'
import { Polls } from './updates/polls.ts'
import { Webhooks } from './updates/webhooks.ts'

/** What the door needs. */
export interface BotApiDeps {
  readonly domain: Domain
  readonly log: Logger
  /** Where webhooks may lead; anywhere unless told. */
  readonly addressRule?: AddressRule
  /** Where calls are counted; nowhere unless told. */
  readonly metrics?: Metrics
  /** Where begun bodies are counted; by the door itself, without a bound, unless told. */
  readonly pending?: HeldBytes
  /** Where people are told of what is not done here; the log unless told. */
  readonly notices?: Notices
}

/** Methods that Telegram's server takes; the others are told so. */
const VERBS = 'GET, POST, OPTIONS'

/** Most bytes of one file in a form. */
const FILE_MAX = 50 * 1024 * 1024

/**
 * The Bot API's door: `/bot<token>/<method>` and `/bot<token>/test/<method>`, which is the same here.
 * One call is one unit of work. It answers unknown paths of the whole app as well, as Telegram's server
 * does, so the app must not have a handler of its own for them.
 *
 * Deliberately left out: compressed bodies (415), files but photos of chats (read and dropped), methods with side effects by
 * HEAD (405).
 *
 * Source: https://core.telegram.org/bots/api#making-requests; spec section 6.
 */
export function registerBotApi(app: FastifyInstance, deps: BotApiDeps): void {
  void app.register(async (door) => {
    const { domain, log, addressRule = 'any', metrics = NO_METRICS } = deps
    const held = deps.pending ?? new HeldBytes()
    const polls = new Polls(domain)
    const notices = deps.notices ?? noticesInLog(log)
    const callMethod = createMethodCaller({ domain, polls, addressRule }, notices, metrics)
    const webhooks = new Webhooks({ domain, log, rule: addressRule, call: callMethod })
    door.addHook('onReady', () => webhooks.start())
    door.addHook('preClose', async () => {
      polls.stop()
      await webhooks.stop()
    })
    let described: object | undefined
    await takeBodies(door)
    door.addHook('onRequest', checkHead)
    door.setErrorHandler((error, _request, reply) => sendError(reply, failure(error, deps.log)))
    door.setNotFoundHandler((_request, reply) => sendError(reply, notFound()))
    door.get('/openapi.json', (_request, reply) =>
      send(reply, 200, (described ??= describeBotApi())),
    )
    door.route({
      method: ['GET', 'POST'],
      url: '/bot*',
      exposeHeadRoute: false,
      handler: async (request, reply) => send(reply, 200, await call(request, reply)),
    })
    registerFiles(door, domain)
    door.route({
      method: ['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'],
      url: '/bot*',
      handler: otherVerb,
    })

    async function call(request: FastifyRequest, reply: FastifyReply): Promise<CallAnswer> {
      const { token, method, query } = targetOf(request.raw.url ?? '')
      const keepsFiles = takesFile(method)
      // Nothing long is kept for somebody who has no bot.
      if (keepsFiles || isLongBody(request)) await domain.unit((u) => authenticate(u, token))
      const filesMax = keepsFiles ? domain.limits.photoBytes : 0
      const { params, problem } = await readParams(request, query, { held, filesMax })
      if (problem !== undefined) log.debug({ problem }, 'a Bot API call has a malformed body')
      const gone = new AbortController()
      reply.raw.once('close', () => {
        // Nobody listens once the answer is out, and the reason of each abort is an error with its stack.
        if (!reply.raw.writableFinished) gone.abort()
      })
      const name = method || params.raw('method')
      return callMethod({ identify: (u) => authenticate(u, token), name, params }, gone.signal)
    }
  })
}

async function takeBodies(door: FastifyInstance): Promise<void> {
  door.removeAllContentTypeParsers()
  await door.register(fastifyMultipart, {
    throwFileSizeLimit: false,
    limits: { fieldSize: PARAMETERS_MAX, fileSize: FILE_MAX, files: 100 },
  })
  // Bodies are read once it is known who sends them.
  door.addContentTypeParser('*', (_request, _payload, done) => {
    done(null)
  })
}

/** What is decided by the head of a request alone. A browser may call: the token is what protects. */
async function checkHead(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.header('Access-Control-Allow-Origin', '*')
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity' && encoding !== 'none') {
    throw new BotApiError(415, 'Unsupported Media Type: unsupported content-encoding')
  }
}

function otherVerb(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (request.method === 'OPTIONS') {
    return reply
      .code(204)
      .headers({
        'Access-Control-Allow-Methods': VERBS,
        'Access-Control-Allow-Headers': 'Content-Type',
      })
      .send()
  }
  reply.header('Allow', VERBS)
  return sendError(reply, { code: 405, description: 'Method Not Allowed' })
}

/**
 * Splits a URL.
 *
 * @throws BotApiError 404 where it is not of the form (spec 6.2 row 1)
 */
function targetOf(url: string): { token: string; method: string; query: string } {
  const [path = '', query = ''] = url.split('#', 1)[0]?.split(/\?(.*)/s, 2) ?? []
  const parts = /^\/bot([^/]*)\/(?:test\/)?(.*)$/s.exec(percentDecoded(path))
  if (!parts) throw notFound()
  const [, token = '', method = ''] = parts
  return { token, method, query }
}

function notFound(): BotApiError {
  return new BotApiError(404, 'Not Found')
}

/** The answer to anything thrown. Neither it nor the log names the URL, which holds the token. */
function failure(error: unknown, log: Logger): ErrorAnswer {
  const answer = answerOf(error)
  if (answer) return answer
  const status = (error as { statusCode?: unknown }).statusCode
  if (status === 413) return tooMuch()
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return { code: status, description: STATUS_CODES[status] ?? 'Bad Request' }
  }
  log.error({ err: error }, 'the Bot API failed by a bug')
  return { code: 500, description: 'Internal Server Error' }
}

function sendError(
  reply: FastifyReply,
  { code, description, parameters }: ErrorAnswer,
): FastifyReply {
  if (parameters?.retry_after !== undefined) reply.header('Retry-After', parameters.retry_after)
  return send(reply, code, { ok: false, error_code: code, description, parameters })
}

/** Bytes, not text: fastify would add a charset, which Telegram's server does not send. */
function send(reply: FastifyReply, status: number, body: object): FastifyReply {
  return reply
    .code(status)
    .header('Content-Type', 'application/json')
    .send(Buffer.from(JSON.stringify(body)))
}
