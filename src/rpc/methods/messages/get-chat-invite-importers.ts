import { listImporters } from '../../../domain/invites/importers.ts'
import type { TypeInputUser } from '../../../tl/generated/base.ts'
import { inputPeer } from '../../decode/peer.ts'
import { Encoder } from '../../encode/encoder.ts'
import { encodeImporters } from '../../encode/importer.ts'
import { method } from '../../method.ts'

/** messages.getChatInviteImporters: https://core.telegram.org/method/messages.getChatInviteImporters */
export const getChatInviteImporters = method(
  'messages.getChatInviteImporters',
  async ({ u, caller }, request) => {
    const requested = request.requested ?? false
    const list = await listImporters(u, caller, inputPeer(request.peer), {
      requested,
      subscriptionExpired: request.subscriptionExpired ?? false,
      link: request.link,
      query: request.q,
      offset: { date: request.offsetDate, userId: placeOf(request.offsetUser, caller.id) },
      limit: request.limit,
    })
    return encodeImporters(new Encoder(u, caller), list, requested)
  },
)

/** The user where the page before ended: a place in the list only, so that he need not be known. */
function placeOf(user: TypeInputUser, callerId: number): number {
  if (user._ === 'inputUserSelf') return callerId
  return user._ === 'inputUserEmpty' ? 0 : user.userId
}
