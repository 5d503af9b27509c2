import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import { hasPassword, provePassword, type PasswordProof } from '../accounts/password.ts'
import { requireCreator } from '../chats/access.ts'
import { syncMonoforumAdmin } from '../chats/monoforum.ts'
import { BASIC_GROUP_ADMIN_RIGHTS, CREATOR_RIGHTS, isPresent } from '../chats/rights.ts'
import { postService } from '../chats/service-message.ts'
import { checkPublicCount } from '../chats/username.ts'
import type { Caller, Unit } from '../context.ts'
import { resolveChat, resolveUser, standing, type InputPeer } from '../peers.ts'
import { tellAccount } from '../updates/log.ts'
import { changeStanding } from './promote.ts'

/**
 * Hands a chat over to another member; the caller stays an admin with every right
 * (https://core.telegram.org/method/messages.editChatCreator, before layer 223 channels.editCreator). The password comes first: clients ask with empty peers and an empty password whether a
 * transfer is possible at all, and read PASSWORD_HASH_INVALID as yes.
 *
 * @throws PASSWORD_MISSING, PASSWORD_HASH_INVALID, SRP_ID_INVALID, and as `provePassword`
 * @throws CHAT_ADMIN_REQUIRED for others than the creator, USER_ID_INVALID for bots and for who is not
 *   in the chat, CHAT_NOT_MODIFIED for the caller themself, CHANNELS_ADMIN_PUBLIC_TOO_MUCH,
 *   CHANNEL_MONOFORUM_UNSUPPORTED, CHANNEL_PRIVATE, CHAT_WRITE_FORBIDDEN
 */
export async function editCreator(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  userInput: InputPeer,
  proof: PasswordProof,
): Promise<void> {
  const self = await u.db.users.byId(caller.id)
  if (!self || !hasPassword(self)) throw rpcError('PASSWORD_MISSING')
  await provePassword(u, self, proof)
  const chat = await resolveChat(u, caller, input)
  const own = await requireCreator(u, caller, chat)
  const user = await resolveUser(u, caller, userInput)
  if (user.id === caller.id) throw rpcError('CHAT_NOT_MODIFIED')
  const target = await standing(u, chat, user.id)
  if (user.isBot || user.deleted || !isPresent(target)) throw rpcError('USER_ID_INVALID')
  if (chat.username !== null) await checkPublicCount(u, user.id)
  await handOver(u, chat, own, target)
}

async function handOver(u: Unit, chat: ChatRow, own: MemberRow, target: MemberRow): Promise<void> {
  const oldId = own.userId
  const newId = target.userId
  await changeStanding(u, chat, oldId, target, {
    status: 'creator',
    adminRights: CREATOR_RIGHTS,
    bannedRights: 0,
    untilDate: 0,
    kickedBy: null,
  })
  await changeStanding(u, chat, oldId, own, {
    status: 'admin',
    adminRights: chat.kind === 'group' ? BASIC_GROUP_ADMIN_RIGHTS : CREATOR_RIGHTS,
    promotedBy: newId,
  })
  await u.db.chats.update(chat.id, { creatorId: newId })
  chat.creatorId = newId
  for (const id of [oldId, newId]) await syncMonoforumAdmin(u, chat, id)
  if (chat.kind === 'group') {
    await u.db.chats.bumpVersion(chat.id)
    for (const id of await u.db.members.presentIds(chat.id)) {
      await tellAccount(u, id, { kind: 'chatParticipants', chatId: chat.id }, 0)
    }
  } else {
    for (const id of [oldId, newId]) {
      await tellAccount(u, id, { kind: 'channel', channelId: chat.id }, 0)
    }
  }
  if (chat.kind !== 'channel') {
    await postService(u, chat, oldId, { kind: 'changeCreator', newCreatorId: newId })
  }
}
