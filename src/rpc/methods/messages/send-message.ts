import { sendText } from '../../../domain/messages/send.ts'
import { givenEntities } from '../../decode/entity.ts'
import { inputPeer } from '../../decode/peer.ts'
import { encodeEvents } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/**
 * messages.sendMessage: https://core.telegram.org/method/messages.sendMessage
 *
 * Flags that change nothing here (background, no_webpage ...) are passed over, and so are keyboards and
 * effects. The caller's own message is in the answer also where a guest of a discussion
 * group sent it.
 */
export const sendMessage = method('messages.sendMessage', async ({ u, caller }, request) => {
  const { peer, message, entities, randomId, replyTo, sendAs, scheduleDate } = request
  const sent = await sendText(u, caller, inputPeer(peer), {
    text: message,
    entities: givenEntities(entities),
    randomId: randomId.toString(),
    replyToId: replyTo?._ === 'inputReplyToMessage' ? replyTo.replyToMsgId : undefined,
    sendAs: sendAs && inputPeer(sendAs),
    scheduleDate,
    flags: request,
  })
  u.noteAnswered()
  return encodeEvents(u, caller, sent.events, [
    { _: 'updateMessageID', id: sent.message.id, randomId },
  ])
})
