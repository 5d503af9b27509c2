import { markedChatId } from '../../core/chat-ids.ts'
import type { Routes } from '../deps.ts'
import { makeChat } from '../make.ts'
import { CHAT } from '../wanted.ts'

/** `/chats`. */
export const chatRoutes: Routes = (app, { domain }) => {
  app.get('/chats', { config: { what: 'all chats' } }, async () => {
    const chats = await domain.unit((u) => u.db.chats.all())
    return chats.map(
      ({ id: chatId, kind, title, username, creatorId, participantsCount, deleted }) => ({
        id: chatId,
        botApiChatId: markedChatId({ id: chatId, kind }),
        type: kind,
        title,
        username,
        ownerId: creatorId,
        participantsCount,
        deleted: deleted === 1,
      }),
    )
  })

  app.post(
    '/chats',
    { config: { what: 'makes a basic group, a supergroup or a channel', takes: CHAT } },
    async ({ body }, reply) =>
      reply.code(201).send(await makeChat(domain, body, 'POST /control/v1/chats')),
  )
}
