import type { MemberRow } from '../../store/tables/chats.ts'
import { BANNED_RIGHTS, isPresent } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { editBanned } from '../members/ban.ts'
import type { InputPeer } from '../peers.ts'

/**
 * Sees to it that an account is out of a channel or supergroup and may come back: bans are lifted, and
 * who is in is removed first, as TDLib does it for a member who shall have left.
 *
 * @throws as `editBanned`
 */
export async function pardon(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  userInput: InputPeer,
  member: MemberRow,
): Promise<void> {
  if (isPresent(member)) {
    await editBanned(u, caller, input, userInput, 1 << BANNED_RIGHTS.viewMessages, 0)
  }
  await editBanned(u, caller, input, userInput, 0, 0)
}
