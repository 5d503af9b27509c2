import { characterCount } from '../../core/text/clean.ts'
import { sendBotText } from '../../domain/bots/send.ts'
import type { Entity, FormattedText, GivenEntity } from '../../domain/messages/entity.ts'
import { formattedText } from '../../domain/messages/formatted-text.ts'
import type { InputPeer } from '../../domain/peers.ts'
import { findMessage } from '../chat-messages.ts'
import { inputPeerOf, inputUserOf, openChat, type KnownChat } from '../chats.ts'
import { encodeMessage } from '../encode/message.ts'
import { badRequest, sendRefusal, sentence } from '../errors.ts'
import type { Formatted } from '../formatting/formatted.ts'
import {
  entities,
  messageText,
  PARSE_MODE,
  replyMarkup,
  replyParameters,
  type ReplyTo,
} from '../message-parameters.ts'
import { method, type BotApiContext } from '../method.ts'
import { chatId, ignored, integer, text } from '../parameters.ts'

/**
 * sendMessage: https://core.telegram.org/bots/api#sendmessage
 *
 * Deliberately left out: keyboards (taken and not kept, which the log says), link previews, effects and
 * whatever else changes only how a message looks; business connections, threads and topics are refused.
 */
export const sendMessage = method({
  name: 'sendMessage',
  parameters: {
    text: messageText,
    ...PARSE_MODE,
    entities,
    reply_parameters: replyParameters,
    reply_markup: replyMarkup,
    business_connection_id: text(),
    message_thread_id: integer(),
    direct_messages_topic_id: integer(),
    link_preview_options: ignored(['LinkPreviewOptions']),
    disable_notification: ignored(['Boolean']),
    protect_content: ignored(['Boolean']),
    allow_paid_broadcast: ignored(['Boolean']),
    message_effect_id: ignored(['String']),
    suggested_post_parameters: ignored(['SuggestedPostParameters']),
    chat_id: chatId,
  },
  async run(ctx, values) {
    const { chat_id, text: formatted } = values
    if (values.business_connection_id !== '') throw badRequest('business connection not found')
    const known = await openChat(ctx, chat_id, 'write')
    if (values.message_thread_id > 0) throw badRequest('message thread not found')
    if (values.direct_messages_topic_id > 0) throw badRequest('direct messages topic not found')
    const replyToId = await repliedId(ctx, known, values.reply_parameters)
    const { text, entities } = cleanMessage(ctx, formatted)
    if (values.reply_markup) ctx.log.warn({ method: 'sendMessage' }, 'a keyboard is not kept')
    const group =
      known.kind === 'shared' && known.chat.kind !== 'channel' ? known.chat.id : undefined
    const message = { text, entities: entities.map(givenEntity), replyToId }
    try {
      const sent = await sendBotText(ctx.u, ctx.caller, peerOf(ctx, known), group, message)
      return await encodeMessage(ctx.u, sent)
    } catch (error) {
      throw sendRefusal(error, known.kind === 'shared' ? known.chat.kind : 'private')
    }
  },
})

function peerOf(ctx: BotApiContext, known: KnownChat): InputPeer {
  return known.kind === 'private' ? inputUserOf(ctx, known.user.id) : inputPeerOf(ctx, known)
}

/** The message to answer, by the bot's number. @throws BotApiError 400 where it is not there */
async function repliedId(
  ctx: BotApiContext,
  known: KnownChat,
  reply: ReplyTo | undefined,
): Promise<number | undefined> {
  if (!reply) return undefined
  const elsewhere =
    reply.chatId !== '' && chatKey(await openChat(ctx, reply.chatId, 'read')) !== chatKey(known)
  const message = elsewhere ? undefined : await findMessage(ctx, known, reply.messageId)
  if (message) return message.id
  if (reply.evenWithout) return undefined
  throw badRequest('message to be replied not found')
}

function chatKey(known: KnownChat): string {
  return known.kind === 'private' ? `user ${known.user.id}` : `chat ${known.chat.id}`
}

/** The text as it will be sent. @throws BotApiError 400 in TDLib's words */
function cleanMessage(ctx: BotApiContext, given: Formatted): FormattedText {
  if (given.problem !== undefined) throw sentence(given.problem)
  const clean = formattedText(given.text, given.entities)
  if ('problem' in clean) throw sentence(clean.problem)
  if (clean.text === '') throw badRequest('text must be non-empty')
  if (characterCount(clean.text) > ctx.u.limits.messageLength) {
    throw badRequest('message is too long')
  }
  return clean
}

/** An entity as the domain takes it: a bot names people by their ids alone. */
function givenEntity(entity: Entity): GivenEntity {
  if (entity.kind !== 'mentionName') return entity
  const { offset, length, userId } = entity
  const user = { kind: 'user', userId, accessHash: 0n } as const
  return { kind: 'inputMentionName', offset, length, user }
}
