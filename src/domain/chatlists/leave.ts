import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import { isPresent, type PresentMember } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { removeMember } from '../members/remove.ts'
import { resolvePeer, standing, type InputPeer } from '../peers.ts'
import { requireChatlist } from './access.ts'
import { chatIdsOf, type Folder } from './folder.ts'
import { deleteFolder } from './save.ts'

/**
 * Chats of a folder that the caller came into by a folder link, and may want to leave with it
 * (https://core.telegram.org/method/chatlists.getLeaveChatlistSuggestions).
 *
 * @throws FILTER_ID_INVALID, FILTER_NOT_SUPPORTED
 */
export async function leaveSuggestions(
  u: Unit,
  caller: Caller,
  folderId: number,
): Promise<ChatRow[]> {
  const folder = await requireChatlist(u, caller, folderId)
  const members = await membersIn(u, caller, folder)
  return members.filter(({ member }) => member.viaChatlist === 1).map(({ chat }) => chat)
}

/**
 * Deletes a folder of the caller's that was shared or came by a link, its links too, and leaves those of
 * its chats that are named (https://core.telegram.org/method/chatlists.leaveChatlist). Peers that are not
 * in the folder, or that he is not in, mean nothing; nor does a channel of his own, which he can't leave.
 *
 * @throws FILTER_ID_INVALID, also for a folder that no link belongs to; as `resolvePeer`
 */
export async function leaveChatlist(
  u: Unit,
  caller: Caller,
  folderId: number,
  inputs: readonly InputPeer[],
): Promise<void> {
  const folder = await requireChatlist(u, caller, folderId, 'FILTER_ID_INVALID')
  const named = new Set<number>()
  for (const input of inputs) {
    const peer = await resolvePeer(u, caller, input)
    if (peer.kind !== 'user') named.add(peer.chat.id)
  }
  for (const { chat, member } of await membersIn(u, caller, folder)) {
    if (named.has(chat.id) && mayLeave(chat, member)) {
      await removeMember(u, chat, member, { kind: 'left' })
    }
  }
  await deleteFolder(u, caller, folderId)
}

function mayLeave(chat: ChatRow, member: MemberRow): boolean {
  if (chat.kind === 'monoforum') return false
  return chat.kind !== 'channel' || member.status !== 'creator'
}

/** The chats of a folder that the caller is in, in the folder's order. */
async function membersIn(
  u: Unit,
  caller: Caller,
  folder: Folder,
): Promise<{ chat: ChatRow; member: PresentMember }[]> {
  const ids = [...chatIdsOf(folder)]
  const rows = new Map((await u.db.chats.byIds(ids)).map((row) => [row.id, row]))
  const all: { chat: ChatRow; member: PresentMember }[] = []
  for (const id of ids) {
    const chat = rows.get(id)
    if (!chat || chat.deleted) continue
    const member = await standing(u, chat, caller.id)
    if (isPresent(member)) all.push({ chat, member })
  }
  return all
}
