import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import { logExit } from '../admin-log/log.ts'
import { syncMonoforumAdmin } from '../chats/monoforum.ts'
import { postService } from '../chats/service-message.ts'
import type { Unit } from '../context.ts'
import { tellBotsOfParticipant } from '../updates/bots.ts'
import { tellAccount } from '../updates/log.ts'
import { dropRequest } from './forget-request.ts'

/** How somebody gets out of a chat. */
export type HowOut =
  /** By themselves; they may come back as they came, but are not just put back (members/return.ts). */
  | { readonly kind: 'left' }
  /** By an admin; they can't come back on their own until the ban ends. `untilDate` 0 is for ever. */
  | {
      readonly kind: 'banned'
      readonly byId: number
      readonly bannedRights: number
      readonly untilDate: number
    }

/**
 * Takes a member out and tells everybody concerned. The one place where a member gets out: frees their
 * place and, if they came by a link, its use (spec section 2.3: a leaver frees a slot). Links that they
 * made stay in force (spec section 10). Who may remove whom is checked by the caller of this function.
 *
 * @throws USER_NOT_PARTICIPANT for somebody who is not in
 */
export async function removeMember(
  u: Unit,
  chat: ChatRow,
  member: MemberRow,
  how: HowOut,
): Promise<void> {
  const { userId } = member
  // In a basic group the one who goes hears it as well, so the boxes are counted before.
  const recipients = chat.kind === 'group' ? await u.db.members.presentIds(chat.id) : []
  const gone = leaving(u, member, how)
  if (!(await u.db.members.exit(gone))) throw rpcError('USER_NOT_PARTICIPANT')
  await u.db.chats.freePlace(chat.id)
  chat.participantsCount -= 1
  chat.version += 1
  if (member.inviteId !== null) await u.db.invites.freeUse(member.inviteId)
  await syncMonoforumAdmin(u, chat, userId)
  const actorId = how.kind === 'left' ? userId : how.byId
  await tellBotsOfParticipant(u, chat, { userId, actorId, prev: member, next: gone })
  await logExit(u, chat, member, gone, how)
  if (chat.kind === 'group') {
    for (const id of recipients) {
      await tellAccount(u, id, { kind: 'chatParticipants', chatId: chat.id }, 0)
    }
  } else {
    await tellAccount(u, userId, { kind: 'channel', channelId: chat.id }, 0)
  }
  if (chat.kind === 'channel') return
  await postService(u, chat, actorId, { kind: 'chatDeleteUser', userId }, recipients)
}

/**
 * Bans an account that is not in the chat: it can neither come in nor keep its request.
 *
 * @param knows whether the account may know that there is such a chat; it hears of the ban then
 */
export async function banOutsider(
  u: Unit,
  chat: ChatRow,
  old: MemberRow,
  how: HowOut & { kind: 'banned' },
  knows: boolean,
): Promise<void> {
  const next = leaving(u, old, how)
  await u.db.members.put(next)
  await dropRequest(u, chat, old.userId, 'declined')
  const { userId } = old
  await tellBotsOfParticipant(u, chat, { userId, actorId: how.byId, prev: old, next })
  await logExit(u, chat, old, next, how)
  if (knows) await tellAccount(u, old.userId, { kind: 'channel', channelId: chat.id }, 0)
}

/** The row of somebody who is out. A creator keeps what they need to come back as such. */
function leaving(u: Unit, member: MemberRow, how: HowOut): MemberRow {
  const row: MemberRow = {
    ...member,
    status: 'left',
    inviterId: null,
    inviteId: null,
    viaRequest: 0,
    viaChatlist: 0,
    approvedBy: null,
    subscriptionUntil: null,
    leftByChoice: how.kind === 'left' ? 1 : 0,
  }
  if (member.status !== 'creator') {
    row.adminRights = 0
    row.rank = ''
  }
  if (how.kind === 'left') return row
  const { bannedRights, untilDate, byId } = how
  return { ...row, status: 'banned', date: u.now, bannedRights, untilDate, kickedBy: byId }
}

/**
 * Deletes a basic group's messages and dialog from one account's box and tells its sessions.
 *
 * Source: https://core.telegram.org/method/messages.deleteChatUser (revoke_history)
 */
export async function forgetHistory(u: Unit, chat: ChatRow, accountId: number): Promise<void> {
  const ids = await u.db.messages.deleteHistory('account', accountId, 'chat', chat.id)
  await u.db.messages.deleteDialog(accountId, 'chat', chat.id)
  for (let i = 0; i < ids.length; i += DELETE_AT_ONCE) {
    const some = ids.slice(i, i + DELETE_AT_ONCE)
    await tellAccount(u, accountId, { kind: 'deleteMessages', ids: some }, some.length)
  }
}

/** Ids in one updateDeleteMessages, so that no update grows with the history. */
const DELETE_AT_ONCE = 100
