import { LAST_SECOND } from '../../core/clock.ts'
import { SESSION_FORMATS, type SessionFormat } from '../session-strings.ts'
import type { Routes } from '../deps.ts'
import { Problem } from '../problem.ts'

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
    async ({ body }) => {
      checkMove(clock.now(), body.seconds)
      clock.advance(body.seconds)
      await clock.stored()
      return { now: clock.now() }
    },
  )

  app.post('/reset', async (_request, reply) => {
    await reset()
    return reply.code(204).send()
  })
}

/** @throws Problem CLOCK_END */
function checkMove(now: number, seconds: number): void {
  if (now + seconds <= LAST_SECOND) return
  throw new Problem(
    400,
    'CLOCK_END',
    `the clock stands at ${now} and cannot pass ${LAST_SECOND}, since dates are 32-bit numbers; another data directory begins at the present again`,
  )
}
