import type { MemberRow } from '../../store/tables/chats.ts'
import { BANNED_RIGHTS, isPresent } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { editBanned } from '../members/ban.ts'
import type { InputPeer } from '../peers.ts'

/** How long somebody who is only to be out is banned, should the ban not be lifted at once. */
const KICK_SECONDS = 60

/**
 * Sees to it that an account is out of a channel or supergroup and may come back: bans are lifted, and
 * who is in is banned for a minute first, as TDLib does it for a member who shall have left.
 *
 * @throws as `editBanned`
 * Source: td DialogParticipantManager.cpp restrict_channel_participant
 */
export async function pardon(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  userInput: InputPeer,
  member: MemberRow,
): Promise<void> {
  if (isPresent(member)) {
    await editBanned(
      u,
      caller,
      input,
      userInput,
      1 << BANNED_RIGHTS.viewMessages,
      u.now + KICK_SECONDS,
    )
  }
  await editBanned(u, caller, input, userInput, 0, 0)
}
