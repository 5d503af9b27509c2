import { createBot } from '../../domain/accounts/create-bot.ts'
import { loginCodeOf } from '../../domain/accounts/login-code.ts'
import { createUser } from '../../domain/accounts/create-user.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { Routes } from '../deps.ts'
import { Problem } from '../problem.ts'

interface NewUser {
  phone?: string
  firstName: string
  lastName?: string
  username?: string
  password?: string
  bio?: string
  stars?: number
}

interface NewBot {
  username: string
  name: string
  ownerId?: number
}

const text = { type: 'string', maxLength: 255 } as const
const id = { type: 'integer', minimum: 1 } as const

const NEW_USER = {
  type: 'object',
  required: ['firstName'],
  additionalProperties: false,
  properties: {
    phone: { ...text, pattern: '^\\+?[0-9 ()-]{5,24}$' },
    firstName: { ...text, minLength: 1 },
    lastName: text,
    username: text,
    password: { ...text, minLength: 1 },
    bio: text,
    stars: { type: 'integer', minimum: 0 },
  },
} as const

const NEW_BOT = {
  type: 'object',
  required: ['username', 'name'],
  additionalProperties: false,
  properties: { username: text, name: { ...text, minLength: 1 }, ownerId: id },
} as const

/** `/users` and `/bots`. */
export const userRoutes: Routes = (app, { domain }) => {
  app.get('/users', async () => {
    const users = await domain.unit((u) => u.db.users.all())
    return users.filter((user) => !user.isBot).map(describe)
  })

  app.post<{ Body: NewUser }>('/users', { schema: { body: NEW_USER } }, async ({ body }, reply) => {
    const { bio, ...rest } = body
    const user = await domain.unit((u) =>
      createUser(u, { ...rest, ...(bio === undefined ? {} : { about: bio }) }),
    )
    return reply.code(201).send(describe(user))
  })

  app.get<{ Params: { id: string } }>('/users/:id/login-code', async ({ params }) => {
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

  app.get('/bots', async () =>
    domain.unit(async (u) => {
      const bots = []
      for (const { userId, token } of await u.db.users.allBots()) {
        const user = await u.db.users.byId(userId)
        bots.push({ id: userId, username: user?.username, token })
      }
      return bots
    }),
  )

  app.post<{ Body: NewBot }>('/bots', { schema: { body: NEW_BOT } }, async ({ body }, reply) => {
    const { user, token } = await domain.unit((u) => createBot(u, body))
    return reply.code(201).send({ id: user.id, username: user.username, token })
  })
}

function describe(user: UserRow): object {
  const { id: userId, phone, username, firstName, lastName } = user
  return { id: userId, phone, username, firstName, lastName }
}
