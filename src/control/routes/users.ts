import { loginCodeOf } from '../../domain/accounts/login-code.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { Routes } from '../deps.ts'
import { makeBot, makeUser } from '../make.ts'
import { Problem } from '../problem.ts'
import { BOT, USER } from '../wanted.ts'

const LOGIN_CODE = { config: { what: 'the login code that was sent to a user last' } }

/** `/users` and `/bots`. */
export const userRoutes: Routes = (app, { domain }) => {
  app.get('/users', { config: { what: 'all people' } }, async () => {
    const users = await domain.unit((u) => u.db.users.all())
    return users.filter((user) => !user.isBot).map(describe)
  })

  app.post(
    '/users',
    { config: { what: "makes a person's account", takes: USER } },
    async ({ body }, reply) =>
      reply.code(201).send(describe(await makeUser(domain, body, 'POST /control/v1/users'))),
  )

  app.get<{ Params: { id: string } }>('/users/:id/login-code', LOGIN_CODE, async ({ params }) => {
    const code = await domain.unit(async (u) => {
      const user = await u.db.users.byId(Number(params.id))
      if (!user?.phone)
        throw new Problem(404, 'USER_UNKNOWN', `there is no user ${params.id} with a phone`)
      return loginCodeOf(u, user.phone)
    })
    if (code === undefined) {
      throw new Problem(
        404,
        'CODE_NONE',
        `no login code was sent to user ${params.id}; call auth.sendCode first`,
      )
    }
    return { code }
  })

  app.get('/bots', { config: { what: 'all bots and their tokens' } }, async () =>
    domain.unit(async (u) => {
      const bots = []
      for (const { userId, token } of await u.db.users.allBots()) {
        const user = await u.db.users.byId(userId)
        bots.push({ id: userId, username: user?.username, token })
      }
      return bots
    }),
  )

  app.post('/bots', { config: { what: 'makes a bot', takes: BOT } }, async ({ body }, reply) => {
    const { user, token } = await makeBot(domain, body, 'POST /control/v1/bots')
    return reply.code(201).send({ id: user.id, username: user.username, token })
  })
}

function describe(user: UserRow): object {
  const { id: userId, phone, username, firstName, lastName } = user
  return { id: userId, phone, username, firstName, lastName }
}
