import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBasicGroup, createChannel } from '../../src/domain/chats/create.ts'
import { editDefaultBannedRights, editTitle } from '../../src/domain/chats/edit.ts'
import { migrateChat } from '../../src/domain/chats/migrate.ts'
import {
  ADMIN_RIGHTS,
  BANNED_RIGHTS,
  maskOf,
  type AdminRight,
} from '../../src/domain/chats/rights.ts'
import { block, unblock } from '../../src/domain/accounts/block.ts'
import type { Unit } from '../../src/domain/context.ts'
import { exportInvite } from '../../src/domain/invites/export.ts'
import { importInvite } from '../../src/domain/invites/import.ts'
import { hideAllJoinRequests } from '../../src/domain/join-requests/hide.ts'
import { addMember } from '../../src/domain/members/join.ts'
import { deleteChatUser, leaveChannel } from '../../src/domain/members/leave.ts'
import { editBanned } from '../../src/domain/members/ban.ts'
import { editAdmin, editChatAdmin } from '../../src/domain/members/promote.ts'
import { editText } from '../../src/domain/messages/edit.ts'
import { sendText } from '../../src/domain/messages/send.ts'
import { chatAsInput, userAsInput } from '../../src/domain/peers.ts'
import { storedKinds, UPDATE_KINDS } from '../../src/domain/bots/updates.ts'
import { botQueue, chooseUpdates, takeUpdates } from '../../src/domain/bots/updates-queue.ts'
import { createTestDomain, type TestAccount, type TestDomain } from '../../src/domain/testing.ts'
import type { DomainEvent } from '../../src/domain/updates/update.ts'
import { encodeUpdates as encodeForBotApi } from '../../src/bot-api/encode/update.ts'
import { encodeUpdates } from '../../src/rpc/encode/updates.ts'
import type { ChatRow } from '../../src/store/tables/chats.ts'
import type { TypeUpdate } from '../../src/tl/generated/base.ts'

let t: TestDomain
let owner: TestAccount
let ann: TestAccount
let bot: TestAccount

const EVERY_RIGHT = maskOf(ADMIN_RIGHTS, Object.keys(ADMIN_RIGHTS) as AdminRight[])

beforeAll(async () => {
  t = await createTestDomain()
  owner = await t.createUser({ firstName: 'Owner' })
  ann = await t.createUser({ firstName: 'Ann' })
  bot = await t.createBot({ canReadAllGroupMessages: true })
})
afterAll(() => t.close())

/** News of one kind, and of what: `chat_member 7`, `message 12`. */
type News = string

/** What MTProto tells a bot that the Bot API tells as well. */
function newsOf(update: TypeUpdate): News[] {
  switch (update._) {
    case 'updateNewMessage':
    case 'updateNewChannelMessage':
    case 'updateEditMessage':
    case 'updateEditChannelMessage': {
      const { message } = update
      if (message._ === 'messageEmpty') return []
      const edited = update._.startsWith('updateEdit') ? 'edited_' : ''
      // What a bot said itself it is not told again, but for what it did to a chat.
      if (message._ === 'message' && message.out) return []
      return [`${edited}${message.post ? 'channel_post' : 'message'} ${message.id}`]
    }
    case 'updateChatParticipant':
    case 'updateChannelParticipant':
      return [`${update.userId === bot.id ? 'my_' : ''}chat_member ${update.userId}`]
    case 'updateBotStopped':
      return [`my_chat_member ${bot.id}`]
    case 'updateBotChatInviteRequester':
      return [`chat_join_request ${update.userId}`]
    default:
      return []
  }
}

/** The same of an update of the Bot API. */
function newsOfJson(update: object): News {
  const [kind, content] = Object.entries(update).find(([key]) => key !== 'update_id') as [
    string,
    {
      readonly message_id?: number
      readonly from: { readonly id: number }
      readonly new_chat_member?: { readonly user: { readonly id: number } }
    },
  ]
  return `${kind} ${content.message_id ?? content.new_chat_member?.user.id ?? content.from.id}`
}

/** Does something and tells what each door told the bot of it, in its order. */
async function heard(
  work: (u: Unit) => Promise<unknown>,
): Promise<Record<'mtproto' | 'botApi', News[]>> {
  const events: DomainEvent[] = []
  const stop = t.domain.listen((commit) => events.push(...commit.events))
  await t.unit(work).catch((error: unknown) => {
    if (!(error instanceof Error) || error.message !== 'INVITE_REQUEST_SENT') throw error
  })
  stop()
  return t.unit(async (u) => {
    const told = await encodeUpdates(u, bot.caller, events)
    const queued = await takeUpdates(u, bot.id, 0, 100)
    const json = await encodeForBotApi(u, bot.id, queued)
    const last = queued.at(-1)
    if (last) await takeUpdates(u, bot.id, last.id + 1, 1)
    return { mtproto: told.updates.flatMap(newsOf), botApi: json.map(newsOfJson) }
  })
}

const said = {
  entities: [],
  randomId: '0',
  replyToId: undefined,
  sendAs: undefined,
  scheduleDate: undefined,
}
const plain = {
  legacyRevokePermanent: false,
  expireDate: undefined,
  usageLimit: undefined,
  title: undefined,
  pricing: undefined,
}

/** A chat of the owner's in which the bot is an administrator who may do everything. */
async function chatOf(kind: 'group' | 'supergroup' | 'channel'): Promise<ChatRow> {
  const { id } = await t.unit((u) =>
    kind === 'group'
      ? createBasicGroup(u, owner.caller, 'Birds', [])
      : createChannel(u, owner.caller, kind, 'Birds', ''),
  )
  return t.unit(async (u) => {
    const chat = await u.db.chats.byId(id)
    if (!chat) throw new Error('no chat')
    const office = {
      status: 'admin',
      adminRights: EVERY_RIGHT,
      promotedBy: owner.id,
      rank: '',
    } as const
    await addMember(u, chat, bot.id, { kind: 'promoted', byId: owner.id, office })
    await chooseUpdates(u, await botQueue(u, bot.id), storedKinds(UPDATE_KINDS))
    return { ...chat }
  })
}

/** Something that somebody does. */
type Deeds = Record<string, (u: Unit) => Promise<unknown>>

const inputOf = (u: Unit, who: TestAccount, chat: ChatRow) => chatAsInput(u, who.caller, chat)
const annOf = (u: Unit) => userAsInput(u, owner.caller, ann.id)

/** What people do in a chat, one after the other. */
function story(chat: ChatRow): Deeds {
  return { ...joining(chat), ...ruling(chat), ...talking(chat), ...ending(chat) }
}

function joining(chat: ChatRow): Deeds {
  let link = ''
  const exports = (requestNeeded: boolean) => async (u: Unit) => {
    const options = { ...plain, requestNeeded }
    link = (await exportInvite(u, owner.caller, inputOf(u, owner, chat), options)).hash
  }
  return {
    'a link is made': exports(false),
    'somebody joins by it': (u) => importInvite(u, ann.caller, link),
    'they leave': (u) =>
      chat.kind === 'group'
        ? deleteChatUser(u, ann.caller, chat.id, userAsInput(u, ann.caller, ann.id), false)
        : leaveChannel(u, ann.caller, inputOf(u, ann, chat)),
    'a link that asks is made': exports(true),
    'somebody asks': (u) => importInvite(u, ann.caller, link),
    'they are let in': (u) =>
      hideAllJoinRequests(u, owner.caller, inputOf(u, owner, chat), undefined, true),
  }
}

function ruling(chat: ChatRow): Deeds {
  const office = (rights: number, rank?: string) => (u: Unit) =>
    chat.kind === 'group'
      ? editChatAdmin(u, owner.caller, chat.id, annOf(u), rights !== 0)
      : editAdmin(u, owner.caller, inputOf(u, owner, chat), annOf(u), rights, rank)
  return {
    'they become an administrator': office(EVERY_RIGHT, 'Boss'),
    'the office is taken away': office(0),
  }
}

function talking(chat: ChatRow): Deeds {
  const writes = (who: TestAccount) => (u: Unit) =>
    sendText(u, who.caller, inputOf(u, who, chat), { ...said, text: 'hi' })
  const renames = (who: TestAccount, title: string) => (u: Unit) =>
    editTitle(u, who.caller, inputOf(u, who, chat), title)
  let messageId = 0
  const deeds: Deeds = {
    'the owner writes': async (u) => {
      messageId = (await writes(owner)(u)).message.id
    },
    'the owner edits that': (u) => {
      const edit = { text: 'ho', entities: [], media: false }
      return editText(u, owner.caller, inputOf(u, owner, chat), messageId, edit)
    },
    'the bot writes': writes(bot),
    'the owner renames it': renames(owner, 'Bees'),
    'the bot renames it': renames(bot, 'Wasps'),
  }
  if (chat.kind === 'channel') return deeds
  const polls = 1 << BANNED_RIGHTS.sendPolls
  return {
    ...deeds,
    'polls are forbidden': (u) =>
      editDefaultBannedRights(u, owner.caller, inputOf(u, owner, chat), polls, 0),
  }
}

function ending(chat: ChatRow): Deeds {
  const out = 1 << BANNED_RIGHTS.viewMessages
  const bans = (mask: number) => (u: Unit) =>
    editBanned(u, owner.caller, inputOf(u, owner, chat), annOf(u), mask, 0)
  if (chat.kind !== 'group') return { 'somebody is banned': bans(out), 'that is lifted': bans(0) }
  return {
    'somebody is thrown out': (u) => deleteChatUser(u, owner.caller, chat.id, annOf(u), false),
    'it becomes a supergroup': (u) => migrateChat(u, owner.caller, chat.id),
  }
}

describe('a bot is told of the same by both doors', () => {
  it.each(['group', 'supergroup', 'channel'] as const)('in a %s', async (kind) => {
    const chat = await chatOf(kind)
    await heard(() => Promise.resolve())
    const news: Record<string, News[]> = {}
    for (const [what, work] of Object.entries(story(chat))) {
      const { mtproto, botApi } = await heard(work)
      expect(botApi.toSorted(), `${what}, in a ${kind}`).toEqual(mtproto.toSorted())
      news[what] = botApi
    }
    expect(Object.values(news).flat().length).toBeGreaterThan(8)
  })

  it('where somebody writes to it, blocks it and takes that back', async () => {
    const input = (u: Unit) => userAsInput(u, ann.caller, bot.id)
    for (const work of [
      (u: Unit) => sendText(u, ann.caller, input(u), { ...said, text: '/start' }),
      (u: Unit) => block(u, ann.caller, input(u)),
      (u: Unit) => unblock(u, ann.caller, input(u)),
    ]) {
      const { mtproto, botApi } = await heard(work)
      expect(botApi).toEqual(mtproto)
      expect(botApi).toHaveLength(1)
    }
  })
})
