import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Domain } from '../domain/context.ts'
import { authenticate } from './authenticate.ts'
import { BotApiError } from './errors.ts'
import { nameOfFileId, photoOfName } from './file-id.ts'
import { percentDecoded } from './form-entries.ts'

/** Where the file of a photo is downloaded, after `/file/bot<token>/`. The id in it is what allows it, to the bot that was given it. */
export function filePathOf(fileId: string, type: 'jpeg' | 'png'): string {
  return `photos/${fileId}.${type === 'jpeg' ? 'jpg' : 'png'}`
}

/**
 * Serves what getFile names: `/file/bot<token>/<file_path>`
 * (https://core.telegram.org/bots/api#getfile).
 */
export function registerFiles(door: FastifyInstance, domain: Domain): void {
  door.get(
    '/file/bot*',
    { exposeHeadRoute: false },
    async (request, reply): Promise<FastifyReply> => {
      const bytes = await fileAt(domain, request.raw.url ?? '')
      return reply.header('Content-Type', 'application/octet-stream').send(Buffer.from(bytes))
    },
  )
}

/** @throws BotApiError 401 for a wrong token, 404 for a path that leads to no file */
async function fileAt(domain: Domain, url: string): Promise<Uint8Array> {
  const path = percentDecoded(url.split(/[?#]/, 1)[0] ?? '')
  const [, token = '', name = ''] = /^\/file\/bot([^/]*)\/(?:test\/)?(.*)$/s.exec(path) ?? []
  return domain.unit(async (u) => {
    const { user } = await authenticate(u, token)
    const [, fileId = ''] = /^photos\/([\w-]+)\.(?:jpg|png)$/.exec(name) ?? []
    const named = nameOfFileId(fileId)
    const photo = named && (await photoOfName(u, user.id, fileId, named))
    if (!photo || filePathOf(fileId, photo.type) !== name) throw new BotApiError(404, 'Not Found')
    return u.db.photos.read(photo.id, 0, photo.size)
  })
}
