import { markedChatId } from '../../src/core/chat-ids.ts'
import { openTestDoor, type Answer, type TestDoor } from '../../src/bot-api/testing.ts'
import { newMember } from '../../src/domain/chats/create.ts'
import {
  ADMIN_RIGHTS,
  BANNED_RIGHTS,
  maskOf,
  type AdminRight,
} from '../../src/domain/chats/rights.ts'
import { openQuery } from '../../src/domain/join-requests/query.ts'
import { postToChat, postToUser } from '../../src/domain/messages/post.ts'
import { TEST_NOW, type TestAccount } from '../../src/domain/testing.ts'
import type { ChatRow, MemberRow } from '../../src/store/tables/chats.ts'
import type { Look } from './table.ts'

/** All that a bot may be allowed. */
const EVERY_RIGHT = maskOf(ADMIN_RIGHTS, Object.keys(ADMIN_RIGHTS) as AdminRight[])

/** All that is sent but polls, and none of the rest but inviting. */
const SOME_TAKEN = maskOf(
  BANNED_RIGHTS,
  (Object.keys(BANNED_RIGHTS) as (keyof typeof BANNED_RIGHTS)[]).filter(
    (name) => !['viewMessages', 'sendMessages', 'sendPolls', 'inviteUsers', 'manageLinkedPeers'].includes(name),
  ),
) // prettier-ignore

/** One small world in which every line of the table is called, put back to its beginning before each. */
export interface DefaultsWorld {
  /** Puts everything back that a method may have changed. */
  reset(method: string): Promise<void>
  /** A text of the table with its `<names>` filled in. */
  filled(text: string): string
  call(method: string, params: Readonly<Record<string, string>>): Promise<Answer>
  /** What there is to see after a call. */
  look(what: Look, answer: Answer, params: Readonly<Record<string, string>>): Promise<object>
  close(): Promise<void>
}

/** Opens the world. */
export async function openDefaultsWorld(): Promise<DefaultsWorld> {
  const door = await openTestDoor()
  const people = {
    ann: await door.world.createUser({ firstName: 'Ann', username: 'default_ann' }),
    asker: await door.world.createUser({ firstName: 'Asker' }),
    restricted: await door.world.createUser({ firstName: 'Quiet' }),
  }
  const chats = {
    supergroup: await door.chat('supergroup'),
    channel: await door.chat('channel', 'default_place'),
    group: await door.chat('group'),
    another: await door.chat('supergroup'),
  }
  const second = await door.world.createBot({ username: 'second_default_bot', name: 'Second' })
  await door.domain.unit(async (u) => {
    await postToUser(u, people.ann.id, door.bot.id, { text: 'Hi' })
    await u.db.members.put({ ...newMember(chats.another.id, second.id, 'admin', TEST_NOW) })
  })
  const names = new Map<string, string>([
    ...Object.entries(chats).map(([name, chat]) => [name, String(markedChatId(chat))] as const),
    ...Object.entries(people).map(([name, { id }]) => [name, String(id)] as const),
    ['person', String(people.ann.id)],
    ['with another bot', String(markedChatId(chats.another))],
    ['username of ann', 'default_ann'],
    ['supergroup+2^64', String(BigInt(markedChatId(chats.supergroup)) + 2n ** 64n)],
  ])
  const world = { door, people, chats, names }
  return {
    reset: (method) => reset(world, method),
    filled: (text) =>
      text.replaceAll(/<([^<>]+)>/g, (_all, name: string) => {
        const seconds = /^now(?:\+(\d+))?$/.exec(name)
        return seconds ? String(TEST_NOW + Number(seconds[1] ?? 0)) : (names.get(name) ?? name)
      }),
    call: (method, params) =>
      door.send({
        method: 'POST',
        url: `/bot${door.token}/${method}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams(params).toString(),
      }),
    look: (what, answer, params) => look(world, what, answer, params),
    close: () => door.close(),
  }
}

interface World {
  readonly door: TestDoor
  readonly people: Readonly<Record<'ann' | 'asker' | 'restricted', TestAccount>>
  readonly chats: Readonly<Record<'supergroup' | 'channel' | 'group' | 'another', ChatRow>>
  readonly names: Map<string, string>
}

async function reset(world: World, method: string): Promise<void> {
  await resetMembers(world)
  if (/InviteLink$/.test(method)) await resetLinks(world)
  if (/JoinRequest/.test(method)) await resetRequests(world)
  if (/^set|^restrict/.test(method)) await resetChat(world)
  if (/MyCommands$/.test(method)) await resetCommands(world)
  if (/Updates$|Webhook$/.test(method)) await resetUpdates(world)
  if (method === 'deleteMessage') {
    const { door, chats, names } = world
    const message = await door.domain.unit((u) => postToChat(u, chats.supergroup, door.owner.id, { text: 'x' }))
    names.set('message', String(message.id))
  }
} // prettier-ignore

async function resetMembers({ door, people, chats }: World): Promise<void> {
  const member = (chat: ChatRow, userId: number, patch: Partial<MemberRow>): MemberRow => ({
    ...newMember(chat.id, userId, 'member', TEST_NOW),
    ...patch,
  })
  const rows = Object.values(chats).flatMap((chat) => [
    member(chat, door.bot.id, { status: 'admin', adminRights: EVERY_RIGHT }),
    member(chat, people.ann.id, {}),
  ])
  const quiet = { status: 'restricted', bannedRights: SOME_TAKEN } as const
  await door.domain.unit(async (u) => {
    for (const row of [...rows, member(chats.supergroup, people.restricted.id, quiet)]) {
      await u.db.members.put(row)
    }
    await u.db.members.put(member(chats.supergroup, people.asker.id, { status: 'left' }))
  })
}

async function resetChat({ door, chats }: World): Promise<void> {
  await door.domain.unit((u) =>
    u.db.chats.update(chats.supergroup.id, { title: 'Place', about: 'a place', defaultBannedRights: 0 }),
  )
} // prettier-ignore

async function resetLinks({ door, chats, names }: World): Promise<void> {
  const made = await door.call('createChatInviteLink', { chat_id: markedChatId(chats.supergroup) })
  const paid = await door.call('createChatSubscriptionInviteLink', {
    chat_id: markedChatId(chats.channel),
    name: 'Paid',
    subscription_period: 2_592_000,
    subscription_price: 7,
  })
  const linkOf = ({ body }: Answer) => (body.result as { invite_link: string }).invite_link
  names.set('link', linkOf(made))
  names.set('paid link', linkOf(paid))
}

async function resetRequests({ door, people, chats, names }: World): Promise<void> {
  await door.domain.unit(async (u) => {
    const { id: chatId } = chats.supergroup
    const userId = people.asker.id
    const old = await u.db.joinQueries.about(chatId, userId)
    if (old) await u.db.joinQueries.delete(old.queryId)
    await u.db.invites.deleteRequest(chatId, userId)
    await u.db.invites.insertRequest({
      chatId,
      userId,
      date: TEST_NOW,
      about: '',
      inviteId: null,
    })
    const query = await openQuery(u, chats.supergroup, userId, door.bot.id)
    names.set('query', query.queryId)
  })
}

async function resetCommands({ door, chats }: World): Promise<void> {
  const commands = [{ command: 'start', description: 'Begin' }]
  for (const list of commandLists(chats)) await door.call('setMyCommands', { commands, ...list })
}

function commandLists({ supergroup }: World['chats']): readonly object[] {
  const scope = { type: 'chat', chat_id: markedChatId(supergroup) }
  return [{}, { language_code: 'de' }, { scope }]
}

async function resetUpdates({ door, chats, names }: World): Promise<void> {
  await door.call('deleteWebhook', { drop_pending_updates: true })
  await door.call('getUpdates', { allowed_updates: ['message'] })
  for (const text of ['a', 'b', 'c']) {
    await door.domain.unit((u) => postToChat(u, chats.supergroup, door.owner.id, { text }))
  }
  const { body } = await door.call('getUpdates')
  const [first] = body.result as { update_id: number }[]
  for (let i = 0; i <= 3; i++) names.set(`update ${i}`, String((first?.update_id ?? 0) + i))
}

async function look(
  { door, names, chats }: World,
  what: Look,
  { body }: Answer,
  params: Readonly<Record<string, string>>,
): Promise<object> {
  const { chat_id, user_id } = params
  const resultOf = async (method: string, given: object) =>
    (await door.call(method, given)).body.result as object
  switch (what) {
    case 'nothing':
      return {}
    case 'member':
    case 'bot': {
      const told = await resultOf('getChatMember', {
        chat_id: chat_id?.replace(/\.$/, ''),
        user_id: what === 'bot' ? door.bot.id : Number.parseInt(user_id ?? '', 10),
      })
      // Somebody who left a chat whose doors are shut can't be asked about.
      return what === 'bot' ? { status: 'left', ...told } : told
    }
    case 'chat': {
      const chat = await resultOf('getChat', { chat_id })
      return { ...chat, ...(chat as { permissions?: object }).permissions }
    }
    case 'webhook':
      return resultOf('getWebhookInfo', {})
    case 'commands': {
      const all = commandLists(chats).map((list) => resultOf('getMyCommands', list))
      const [usual, german, chat] = (await Promise.all(all)).map((list) => (list as unknown[]).length)
      return { usual, german, chat }
    }
    case 'result':
      return seenIn(body.result, Number(names.get('update 0')))
  }
} // prettier-ignore

/** A result as the table speaks of it: lists by their length, updates by their places. */
function seenIn(result: unknown, firstUpdate: number): object {
  if (!Array.isArray(result)) return typeof result === 'object' && result ? result : { result }
  const updates = result as { update_id?: number }[]
  const places = updates.map(({ update_id }) => (update_id ?? NaN) - firstUpdate)
  return { length: result.length, places }
}
