import { dropRequest } from './entering.ts'
import {
  channelCount,
  hasRight,
  isIn,
  LIMITS,
  no,
  requireCreator,
  requireRight,
  resolve,
  RIGHTS,
  standing,
  type Chat,
  type Effect,
  type Member,
  type Model,
} from '../state.ts'

/** channels.updateUsername; '' makes the chat private. */
export function rename(m: Model, by: number, chat: Chat, username: string): Effect {
  requireCreator(m, chat, by)
  const next = username || undefined
  if (chat.username === next) no('USERNAME_NOT_MODIFIED')
  return () => {
    chat.username = next
    if (next !== undefined) m.accounts.forEach((_, user) => chat.knownTo.add(user))
  }
}

/** channels.toggleJoinToSend */
export function toggleJoinToSend(m: Model, by: number, chat: Chat, enabled: boolean): Effect {
  requireRight(m, chat, by, RIGHTS.ban)
  if (chat.kind !== 'supergroup') no('CHAT_ID_INVALID')
  if (!chat.linked) no('DISCUSSION_CHAT_REQUIRED')
  if (chat.joinToSend === enabled) no('CHAT_NOT_MODIFIED')
  return () => {
    chat.joinToSend = enabled
  }
}

/** messages.migrateChat; `idOf` finds the supergroup's id in what was answered. */
export function migrate(m: Model, by: number, chat: Chat, idOf: (a: unknown) => number): Effect {
  requireCreator(m, chat, by, 'CHAT_ID_INVALID')
  return migrateGroup(m, by, chat, idOf)
}

function migrateGroup(m: Model, by: number, chat: Chat, idOf: (a: unknown) => number): Effect {
  const { creator } = chat
  if (channelCount(m, creator) >= LIMITS.channelsPerUser) {
    no(creator === by ? 'CHANNELS_TOO_MUCH' : 'USER_CHANNELS_TOO_MUCH')
  }
  return (answer) => {
    const stays = ([, member]: [number, Member]) => isIn(member)
    const next: Chat = {
      ...chat,
      n: m.chats.length,
      id: idOf(answer),
      kind: 'supergroup',
      members: new Map([...chat.members].filter(stays)),
      knownTo: new Set(chat.knownTo),
    }
    m.chats.push(next)
    chat.links = new Map()
    chat.requests = new Map()
    chat.deleted = true
    chat.movedTo = next
  }
}

/** messages.deleteChat and channels.deleteChannel */
export function deleteChat(m: Model, by: number, chat: Chat): Effect {
  requireCreator(m, chat, by, 'CHAT_ID_INVALID')
  return () => {
    chat.deleted = true
    chat.requests = new Map()
    chat.username = undefined
    for (const one of [chat, chat.linked]) {
      if (!one) continue
      one.linked = undefined
      one.joinToSend = false
    }
  }
}

/** account.deleteAccount */
export function deleteAccount(m: Model, by: number): Effect {
  if (m.accounts[by]?.password) no('2FA_CONFIRM_WAIT_604800')
  return () => {
    const account = m.accounts[by]
    if (account) account.deleted = true
    for (const chat of m.chats) dropRequest(chat, by)
  }
}

/** messages.sendMessage to a chat */
export function say(m: Model, by: number, chat: Chat): Effect {
  resolve(chat, by)
  const own = standing(m, chat, by)
  const inside = isIn(own)
  const forbidden = 'CHAT_WRITE_FORBIDDEN'
  if (chat.kind === 'group') {
    if (chat.deleted || !inside) no(forbidden)
    return () => undefined
  }
  if (chat.deleted || (!inside && chat.username === undefined)) no('CHANNEL_PRIVATE')
  if (own?.status === 'banned') no('USER_BANNED_IN_CHANNEL')
  if (chat.kind === 'channel') {
    if (!hasRight(own, RIGHTS.post)) no('CHAT_ADMIN_REQUIRED')
  } else if (inside) {
    if (own?.status === 'restricted') no(forbidden)
  } else {
    if (!chat.linked) no(forbidden)
    if (chat.joinToSend) no('CHAT_GUEST_SEND_FORBIDDEN')
  }
  return () => undefined
}

/** chatlists.exportChatlistInvite with one chat; basic groups become supergroups. */
export function exportFolder(
  m: Model,
  by: number,
  folderOwner: number,
  given: Chat,
  slugOf: (answer: unknown) => string,
  newId: () => number,
): Effect {
  if (by !== folderOwner) no('FILTER_ID_INVALID')
  const links = m.folderLinks.filter(({ owner }) => owner === by).length
  if (links >= LIMITS.chatlistInvitesPerFolder) no('INVITES_TOO_MUCH')
  resolve(given, by)
  const chat = given.movedTo ?? given
  const share = (target: Chat) => (answer: unknown) =>
    m.folderLinks.push({ slug: slugOf(answer), owner: by, chat: target })
  if (chat.kind === 'group') {
    requireRight(m, chat, by, RIGHTS.invite, 'CHANNEL_PRIVATE')
    const move = migrateGroup(m, by, chat, newId)
    return (answer) => {
      move(answer)
      share(chat.movedTo ?? chat)(answer)
    }
  }
  const own = standing(m, chat, by)
  const visible = own?.status !== 'banned' && (chat.username !== undefined || isIn(own))
  if (chat.deleted || !visible) no('CHANNEL_PRIVATE')
  const open = chat.username !== undefined && !chat.joinRequest
  if (!hasRight(own, RIGHTS.invite) && !open) no('CHAT_ADMIN_REQUIRED')
  return share(chat)
}
