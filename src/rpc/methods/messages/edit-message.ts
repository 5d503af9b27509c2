import { editText } from '../../../domain/messages/edit.ts'
import type { TypeInputMedia } from '../../../tl/generated/base.ts'
import { givenEntities } from '../../decode/entity.ts'
import { inputPeer } from '../../decode/peer.ts'
import { encodeEvents } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/**
 * messages.editMessage: https://core.telegram.org/method/messages.editMessage
 *
 * As in messages.sendMessage, keyboards and previews of pages are passed over, and the editor's own
 * message is in the answer also where the caller is a guest of a discussion group.
 */
export const editMessage = method('messages.editMessage', async ({ u, caller }, request) => {
  const { peer, id, message, entities, media, invertMedia = false } = request
  const { event } = await editText(u, caller, inputPeer(peer), id, {
    text: message,
    entities: givenEntities(entities),
    media: media !== undefined && !isText(media),
    invertMedia,
  })
  u.noteAnswered()
  return encodeEvents(u, caller, [event])
})

/** What a message that is a text may be given as well. */
function isText({ _: kind }: TypeInputMedia): boolean {
  return kind === 'inputMediaEmpty' || kind === 'inputMediaWebPage'
}
