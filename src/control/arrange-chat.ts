import { markedChatId } from '../core/chat-ids.ts'
import { nearest } from '../core/nearest.ts'
import { createBasicGroup, createChannel } from '../domain/chats/create.ts'
import { adminRightOf, BOT_API_ADMIN_RIGHTS } from '../domain/chats/right-names.ts'
import { ADMIN_RIGHTS, maskOf, type AdminRight } from '../domain/chats/rights.ts'
import { updateChatUsername } from '../domain/chats/username.ts'
import type { Caller, Unit } from '../domain/context.ts'
import { addChatUser, inviteToChannel } from '../domain/members/invite.ts'
import { editAdmin, editChatAdmin } from '../domain/members/promote.ts'
import { isPresent } from '../domain/chats/rights.ts'
import { chatAsInput, standing, userAsInput, type InputPeer } from '../domain/peers.ts'
import type { ChatRow } from '../store/tables/chats.ts'
import { Problem } from './problem.ts'
import type { NewChat } from './wanted.ts'

/** What came of it: the id as MTProto has it, and marked as the Bot API has it. */
export interface ArrangedChat {
  readonly id: number
  readonly botApiChatId: number
}

/**
 * Makes a chat as its owner would, step by step through the same rules as a client, so that nothing
 * arises here which could not arise by use.
 *
 * @throws Problem for unknown accounts and rights and for a bot as the owner, RpcError as the steps
 *   themselves
 */
export async function arrangeChat(u: Unit, wanted: NewChat): Promise<ArrangedChat> {
  const owner = await callerOf(u, wanted.ownerId)
  if (owner.isBot) {
    const detail = `account ${owner.id} is a bot, and bots can't create chats; give a person as the owner and the bot in admins`
    throw new Problem(400, 'OWNER_BOT', detail)
  }
  const memberIds = (wanted.memberIds ?? []).filter((id) => id !== owner.id)
  for (const id of [...memberIds, ...(wanted.admins ?? []).map((admin) => admin.id)])
    await callerOf(u, id)
  const chat =
    wanted.type === 'group'
      ? await createBasicGroup(u, owner, wanted.title, await u.db.users.byIds(memberIds))
      : await createChannel(u, owner, wanted.type, wanted.title, '')
  const peer = chatAsInput(u, owner, chat)
  if (wanted.type !== 'group') {
    const members = memberIds.map((id) => userAsInput(u, owner, id))
    if (members.length > 0) await inviteToChannel(u, owner, peer, members)
  }
  for (const admin of wanted.admins ?? []) await makeAdmin(u, owner, chat, peer, admin)
  if (wanted.username !== undefined) {
    if (wanted.type === 'group')
      throw new Problem(
        400,
        'USERNAME_NOT_POSSIBLE',
        'a basic group has no username; make a supergroup',
      )
    await updateChatUsername(u, owner, peer, wanted.username)
  }
  return {
    id: chat.id,
    botApiChatId: markedChatId(chat),
  }
}

async function makeAdmin(
  u: Unit,
  owner: Caller,
  chat: ChatRow,
  peer: InputPeer,
  admin: { id: number; rights: readonly string[] },
): Promise<void> {
  const user = userAsInput(u, owner, admin.id)
  const mask = maskOf(ADMIN_RIGHTS, admin.rights.map(adminRight))
  if (chat.kind !== 'group') {
    // An admin without a single right is still one; `other` says only that.
    await editAdmin(u, owner, peer, user, mask || 1 << ADMIN_RIGHTS.other, undefined)
    return
  }
  if (!isPresent(await standing(u, chat, admin.id))) await addChatUser(u, owner, chat.id, user)
  await editChatAdmin(u, owner, chat.id, user, true)
}

function adminRight(name: string): AdminRight {
  const right = adminRightOf(name)
  if (right !== undefined) return right
  const known = Object.keys(ADMIN_RIGHTS)
  const near = nearest(name, [...known, ...Object.keys(BOT_API_ADMIN_RIGHTS)])
  const meant = near === undefined ? '' : `; did you mean ${near}?`
  throw new Problem(
    400,
    'RIGHT_UNKNOWN',
    `there is no admin right ${JSON.stringify(name)}; known: ${known.join(', ')}, each also as in the Bot API (can_invite_users) and in TL (invite_users)${meant}`,
  )
}

async function callerOf(u: Unit, id: number): Promise<Caller> {
  const user = await u.db.users.byId(id)
  if (!user || user.deleted) throw new Problem(400, 'ACCOUNT_UNKNOWN', `there is no account ${id}`)
  return { id, isBot: user.isBot === 1 }
}
