import { sendBotText } from '../../domain/bots/send.ts'
import type { GivenEntity } from '../../domain/messages/entity.ts'
import { userAsInput, type InputPeer } from '../../domain/peers.ts'
import { findMessage } from '../chat-messages.ts'
import { inputPeerOf, inputUserOf, openChat, type KnownChat } from '../chats.ts'
import { encodeMessage } from '../encode/message.ts'
import { badRequest, sendRefusal } from '../errors.ts'
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
    if (formatted.text === '') throw badRequest('text must be non-empty')
    if (formatted.text.length > ctx.u.limits.messageLength) throw badRequest('message is too long')
    if (values.reply_markup) ctx.log.warn({ method: 'sendMessage' }, 'a keyboard is not kept')
    const group =
      known.kind === 'shared' && known.chat.kind !== 'channel' ? known.chat.id : undefined
    const message = { text: formatted.text, entities: await namedOnly(ctx, formatted), replyToId }
    try {
      const sent = await sendBotText(ctx.u, ctx.caller, peerOf(ctx, known), group, message)
      return await encodeMessage(ctx.u, sent)
    } catch (error) {
      throw sendRefusal(error, known.kind === 'shared' ? known.chat.kind : 'private')
    }
  },
})

function peerOf(ctx: BotApiContext, known: KnownChat): InputPeer {
  return known.kind === 'private' ? inputUserOf(known.user.id) : inputPeerOf(ctx, known)
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

/** Entities as the domain takes them; a mention of an account that there is not is plain text, as for TDLib. */
async function namedOnly(ctx: BotApiContext, { entities }: Formatted): Promise<GivenEntity[]> {
  const given: GivenEntity[] = []
  for (const entity of entities) {
    if (entity.kind !== 'mentionName') {
      given.push(entity)
    } else if (await ctx.u.db.users.byId(entity.userId)) {
      const { offset, length, userId } = entity
      given.push({
        kind: 'inputMentionName',
        offset,
        length,
        user: userAsInput(ctx.u, ctx.caller, userId),
      })
    }
  }
  return given
}
