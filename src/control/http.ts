import type { FastifyInstance } from 'fastify'
import type { ControlDeps } from './deps.ts'
import { guardControl } from './guard.ts'
import { Problem, problemOf, sendProblem } from './problem.ts'
import { chatRoutes } from './routes/chats.ts'
import { serverRoutes } from './routes/server.ts'
import { userRoutes } from './routes/users.ts'

/**
 * The control API: what tests and the console steer the server with. Errors are RFC 9457
 * problem+json (DESIGN.md, "Interfaces that outside checks rely on").
 */
export async function registerControl(app: FastifyInstance, deps: ControlDeps): Promise<void> {
  await app.register(
    (control, _options, done) => {
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
            `the control API has no ${request.method} ${request.url}`,
          ),
        ),
      )
      userRoutes(control, deps)
      chatRoutes(control, deps)
      serverRoutes(control, deps)
      done()
    },
    { prefix: '/control/v1' },
  )
}
