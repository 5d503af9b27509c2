import type { Routes } from '../deps.ts'
import { makeSession, moveClock } from '../make.ts'
import { ADVANCE, SESSION } from '../wanted.ts'

/** `/connection`, `/sessions`, `/clock` and `/reset`. */
export const serverRoutes: Routes = (app, { clock, connection, mintSession, reset }) => {
  app.get('/connection', { config: { what: 'how clients are pointed at this server' } }, () =>
    connection(),
  )

  app.post(
    '/sessions',
    { config: { what: "makes a logged-in session string in a client's format", takes: SESSION } },
    async ({ body }, reply) =>
      reply
        .code(201)
        .send({ session: await makeSession(mintSession, body, 'POST /control/v1/sessions') }),
  )

  app.get('/clock', { config: { what: 'business time, unix seconds' } }, () => ({
    now: clock.now(),
  }))

  app.post(
    '/clock/advance',
    { config: { what: 'moves business time forward', takes: ADVANCE } },
    async ({ body }) => {
      moveClock(clock, body, 'POST /control/v1/clock/advance')
      await clock.stored()
      return { now: clock.now() }
    },
  )

  app.post(
    '/reset',
    { config: { what: 'deletes everything and puts the clock back to the present' } },
    async (_request, reply) => {
      await reset()
      return reply.code(204).send()
    },
  )
}
