import type { Caller, Unit } from '../../domain/context.ts'
import { requireReadable } from '../../domain/messages/history.ts'
import type { InputPeer } from '../../domain/peers.ts'
import { boxState } from '../../domain/updates/difference.ts'
import type { MessagesAffectedHistory } from '../../tl/generated/messages.ts'

/** The answer to reading or deleting what there is none of: the box's pts as it stands. */
export async function nothingAffected(
  u: Unit,
  caller: Caller,
  input: InputPeer,
): Promise<MessagesAffectedHistory> {
  const peer = await requireReadable(u, caller, input)
  const pts = peer.kind === 'channel' ? peer.chat.pts : (await boxState(u, caller.id)).pts
  return { _: 'messages.affectedHistory', pts, ptsCount: 0, offset: 0 }
}
