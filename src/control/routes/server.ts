import { SESSION_FORMATS, type SessionFormat } from '../session-strings.ts'
import type { Routes } from '../deps.ts'

const SESSION = {
  type: 'object',
  required: ['accountId', 'format'],
  additionalProperties: false,
  properties: {
    accountId: { type: 'integer', minimum: 1 },
    format: { enum: SESSION_FORMATS },
  },
} as const

const ADVANCE = {
  type: 'object',
  required: ['seconds'],
  additionalProperties: false,
  properties: { seconds: { type: 'integer', minimum: 0, maximum: 3_153_600_000 } },
} as const

/** `/connection`, `/sessions`, `/clock` and `/reset`. */
export const serverRoutes: Routes = (app, { clock, connection, mintSession, reset }) => {
  app.get('/connection', () => connection())

  app.post<{ Body: { accountId: number; format: SessionFormat } }>(
    '/sessions',
    { schema: { body: SESSION } },
    async ({ body }, reply) => {
      const session = await mintSession(body.accountId, body.format)
      return reply.code(201).send({ session })
    },
  )

  app.get('/clock', () => ({ now: clock.now() }))

  app.post<{ Body: { seconds: number } }>(
    '/clock/advance',
    { schema: { body: ADVANCE } },
    ({ body }) => {
      clock.advance(body.seconds)
      return { now: clock.now() }
    },
  )

  app.post('/reset', async (_request, reply) => {
    await reset()
    return reply.code(204).send()
  })
}
