import { isPresent } from '../../domain/chats/rights.ts'
import type { MemberRow } from '../../store/tables/chats.ts'
import type { TypeChatParticipant, TypeChatParticipants } from '../../tl/generated/base.ts'
import type { Encoder } from './encoder.ts'

/** The member list of a basic group; only its members see it (https://core.telegram.org/type/ChatParticipants). */
export async function encodeParticipants(
  e: Encoder,
  chatId: number,
): Promise<TypeChatParticipants> {
  const { db, limits } = e.u
  const chat = await db.chats.byId(chatId)
  if (!chat || !isPresent(await db.members.find(chatId, e.viewer.id))) {
    return { _: 'chatParticipantsForbidden', chatId }
  }
  const rows = await db.members.present(chatId, limits.basicGroupMembers)
  return {
    _: 'chatParticipants',
    chatId,
    participants: rows.map((row) => encodeChatParticipant(e, row, chat.creatorId)),
    version: chat.version,
  }
}

/** One member of a basic group (https://core.telegram.org/type/ChatParticipant). */
export function encodeChatParticipant(
  e: Encoder,
  row: MemberRow,
  creatorId: number,
): TypeChatParticipant {
  const userId = e.user(row.userId)
  const rank = row.rank || undefined
  if (row.status === 'creator') return { _: 'chatParticipantCreator', userId, rank }
  const inviterId = e.user(row.inviterId ?? creatorId)
  const { date } = row
  return row.status === 'admin'
    ? { _: 'chatParticipantAdmin', userId, inviterId, date, rank }
    : { _: 'chatParticipant', userId, inviterId, date, rank }
}
