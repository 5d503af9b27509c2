import { linkOf } from '../../domain/invites/hash.ts'
import { ownPrimary } from '../../domain/invites/primary.ts'
import { openChat } from '../chats.ts'
import { encodeChatFullInfo, encodePrivateChatFullInfo } from '../encode/chat-full-info.ts'
import { encodeChatPhoto } from '../encode/photo.ts'
import { method } from '../method.ts'
import { chatId } from '../parameters.ts'

/**
 * getChat: https://core.telegram.org/bots/api#getchat
 *
 * `invite_link` is the bot's own primary link, made now if it has none yet, and absent without the
 * right to invite (spec section 6.5).
 */
export const getChat = method({
  name: 'getChat',
  parameters: { chat_id: chatId },
  async run(ctx, { chat_id }) {
    const known = await openChat(ctx, chat_id, 'read')
    if (known.kind === 'private') return encodePrivateChatFullInfo(known.user)
    const { chat, member } = known
    const { users, chats } = ctx.u.db
    const primary = await ownPrimary(ctx.u, chat, member)
    return encodeChatFullInfo(known, {
      inviteLink: primary && linkOf(primary.hash),
      parent: chat.monoforumOf === null ? undefined : await chats.byId(chat.monoforumOf),
      photo: encodeChatPhoto(ctx.u, ctx.caller.id, chat),
      guardBot: chat.guardBotId === null ? undefined : await users.byId(chat.guardBotId),
    })
  },
})
