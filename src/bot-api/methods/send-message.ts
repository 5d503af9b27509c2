import { characterCount } from '../../core/text/clean.ts'
import { sendBotText } from '../../domain/bots/send.ts'
import type { Entity, FormattedText, GivenEntity } from '../../domain/messages/entity.ts'
import { formattedText } from '../../domain/messages/formatted-text.ts'
import { userAsInput, type InputPeer } from '../../domain/peers.ts'
import type { MessageRow } from '../../store/tables/messages.ts'
import { findMessage } from '../chat-messages.ts'
import { inputPeerOf, openChat, requireRight, type KnownChat } from '../chats.ts'
import { encodeMessage } from '../encode/message.ts'
import { badRequest, sendRefusal, sentence, type BotApiError } from '../errors.ts'
import type { Formatted } from '../formatting/formatted.ts'
import {
  entities,
  messageText,
  linkPreviewOptions,
  PARSE_MODE,
  replyMarkup,
  replyParameters,
  type ReplyTo,
} from '../message-parameters.ts'
import { method, type BotApiContext } from '../method.ts'
import { chatId, flag, identifier, ignored, integer, text } from '../parameters.ts'
import { wrappedInteger } from '../params.ts'
import { checkSendOptions, messageEffect, suggestedPost } from '../send-options.ts'

/**
 * sendMessage: https://core.telegram.org/bots/api#sendmessage
 *
 * Deliberately left out: keyboards, previews of pages, effects and whatever else changes only how a message
 * looks; that they are dropped is said once. Business connections are refused, and so are threads of
 * private chats; in other chats TDLib overlooks them, as long as the chat is no forum.
 */
export const sendMessage = method({
  name: 'sendMessage',
  parameters: {
    link_preview_options: linkPreviewOptions,
    text: messageText,
    ...PARSE_MODE,
    entities,
    reply_parameters: replyParameters,
    suggested_post_parameters: suggestedPost,
    reply_markup: replyMarkup,
    business_connection_id: text(),
    message_thread_id: integer({ min: 0 }),
    direct_messages_topic_id: identifier(),
    disable_notification: flag(),
    protect_content: flag(),
    allow_paid_broadcast: ignored(['Boolean']),
    message_effect_id: messageEffect,
    chat_id: chatId,
  },
  async run(ctx, values) {
    const { chat_id, text: formatted } = values
    if (values.business_connection_id !== '') throw noConnection(chat_id)
    const known = await openChat(ctx, chat_id, 'write')
    checkTopic(known, values)
    const replyToId = await repliedId(ctx, known, values.reply_parameters)
    if (known.kind === 'shared' && known.chat.kind === 'channel') {
      requireRight(known, 'postMessages', 'need administrator rights in the channel chat')
    }
    checkSendOptions(known, values)
    const { text, entities } = cleanMessage(ctx, formatted)
    const group =
      known.kind === 'shared' && known.chat.kind !== 'channel' ? known.chat.id : undefined
    const message = {
      text,
      entities: entities.map(givenEntity),
      replyToId,
      flags: {
        silent: values.disable_notification,
        noforwards: values.protect_content,
        invertMedia: values.link_preview_options.isAbove,
      },
    }
    try {
      const sent = await sendBotText(ctx.u, ctx.caller, peerOf(ctx, known), group, message)
      return await encodeMessage(ctx.u, ctx.caller.id, sent)
    } catch (error) {
      throw sendRefusal(error)
    }
  },
})

/** No bot has a business connection; its chat must be named by a number all the same. */
function noConnection(chatId: string): BotApiError {
  if (chatId === '') return badRequest('chat identifier is empty')
  if (String(wrappedInteger(chatId, 64)) !== chatId) {
    return badRequest('chat identifier must be a valid Integer')
  }
  return badRequest('business connection not found')
}

/**
 * Refuses topics where a chat might have some: threads in private chats, direct messages in the chat for
 * them. Elsewhere both numbers are overlooked (Client.cpp check_message_topic). @throws BotApiError 400
 */
function checkTopic(
  known: KnownChat,
  given: { readonly message_thread_id: number; readonly direct_messages_topic_id: number },
): void {
  if (known.kind === 'private' && given.message_thread_id > 0) {
    throw badRequest('message thread not found')
  }
  const isMonoforum = known.kind === 'shared' && known.chat.kind === 'monoforum'
  if (isMonoforum && given.direct_messages_topic_id !== 0) {
    throw badRequest('direct messages topic not found')
  }
}

function peerOf(ctx: BotApiContext, known: KnownChat): InputPeer {
  return known.kind === 'private'
    ? userAsInput(ctx.u, ctx.caller, known.user.id)
    : inputPeerOf(ctx, known)
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
  if (message) return isFirst(message) ? undefined : message.id
  if (reply.evenWithout) return undefined
  throw badRequest('message to be replied not found')
}

/**
 * Whether a message is the one that a channel or supergroup begins with, which TDLib never answers.
 *
 * Source: td MessagesManager.cpp can_reply_to_message
 */
function isFirst({ boxKind, id }: MessageRow): boolean {
  return boxKind === 'channel' && id === 1
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
