import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import { logAdminEvent } from '../admin-log/log.ts'
import { isAdmin, requireRight } from '../chats/access.ts'
import { wholeBannedRights } from '../chats/banned-rights.ts'
import { newMember } from '../chats/create.ts'
import { syncMonoforumAdmin } from '../chats/monoforum.ts'
import { BANNED_RIGHTS, isPresent } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { resolveChannel, type InputPeer } from '../peers.ts'
import { tellBotsOfParticipant } from '../updates/bots.ts'
import { tellAccount } from '../updates/log.ts'
import { resolveParticipant } from './participants.ts'
import { editableAdmins } from './promote.ts'
import { banOutsider, removeMember, type HowOut } from './remove.ts'

/** Bans shorter or longer than this are for ever (https://core.telegram.org/bots/api#banchatmember). */
const SHORTEST_BAN = 30
const LONGEST_BAN = 366 * 86_400

/**
 * Bans, restricts or frees an account in a channel or supergroup
 * (https://core.telegram.org/method/channels.editBanned). Without rights it may come back but is not
 * brought back: a kick is a ban and then this.
 *
 * @param wanted bits of chatBannedRights that are taken, and whole from then on (`wholeBannedRights`); with
 *   viewMessages the account is out
 * @param untilDate unix seconds; 0, and what lies less than 30 s or more than 366 days ahead, is for ever
 * @throws as `resolveParticipant`; USER_ADMIN_INVALID for the creator and for admins whom the caller did not
 *   appoint, BANNED_RIGHTS_INVALID (406) for a restriction in a channel,
 *   CHAT_ADMIN_REQUIRED, CHANNEL_INVALID, CHANNEL_PRIVATE, CHANNEL_MONOFORUM_UNSUPPORTED
 */
export async function editBanned(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  participant: InputPeer,
  wanted: number,
  untilDate: number,
): Promise<void> {
  const mask = wholeBannedRights(wanted)
  const chat = await resolveChannel(u, caller, input)
  const own = await requireRight(u, caller, chat, 'banUsers')
  const { user, member: target } = await resolveParticipant(u, caller, chat, participant)
  const userId = user.id
  if (userId === caller.id || userId === chat.creatorId) throw rpcError('USER_ADMIN_INVALID')
  if (target && isAdmin(target) && !(await editableAdmins(u, own))(target)) {
    throw rpcError('USER_ADMIN_INVALID')
  }
  const out = ((mask >> BANNED_RIGHTS.viewMessages) & 1) === 1
  if (chat.kind === 'channel' && mask !== 0 && !out) {
    throw rpcError('BANNED_RIGHTS_INVALID', { code: 406, reason: 'channels know only bans' })
  }
  const until = banEnd(u, untilDate)
  const old = target ?? newMember(chat.id, userId, 'left', u.now)
  // Nobody learns of a private chat by being shut out of it.
  const knows = target !== undefined || (await mayKnow(u, chat, userId))
  if (!out) {
    const changed = await restrict(u, chat, old, caller.id, mask, until)
    if (changed && knows) await tellAccount(u, userId, { kind: 'channel', channelId: chat.id }, 0)
  } else {
    const how: HowOut = { kind: 'banned', byId: caller.id, bannedRights: mask, untilDate: until }
    if (isPresent(target)) await removeMember(u, chat, target, how)
    else await banOutsider(u, chat, old, how, knows)
  }
  // The caller's answer holds the chat with its new count.
  await tellAccount(u, caller.id, { kind: 'channel', channelId: chat.id }, 0)
}

/** Takes rights from an account without moving it in or out, an empty mask gives them back; false for no change. */
async function restrict(
  u: Unit,
  chat: ChatRow,
  old: MemberRow,
  byId: number,
  mask: number,
  untilDate: number,
): Promise<boolean> {
  const free = mask === 0
  if (free && old.bannedRights === 0) return false
  const next: MemberRow = {
    ...old,
    status: isPresent(old) ? (free ? 'member' : 'restricted') : 'left',
    bannedRights: mask,
    untilDate: free ? 0 : untilDate,
    kickedBy: free ? null : byId,
    // A restricted account is no admin any more.
    adminRights: 0,
  }
  await u.db.members.put(next)
  const change = { userId: old.userId, actorId: byId, prev: old, next }
  await tellBotsOfParticipant(u, chat, change)
  await logAdminEvent(u, chat, byId, { kind: 'toggleBan', prev: old, next })
  await syncMonoforumAdmin(u, chat, old.userId)
  return true
}

/** Whether somebody who never was in a chat may have heard of it: it is public, or they ask to join. */
async function mayKnow(u: Unit, chat: ChatRow, userId: number): Promise<boolean> {
  return chat.username !== null || (await u.db.invites.request(chat.id, userId)) !== undefined
}

/** When a ban that begins now ends, unix seconds; 0 for never. */
export function banEnd(u: Unit, untilDate: number): number {
  const seconds = untilDate - u.now
  return seconds < SHORTEST_BAN || seconds > LONGEST_BAN ? 0 : untilDate
}
