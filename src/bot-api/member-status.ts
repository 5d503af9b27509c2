import { leaveChannel } from '../domain/members/leave.ts'
import { BANNED_RIGHTS, isPresent } from '../domain/chats/rights.ts'
import { pardon } from '../domain/bots/pardon.ts'
import { banEnd, editBanned } from '../domain/members/ban.ts'
import type { Participant } from '../domain/members/participants.ts'
import { editableAdmins, editAdmin } from '../domain/members/promote.ts'
import type { MemberRow } from '../store/tables/chats.ts'
import { inputPeerOf, inputUserOf, requireRight, type SharedChat } from './chats.ts'
import { badRequest } from './errors.ts'
import type { BotApiContext } from './method.ts'

/** What somebody shall be in a supergroup or channel; `banned` is whole, `until` in unix seconds, 0 for ever. */
export type WantedStatus =
  | { readonly kind: 'administrator'; readonly rights: number }
  | { readonly kind: 'restricted'; readonly banned: number; readonly until: number }
  | { readonly kind: 'banned'; readonly until: number }
  | { readonly kind: 'member' | 'left' }

/**
 * Changes what somebody is in a supergroup or channel, in the order in which TDLib looks at it: nothing
 * is to be done, the owner, a promotion, a restriction.
 *
 * @throws BotApiError 400 for what TDLib refuses itself, and as `editAdmin` and `editBanned`
 * Source: td DialogParticipantManager.cpp set_channel_participant_status
 */
export async function setMemberStatus(
  ctx: BotApiContext,
  shared: SharedChat,
  target: Participant,
  wanted: WantedStatus,
): Promise<void> {
  const { user, member } = target
  if (await isUnchanged(ctx, shared, member, wanted)) return
  if (user.id === shared.chat.creatorId) {
    const isOwn = shared.chat.kind !== 'monoforum'
    throw badRequest(isOwn ? "can't remove chat owner" : "can't edit chat owner")
  }
  if (wanted.kind === 'administrator') await promote(ctx, shared, target, wanted.rights)
  else if (wanted.kind !== 'member') await restrict(ctx, shared, target, wanted)
  else if (member?.status === 'admin') await promote(ctx, shared, target, 0)
  else if (member?.status === 'restricted') await restrict(ctx, shared, target, wanted)
  // Nobody is brought in by a bot. TDLib lifts a ban before it says so; here the call changes nothing.
  else throw badRequest("bots can't add new chat members")
}

async function isUnchanged(
  { u }: BotApiContext,
  { member: own }: SharedChat,
  member: MemberRow | undefined,
  wanted: WantedStatus,
): Promise<boolean> {
  switch (wanted.kind) {
    case 'administrator':
      return (
        member?.status === 'admin' &&
        member.adminRights === wanted.rights &&
        (await editableAdmins(u, own))(member)
      )
    case 'restricted':
      return (
        (member?.status === 'restricted' || member?.status === 'left') &&
        member.bannedRights === wanted.banned &&
        member.untilDate === banEnd(u, wanted.until)
      )
    case 'banned':
      return member?.status === 'banned' && member.untilDate === banEnd(u, wanted.until)
    case 'member':
      return member?.status === 'member'
    case 'left':
      return !member || (member.status === 'left' && member.bannedRights === 0)
  }
}

async function promote(
  ctx: BotApiContext,
  shared: SharedChat,
  { user }: Participant,
  rights: number,
): Promise<void> {
  if (shared.chat.kind === 'monoforum') throw badRequest("can't promote members in the chat")
  if (user.id !== ctx.caller.id) requireRight(shared, 'addAdmins', 'not enough rights')
  else if (rights !== 0) throw badRequest("can't promote self")
  const peer = inputPeerOf(ctx, shared)
  await editAdmin(ctx.u, ctx.caller, peer, inputUserOf(user.id), rights, undefined)
}

async function restrict(
  ctx: BotApiContext,
  shared: SharedChat,
  { user, member }: Participant,
  wanted: Exclude<WantedStatus, { kind: 'administrator' }>,
): Promise<void> {
  const { u, caller } = ctx
  const peer = inputPeerOf(ctx, shared)
  if (user.id === caller.id) {
    if (wanted.kind === 'member') throw badRequest("can't unrestrict self")
    if (wanted.kind !== 'left') throw badRequest("can't restrict self")
    if (shared.chat.kind === 'monoforum') {
      throw badRequest("can't leave channel direct messages chats; leave the parent chat instead")
    }
    await leaveChannel(u, caller, peer)
    return
  }
  if (shared.chat.kind === 'monoforum') {
    throw badRequest(
      "can't restrict members in the chat; users must be banned in the corresponding channel chat",
    )
  }
  requireRight(shared, 'banUsers', 'not enough rights to restrict/unrestrict chat member')
  const account = inputUserOf(user.id)
  if (wanted.kind === 'banned') {
    await editBanned(u, caller, peer, account, 1 << BANNED_RIGHTS.viewMessages, wanted.until)
  } else if (wanted.kind === 'restricted') {
    await editBanned(u, caller, peer, account, wanted.banned, wanted.until)
  } else if (wanted.kind === 'left' && isPresent(member)) {
    await pardon(u, caller, peer, account, member)
  } else {
    await editBanned(u, caller, peer, account, 0, 0)
  }
}
