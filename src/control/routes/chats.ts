import { arrangeChat, type NewChat } from '../arrange-chat.ts'
import type { Routes } from '../deps.ts'

const id = { type: 'integer', minimum: 1 } as const
const text = { type: 'string', maxLength: 255 } as const

const NEW_CHAT = {
  type: 'object',
  required: ['type', 'title', 'ownerId'],
  additionalProperties: false,
  properties: {
    type: { enum: ['group', 'supergroup', 'channel'] },
    title: { ...text, minLength: 1 },
    ownerId: id,
    username: text,
    memberIds: { type: 'array', items: id, maxItems: 10_000 },
    admins: {
      type: 'array',
      maxItems: 100,
      items: {
        type: 'object',
        required: ['id', 'rights'],
        additionalProperties: false,
        properties: { id, rights: { type: 'array', items: text, maxItems: 32 } },
      },
    },
  },
} as const

/** `/chats`. */
export const chatRoutes: Routes = (app, { domain }) => {
  app.get('/chats', async () => {
    const chats = await domain.unit((u) => u.db.chats.all())
    return chats.map(
      ({ id: chatId, kind, title, username, creatorId, participantsCount, deleted }) => ({
        id: chatId,
        type: kind,
        title,
        username,
        ownerId: creatorId,
        participantsCount,
        deleted: deleted === 1,
      }),
    )
  })

  app.post<{ Body: NewChat }>('/chats', { schema: { body: NEW_CHAT } }, async ({ body }, reply) =>
    reply.code(201).send(await domain.unit((u) => arrangeChat(u, body))),
  )
}
