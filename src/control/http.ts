import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { HeldBytes } from '../core/held-bytes.ts'
import { BodyError, readBody } from '../core/read-body.ts'
import type { Shape } from '../core/shape.ts'
import type { ControlDeps } from './deps.ts'
import { guardControl } from './guard.ts'
import { Problem, problemOf, sendProblem } from './problem.ts'
import { chatRoutes } from './routes/chats.ts'
import { serverRoutes } from './routes/server.ts'
import { userRoutes } from './routes/users.ts'

/** A route as `GET /control/v1` tells it. */
interface RouteLine {
  readonly method: string
  readonly path: string
  readonly what: string
  /** What each key of the body takes; those that must be there are told to be. */
  readonly takes?: Readonly<Record<string, string>>
}

/**
 * The control API: what tests steer the server with (docs/control-api.md). Errors are RFC 9457
 * problem+json. `GET /control/v1` lists the routes.
 */
export async function registerControl(app: FastifyInstance, deps: ControlDeps): Promise<void> {
  await app.register(
    (control, _options, done) => {
      takeBodies(control, deps.pending)
      const lines: RouteLine[] = []
      control.addHook('onRoute', ({ method, url, config }) => {
        if (config?.what === undefined || method === 'HEAD') return
        lines.push({
          method: String(method),
          path: url,
          what: config.what,
          ...keysOf(config.takes),
        })
      })
      control.addHook('onRequest', (request, _reply, next) => {
        guardControl(request, deps.token)
        next()
      })
      control.setErrorHandler((error, request, reply) => {
        const problem = problemOf(error)
        if (problem.status >= 500)
          deps.log.error({ err: error, url: request.url }, 'the control API failed by a bug')
        return sendProblem(reply, problem)
      })
      control.setNotFoundHandler((request, reply) =>
        sendProblem(
          reply,
          new Problem(
            404,
            'ROUTE_UNKNOWN',
            `the control API has no ${request.method} ${request.url}; GET /control/v1 lists what it has`,
          ),
        ),
      )
      userRoutes(control, deps)
      chatRoutes(control, deps)
      serverRoutes(control, deps)
      control.get('/', () => lines)
      done()
    },
    { prefix: '/control/v1' },
  )
}

/** Most bytes of a body. */
const BODY_MAX = 1 << 20

/** Takes JSON, and the empty body that `curl -X POST` with a header sends. */
function takeBodies(app: FastifyInstance, held: HeldBytes): void {
  const readJson = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    async (request: FastifyRequest, payload: IncomingMessage) => {
      const text = await textOf(payload, held)
      if (text.trim() === '') return undefined
      return new Promise((resolve, reject) => {
        void readJson(request, text, (error, body) => {
          if (error) reject(error)
          else resolve(body)
        })
      })
    },
  )
  app.addContentTypeParser('*', async (_request: FastifyRequest, payload: IncomingMessage) => {
    if ((await textOf(payload, held)).trim() === '') return undefined
    throw new Problem(415, 'BODY_NO_JSON', 'send JSON with content-type: application/json')
  })
}

async function textOf(payload: IncomingMessage, held: HeldBytes): Promise<string> {
  try {
    return (await readBody(payload, BODY_MAX, held)).toString()
  } catch (error) {
    if (!(error instanceof BodyError)) throw error
    if (error.fault === 'too long')
      throw new Problem(413, 'BODY_TOO_LARGE', `a body has at most ${BODY_MAX} bytes`)
    if (error.fault === 'no room')
      throw new Problem(
        429,
        'BODIES_TOO_MANY',
        'too many bodies come at once; try again in a second',
      )
    throw new Problem(400, 'BODY_BROKEN', 'the body was not sent to its end')
  }
}

function keysOf(takes: Shape | undefined): Pick<RouteLine, 'takes'> {
  if (takes === undefined) return {}
  const lines = Object.entries(takes.keys).map(([key, { is }]) => [
    key,
    takes.required.includes(key) ? `${is}; required` : is,
  ])
  return { takes: Object.fromEntries(lines) as Readonly<Record<string, string>> }
}
