import { hasAdminRight } from '../../domain/chats/rights.ts'
import { linkOf } from '../../domain/invites/hash.ts'
import { ensurePrimary } from '../../domain/invites/primary.ts'
import { openChat, type SharedChat } from '../chats.ts'
import { encodeChatFullInfo, encodePrivateChatFullInfo } from '../encode/chat-full-info.ts'
import type { BotApiContext, BotApiMethod } from '../method.ts'

/**
 * getChat: https://core.telegram.org/bots/api#getchat
 *
 * `invite_link` is the bot's own primary link, made now if it has none yet, and absent without the
 * right to invite (spec section 6.5).
 */
export const getChat: BotApiMethod = {
  name: 'getChat',
  async run(ctx, params) {
    const known = await openChat(ctx, params.raw('chat_id'), 'read')
    if (known.kind === 'private') return encodePrivateChatFullInfo(known.user)
    const { chat } = known
    const { users, chats } = ctx.u.db
    return encodeChatFullInfo(chat, {
      inviteLink: await ownPrimaryLink(ctx, known),
      parent: chat.monoforumOf === null ? undefined : await chats.byId(chat.monoforumOf),
      guardBot: chat.guardBotId === null ? undefined : await users.byId(chat.guardBotId),
    })
  },
}

async function ownPrimaryLink(
  { u, caller }: BotApiContext,
  { chat, member }: SharedChat,
): Promise<string | undefined> {
  const mayInvite = hasAdminRight(member, 'inviteUsers')
  if (!mayInvite || chat.deleted || chat.kind === 'monoforum') return undefined
  return linkOf((await ensurePrimary(u, chat, caller.id)).hash)
}
