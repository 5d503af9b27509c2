import type { ImporterList } from '../../domain/invites/importers.ts'
import type { MessagesChatInviteImporters } from '../../tl/generated/messages.ts'
import type { Encoder } from './encoder.ts'

/**
 * Who came by links and requests, or asks to. What a requester said of himself is told as long as he
 * waits, who let him in from then on (https://core.telegram.org/constructor/chatInviteImporter; spec
 * section 9, rule 9).
 */
export async function encodeImporters(
  e: Encoder,
  { count, importers }: ImporterList,
  requested: boolean,
): Promise<MessagesChatInviteImporters> {
  return {
    _: 'messages.chatInviteImporters',
    count,
    importers: importers.map((row) => ({
      _: 'chatInviteImporter',
      requested,
      viaChatlist: row.viaChatlist === 1,
      userId: e.user(row.userId),
      date: row.date,
      about: row.about || undefined,
      approvedBy: row.approvedBy === null ? undefined : e.user(row.approvedBy),
    })),
    users: await e.users(),
  }
}
