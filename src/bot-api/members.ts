import { hasMet } from '../domain/accounts/met.ts'
import { isPresent } from '../domain/chats/rights.ts'
import { resolveParticipant, type Participant } from '../domain/members/participants.ts'
import { standing } from '../domain/peers.ts'
import { inputUserOf, type SharedChat } from './chats.ts'
import { badRequest } from './errors.ts'
import type { BotApiContext } from './method.ts'

/**
 * The account, and its standing in the chat. TDLib asks the server for members of supergroups and channels, and looks
 * through its own list of a basic group's, where the account must be one that it knows.
 *
 * @throws PARTICIPANT_ID_INVALID, in a basic group BotApiError "member not found", for an account that the bot
 *   never met, and for a deleted one that is not in the chat
 */
export async function targetOf(
  { u, caller }: BotApiContext,
  { chat }: SharedChat,
  userId: number,
): Promise<Participant> {
  if (chat.kind !== 'group') return resolveParticipant(u, caller, chat, inputUserOf(userId))
  const user = (await hasMet(u, caller, userId)) ? await u.db.users.byId(userId) : undefined
  const member = await standing(u, chat, userId)
  if (!user || (user.deleted && !isPresent(member))) throw badRequest('member not found')
  return { user, member }
}
