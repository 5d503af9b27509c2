import type { FastifyInstance } from 'fastify'
import { guardControl } from './guard.ts'
import { problemOf, sendProblem } from './problem.ts'

/** What `GET /metrics` needs. */
export interface MetricsDeps {
  /** Bearer token of the control API. */
  readonly token: string | undefined
  readonly contentType: string
  text(): Promise<string>
}

/**
 * `GET /metrics` for Prometheus, to those who may use the control API: the numbers tell strangers what goes on
 * here. `GET /healthz` answers everybody, since it says nothing but that the server is up.
 */
export async function registerMetrics(app: FastifyInstance, deps: MetricsDeps): Promise<void> {
  await app.register((scope, _options, done) => {
    scope.addHook('onRequest', (request, _reply, next) => {
      guardControl(request, deps.token)
      next()
    })
    scope.setErrorHandler((error, _request, reply) => sendProblem(reply, problemOf(error)))
    scope.get('/metrics', async (_request, reply) =>
      reply.header('content-type', deps.contentType).send(await deps.text()),
    )
    done()
  })
}
