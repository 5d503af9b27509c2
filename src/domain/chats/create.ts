import { rpcError } from '../../core/rpc-error.ts'
import { characterCount, cleanLine, cleanLines } from '../../core/text/clean.ts'
import type { ChatKind, ChatRow, MemberRow } from '../../store/tables/chats.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { Caller, Unit } from '../context.ts'
import { ensurePrimary } from '../invites/primary.ts'
import { mayJoinMoreChannels } from '../members/channel-count.ts'
import { postToChat } from '../messages/post.ts'
import { resolveUser, type InputPeer } from '../peers.ts'
import { tellBotsOfParticipant } from '../updates/bots.ts'
import { tellAccount } from '../updates/log.ts'
import { CREATOR_RIGHTS } from './rights.ts'

/**
 * First ids. Chats lie below 2^31, since Pyrogram 2.0.106 refuses any beyond it; users' ids lie above
 * 2^32 (accounts/create-user.ts), so that a client which cuts ids to 32 bits fails here and not in
 * production. A monoforum's id must lie above 10^12 + 2^31 for TDLib.
 */
const CHAT_ID_START = 1_000_000_000
const MONOFORUM_ID_START = 1_000_000_000_000 + 2 ** 31

/** Takes a new chat id. */
export async function nextChatId(u: Unit, kind: ChatKind): Promise<number> {
  return kind === 'monoforum'
    ? u.db.meta.next('monoforum', MONOFORUM_ID_START)
    : u.db.meta.next('chat', CHAT_ID_START)
}

/** A chat as it begins. */
export function newChat(
  id: number,
  kind: ChatKind,
  title: string,
  creatorId: number,
  date: number,
): ChatRow {
  return {
    id,
    kind,
    title,
    about: '',
    username: null,
    creatorId,
    date,
    version: 1,
    deleted: 0,
    migratedTo: null,
    migratedFrom: null,
    participantsCount: 0,
    defaultBannedRights: 0,
    pts: 1,
    lastMessageId: 0,
    joinToSend: 0,
    joinRequest: 0,
    guardBotId: null,
    signatures: 0,
    linkedChatId: null,
    monoforumOf: null,
    monoforumId: null,
    requestsPending: 0,
    photoId: null,
  }
}

/** A standing as it begins. */
export function newMember(
  chatId: number,
  userId: number,
  status: MemberRow['status'],
  date: number,
): MemberRow {
  return {
    chatId,
    userId,
    status,
    date,
    inviterId: null,
    adminRights: 0,
    rank: '',
    promotedBy: null,
    bannedRights: 0,
    untilDate: 0,
    kickedBy: null,
    inviteId: null,
    viaRequest: 0,
    viaChatlist: 0,
    approvedBy: null,
    subscriptionUntil: null,
    leftByChoice: 0,
  }
}

/** Cleans a title and cuts it to its length. @throws CHAT_TITLE_EMPTY when nothing is left */
export function cleanTitle(u: Unit, title: string): string {
  const clean = cleanLine(title, u.limits.chatTitleLength)
  if (clean === '') throw rpcError('CHAT_TITLE_EMPTY')
  return clean
}

/** Cleans a description and checks its length. @throws CHAT_ABOUT_TOO_LONG */
export function cleanAbout(u: Unit, about: string): string {
  const clean = cleanLines(about)
  if (characterCount(clean) > u.limits.chatAboutLength) throw rpcError('CHAT_ABOUT_TOO_LONG')
  return clean
}

/**
 * Makes a basic group of the caller and the given users, its primary link included
 * (https://core.telegram.org/method/messages.createChat; spec 2.2 "new groups already have one").
 *
 * @throws CHAT_TITLE_EMPTY, USERS_TOO_MUCH, INPUT_USER_DEACTIVATED, BOT_GROUPS_BLOCKED, BOTS_TOO_MUCH
 * @throws USER_RESTRICTED for somebody who has made `chatsPerCreator` chats
 */
export async function createBasicGroup(
  u: Unit,
  caller: Caller,
  title: string,
  users: readonly UserRow[],
): Promise<ChatRow> {
  const clean = cleanTitle(u, title)
  const others = [...new Map(users.map((user) => [user.id, user])).values()].filter(
    (user) => user.id !== caller.id,
  )
  if (others.length + 1 > u.limits.basicGroupMembers) throw rpcError('USERS_TOO_MUCH')
  await checkFirstMembers(u, others)
  const chat = newChat(await nextChatId(u, 'group'), 'group', clean, caller.id, u.now)
  chat.participantsCount = others.length + 1
  await insertChat(u, chat)
  await u.db.members.put({
    ...newMember(chat.id, caller.id, 'creator', u.now),
    adminRights: CREATOR_RIGHTS,
  })
  for (const user of others) {
    await u.db.members.put({
      ...newMember(chat.id, user.id, 'member', u.now),
      inviterId: caller.id,
    })
  }
  await ensurePrimary(u, chat, caller.id)
  for (const { id } of others.filter((user) => user.isBot)) {
    const next = await u.db.members.find(chat.id, id)
    await tellBotsOfParticipant(u, chat, { userId: id, actorId: caller.id, prev: undefined, next })
  }
  for (const id of [caller.id, ...others.map((user) => user.id)]) {
    await tellAccount(u, id, { kind: 'chatParticipants', chatId: chat.id }, 0)
  }
  await postToChat(u, chat, caller.id, {
    action: {
      kind: 'chatCreate',
      title: clean,
      users: [caller.id, ...others.map((user) => user.id)],
    },
  })
  return chat
}

/** `createBasicGroup` with users as a client names them. @throws USER_ID_INVALID, and as that */
export async function createGroupWith(
  u: Unit,
  caller: Caller,
  title: string,
  inputs: readonly InputPeer[],
): Promise<ChatRow> {
  const users: UserRow[] = []
  for (const input of inputs) users.push(await resolveUser(u, caller, input))
  return createBasicGroup(u, caller, title, users)
}

/** @throws USER_RESTRICTED: of the errors that Telegram documents for making chats the one that fits */
async function insertChat(u: Unit, chat: ChatRow): Promise<void> {
  if (await u.db.chats.insertBelow(chat, u.limits.chatsPerCreator)) return
  throw rpcError('USER_RESTRICTED', { reason: `${chat.creatorId} has made too many chats` })
}

async function checkFirstMembers(u: Unit, users: readonly UserRow[]): Promise<void> {
  if (users.some((user) => user.deleted)) throw rpcError('INPUT_USER_DEACTIVATED')
  const bots = users.filter((user) => user.isBot)
  if (bots.length > u.limits.botsPerChat) throw rpcError('BOTS_TOO_MUCH')
  for (const { id } of bots) {
    if ((await u.db.users.botById(id))?.canJoinGroups !== 1) throw rpcError('BOT_GROUPS_BLOCKED')
  }
}

/**
 * Makes a broadcast channel or a supergroup of the caller, its primary link included
 * (https://core.telegram.org/method/channels.createChannel).
 *
 * @throws CHAT_TITLE_EMPTY, CHAT_ABOUT_TOO_LONG, CHANNELS_TOO_MUCH; USER_RESTRICTED as `createBasicGroup`
 */
export async function createChannel(
  u: Unit,
  caller: Caller,
  kind: 'channel' | 'supergroup',
  title: string,
  about: string,
): Promise<ChatRow> {
  const clean = cleanTitle(u, title)
  const cleanedAbout = cleanAbout(u, about)
  if (!(await mayJoinMoreChannels(u, caller.id))) throw rpcError('CHANNELS_TOO_MUCH')
  const chat = newChat(await nextChatId(u, kind), kind, clean, caller.id, u.now)
  chat.about = cleanedAbout
  chat.participantsCount = 1
  await insertChat(u, chat)
  await u.db.members.put({
    ...newMember(chat.id, caller.id, 'creator', u.now),
    adminRights: CREATOR_RIGHTS,
  })
  await ensurePrimary(u, chat, caller.id)
  await tellAccount(u, caller.id, { kind: 'channel', channelId: chat.id }, 0)
  await postToChat(u, chat, caller.id, {
    action: { kind: 'channelCreate', title: clean },
  })
  return chat
}
