import { encodeChat } from '../../src/bot-api/encode/chat.ts'
import { encodeUser } from '../../src/bot-api/encode/user.ts'
import { markedChatId } from '../../src/core/chat-ids.ts'
import { BANNED_RIGHTS, maskOf, type BannedRight } from '../../src/domain/chats/rights.ts'
import { wholeBannedRights } from '../../src/domain/chats/banned-rights.ts'
import type { ChatRow, MemberRow } from '../../src/store/tables/chats.ts'
import type { ChannelFull, ChatFull, UserFull } from '../../src/tl/generated/base.ts'
import type { Doors } from './doors.ts'
import { FULL_CHAT } from './full-chats.ts'
import { CHAT, chatOf, COMMAND, ME, USER, userOf, type ChatOrUser } from './people-and-chats.ts'
import type { Beside } from './twin.ts'
import { EVERY_RIGHT, standingOf, type World } from './world.ts'

/** Sets of rights that may be taken: each alone, none, all, as they are stored. */
export const TAKEN: readonly number[] = [
  0,
  ...(Object.keys(BANNED_RIGHTS) as BannedRight[])
    .filter((name) => name !== 'viewMessages')
    .map((name) => wholeBannedRights(maskOf(BANNED_RIGHTS, [name]))),
  maskOf(BANNED_RIGHTS, ['sendStickers', 'sendGifs', 'sendGames', 'sendInline']),
  maskOf(BANNED_RIGHTS, (Object.keys(BANNED_RIGHTS) as BannedRight[]).slice(1)),
]

/** Accounts of every sort, in every answer and in full; the bot itself; its commands. */
export async function tourOfPeople(doors: Doors, world: World): Promise<void> {
  const { u, bot } = doors
  const { db, accessHashes } = u
  for (const { id } of [world.owner, world.ann, world.gone, bot, world.helper]) {
    const user = await db.users.byId(id)
    if (!user) throw new Error(`no account ${id}`)
    const e = doors.encoder()
    e.user(id)
    const beside = await doors.beside(e)
    doors.agree(USER, userOf(beside, id), beside, encodeUser(user), `account ${user.firstName}`)
    const accessHash = accessHashes.of(bot.id, 'user', id)
    const answer = await doors.mtproto('users.getFullUser', {
      id: { _: 'inputUser', userId: id, accessHash },
    })
    const page = doors.watched(answer.fullUser)
    const told = doors.besideOf(answer.users, answer.chats)
    const json = await doors.botApi('getChat', { chat_id: id })
    agreeInFull(doors, page, userOf(told, id), told, json, `page of ${user.firstName}`)
  }
  const me = doors.watched(await doors.mtproto('users.getUsers', { id: [{ _: 'inputUserSelf' }] }))
  const [self] = me
  if (self?._ !== 'user') throw new Error('the bot does not find itself')
  doors.agree(ME, self, doors.besideOf([], []), await doors.botApi('getMe'), 'getMe')
  await tourOfCommands(doors, world)
}

async function tourOfCommands(doors: Doors, { chats }: World): Promise<void> {
  const { supergroup } = chats
  const accessHash = doors.u.accessHashes.of(doors.bot.id, 'channel', supergroup.id)
  const scopes = [
    [{ type: 'default' }, { _: 'botCommandScopeDefault' }],
    [
      { type: 'chat', chat_id: markedChatId(supergroup) },
      {
        _: 'botCommandScopePeer',
        peer: { _: 'inputPeerChannel', channelId: supergroup.id, accessHash },
      },
    ],
  ] as const
  for (const [scope, tl] of scopes) {
    const commands = [{ command: 'start', description: `Begins in ${scope.type}` }]
    await doors.botApi('setMyCommands', { commands, scope })
    const told = doors.watched(
      await doors.mtproto('bots.getBotCommands', { scope: tl, langCode: '' }),
    )
    const json = (await doors.botApi('getMyCommands', { scope })) as readonly unknown[]
    const beside = doors.besideOf([], [])
    doors.same(told.length, json.length, `commands in ${scope.type}`)
    for (const [i, one] of told.entries()) doors.agree(COMMAND, one, beside, json[i], scope.type)
  }
}

/** Chats of each kind in every state, to a bot of every standing. */
export async function tourOfChats(doors: Doors, world: World): Promise<void> {
  for (const chat of Object.values(world.chats)) {
    for (const patch of statesOf(chat, world)) {
      await doors.u.db.chats.update(chat.id, patch)
      const where = `${chat.kind} ${JSON.stringify(patch)}`
      await tourOfChat(doors, { ...chat, ...patch }, where)
      const restored = Object.keys(patch).map((key) => [key, chat[key as keyof ChatRow]])
      await doors.u.db.chats.update(chat.id, Object.fromEntries(restored) as Partial<ChatRow>)
    }
    for (const own of OWN_STANDINGS) {
      await doors.u.db.members.put(standingOf(doors.u, chat, doors.bot.id, own))
      await agreeOnChat(doors, chat, `${chat.kind}, the bot is ${own.status ?? ''}`)
    }
    const office = { status: 'admin', adminRights: EVERY_RIGHT } as const
    await doors.u.db.members.put(standingOf(doors.u, chat, doors.bot.id, office))
  }
}

const OWN_STANDINGS: readonly Partial<MemberRow>[] = [
  { status: 'member' },
  { status: 'restricted', bannedRights: 2, untilDate: 2_000_000_000 },
  { status: 'left' },
  { status: 'banned', bannedRights: 1 },
]

function statesOf(chat: ChatRow, { chats, photo, helper }: World): Partial<ChatRow>[] {
  const shared = [{}, { about: 'On birds' }, { photoId: photo.id }, { deleted: 1 as const }]
  const rights = TAKEN.map((defaultBannedRights) => ({ defaultBannedRights }))
  switch (chat.kind) {
    case 'group':
      return [...shared, ...rights]
    case 'channel':
      return [
        ...shared,
        { username: 'birds' },
        { signatures: 1 },
        { linkedChatId: chats.supergroup.id },
        { monoforumId: chats.monoforum.id },
        { joinRequest: 1 },
      ]
    case 'monoforum':
      return [...shared, ...rights, { joinRequest: 1 }]
    case 'supergroup':
      return [
        ...shared,
        ...rights,
        { username: 'birds' },
        { linkedChatId: chats.channel.id },
        { linkedChatId: chats.channel.id, joinToSend: 1 },
        { username: 'birds', joinRequest: 1 },
        { linkedChatId: chats.channel.id, joinRequest: 1 },
        { joinRequest: 1 },
        { guardBotId: helper.id },
      ]
  }
}

async function tourOfChat(doors: Doors, chat: ChatRow, where: string): Promise<void> {
  await agreeOnChat(doors, chat, where)
  if (chat.deleted) return
  const accessHash = doors.u.accessHashes.of(doors.bot.id, 'channel', chat.id)
  const answer =
    chat.kind === 'group'
      ? await doors.mtproto('messages.getFullChat', { chatId: chat.id })
      : await doors.mtproto('channels.getFullChannel', {
          channel: { _: 'inputChannel', channelId: chat.id, accessHash },
        })
  const page = doors.watched(answer.fullChat)
  const beside = doors.besideOf(answer.users, answer.chats)
  if (page._ === 'communityFull') throw new Error('there are no communities')
  const json = await doors.botApi('getChat', { chat_id: markedChatId(chat) })
  agreeInFull(doors, page, chatOf(beside, chat.id), beside, json, `page of ${where}`)
  const count = await doors.botApi('getChatMemberCount', { chat_id: markedChatId(chat) })
  const told = chatOf(beside, chat.id)
  doors.same('participantsCount' in told && told.participantsCount, count, `members of ${where}`)
}

async function agreeOnChat(doors: Doors, chat: ChatRow, where: string): Promise<void> {
  const e = doors.encoder()
  e.chat(chat.id)
  const beside = await doors.beside(e)
  doors.agree(CHAT, chatOf(beside, chat.id), beside, encodeChat(chat), where)
}

function agreeInFull(
  doors: Doors,
  full: ChatFull | ChannelFull | UserFull,
  chat: ChatOrUser,
  beside: Beside,
  json: unknown,
  where: string,
): void {
  doors.agree(FULL_CHAT, { full, chat }, beside, json, where)
}
