import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createChannel } from '../../domain/chats/create.ts'
import { editTitle } from '../../domain/chats/edit.ts'
import { bannedMask, channelInput, userInput } from '../../domain/chats/testing.ts'
import type { Unit } from '../../domain/context.ts'
import { editBanned } from '../../domain/members/ban.ts'
import { deleteChatUser } from '../../domain/members/leave.ts'
import { addMember, type HowIn } from '../../domain/members/join.ts'
import { postToChat, postToUser } from '../../domain/messages/post.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import { markedChatId } from '../../core/chat-ids.ts'
import { openUpdatesWorld, type GotUpdate, type UpdatesWorld } from '../updates/testing.ts'

let w: UpdatesWorld

beforeEach(async () => {
  w = await openUpdatesWorld()
})
afterEach(() => w.close())

const kindsOf = (updates: readonly GotUpdate[]) =>
  updates.map((update) => Object.keys(update).find((name) => name !== 'update_id'))
const textsOf = (updates: readonly GotUpdate[]) =>
  updates.map((update) => (update.message as { text?: string } | undefined)?.text)
const everything = ['message', 'my_chat_member', 'chat_member', 'chat_join_request', 'channel_post']

async function writeAll(...texts: string[]): Promise<void> {
  for (const text of texts) await w.write(text)
}

/** What a service message of a new title tells. */
interface Told {
  readonly chat: { readonly title: string }
  readonly from?: { readonly first_name: string }
  readonly new_chat_title: string
}

/** Forgets what came so far. */
async function forget(): Promise<void> {
  const last = (await w.updates({ offset: -1 })).at(-1)
  if (last) await w.updates({ offset: last.update_id + 1 })
}

describe('ids and offsets', () => {
  it('begin anywhere and go up by one', async () => {
    await writeAll('a', 'b', 'c')
    const ids = (await w.updates()).map((update) => update.update_id)
    const [first = 0] = ids
    expect(first).toBeGreaterThan(0)
    expect(ids).toEqual([first, first + 1, first + 2])
  })

  it('confirm what is before them, for good', async () => {
    await writeAll('a', 'b', 'c')
    const [first] = await w.updates({ limit: 1 })
    expect(textsOf([first!])).toEqual(['a'])
    expect(textsOf(await w.updates({ offset: first!.update_id + 1 }))).toEqual(['b', 'c'])
    expect(textsOf(await w.updates({ offset: 0 }))).toEqual(['b', 'c'])
    expect(textsOf(await w.updates({ offset: first!.update_id }))).toEqual(['b', 'c'])
  })

  it('count from the end where they are negative', async () => {
    await writeAll('a', 'b', 'c')
    expect(textsOf(await w.updates({ offset: -2 }))).toEqual(['b', 'c'])
    expect(textsOf(await w.updates())).toEqual(['b', 'c'])
    expect(textsOf(await w.updates({ offset: -100 }))).toEqual(['b', 'c'])
  })

  it('that lie far in the future begin with the oldest', async () => {
    await writeAll('a')
    const [first] = await w.updates()
    expect(textsOf(await w.updates({ offset: first!.update_id + 1000 }))).toEqual(['a'])
    expect(await w.updates({ offset: first!.update_id + 5 })).toEqual([])
  })

  it('are given at most 100 at a time', async () => {
    await w.unit(async (u) => {
      for (let i = 0; i < 101; i++) await postPrivate(u, String(i))
    })
    expect(await w.updates()).toHaveLength(100)
    expect(await w.updates({ limit: 5000 })).toHaveLength(100)
    expect(await w.updates({ limit: 0 })).toHaveLength(1)
    expect(await w.updates({ limit: 7 })).toHaveLength(7)
  })
})

async function postPrivate(u: Unit, text: string) {
  await postToUser(u, w.ann.id, w.bot.id, { text })
}

describe('the kinds that a bot wants', () => {
  let chat: ChatRow
  beforeEach(async () => {
    chat = await w.chat('channel')
    await forget()
  })
  const join = async () => w.follow(await w.createUser(), await w.link(chat, w.owner))

  it('leave changes of members out unless it asks for them', async () => {
    await join()
    expect(await w.updates()).toEqual([])
    await w.updates({ allowed_updates: everything })
    await join()
    expect(kindsOf(await w.updates())).toEqual(['chat_member'])
  })

  it('hold for what happens after the call, and until the next choice', async () => {
    await join()
    expect(await w.updates({ allowed_updates: ['chat_member'] })).toEqual([])
    await join()
    await w.write('unwanted')
    expect(kindsOf(await w.updates())).toEqual(['chat_member'])
    await w.updates({ allowed_updates: [] })
    await join()
    await w.write('wanted again')
    expect(kindsOf(await w.updates())).toEqual(['chat_member', 'message'])
  })

  it('are the usual ones where no name is known, and stay where the list is none', async () => {
    await w.updates({ allowed_updates: ['chat_member'] })
    await w.updates({ allowed_updates: 'chat_member' })
    await w.updates({ allowed_updates: [1] })
    await join()
    expect(kindsOf(await w.updates())).toEqual(['chat_member'])
    await w.updates({ allowed_updates: ['sunrise'] })
    await join()
    expect(kindsOf(await w.updates())).toEqual(['chat_member'])
  })
})

describe('what a bot hears', () => {
  beforeEach(async () => {
    await w.updates({ allowed_updates: everything })
  })

  it('is of itself coming into a group, and of others who come and go', async () => {
    const chat = await w.chat('group')
    const id = markedChatId(chat)
    const [mine, added] = await w.updates()
    expect(mine?.my_chat_member).toMatchObject({
      chat: { id, type: 'group' },
      from: { id: w.owner.id },
      old_chat_member: { status: 'left', user: { id: w.bot.id } },
      new_chat_member: { status: 'administrator', user: { id: w.bot.id } },
    })
    expect(added?.message).toMatchObject({ new_chat_members: [{ id: w.bot.id }] })
    await forget()
    await w.follow(w.ann, await w.link(chat, w.owner))
    await w.unit((u) => deleteChatUser(u, w.ann.caller, chat.id, userInput(u, w.ann, w.ann), false))
    const updates = await w.updates()
    expect(kindsOf(updates)).toEqual(['chat_member', 'message', 'chat_member', 'message'])
    expect(updates[1]?.message).toMatchObject({ new_chat_members: [{ id: w.ann.id }] })
    expect(updates[3]?.message).toMatchObject({ left_chat_member: { id: w.ann.id } })
  })

  it('is nothing from before it came, not even of the same moment', async () => {
    await w.unit(async (u) => {
      const chat = await createChannel(u, w.owner.caller, 'supergroup', 'Birds', '')
      await addMember(u, chat, w.bot.id, { kind: 'added', byId: w.owner.id })
    })
    const updates = await w.updates()
    expect(kindsOf(updates)).toEqual(['my_chat_member', 'message'])
    expect(updates[1]?.message).toMatchObject({ new_chat_members: [{ id: w.bot.id }] })
  })

  it.each(['group', 'supergroup', 'channel'] as const)(
    "shows its own link in a %s, and cuts other people's",
    async (kind) => {
      const chat = await w.chat(kind)
      await forget()
      for (const admin of [w.bot, w.owner]) {
        const invite = await w.link(chat, admin)
        await w.follow(await w.createUser(), invite)
        const [update] = await w.updates()
        const { hash } = invite
        const seen = admin === w.bot ? hash : `${hash.slice(0, 8)}...`
        expect(update?.chat_member).toMatchObject({
          old_chat_member: { status: 'left' },
          new_chat_member: { status: 'member' },
          invite_link: { invite_link: `https://t.me/+${seen}`, creator: { id: admin.id } },
        })
        expect(update?.chat_member).not.toHaveProperty('via_join_request')
        await forget()
      }
    },
  )

  it('says that somebody came by a folder’s link, or asked without one', async () => {
    const chat = await w.chat('supergroup')
    await forget()
    const fresh = (): Promise<ChatRow> =>
      w.unit((u) => u.db.chats.byId(chat.id) as Promise<ChatRow>)
    const [one, two] = [await w.createUser(), await w.createUser()]
    const invite = await w.link(chat, w.owner)
    const enter = async (who: { id: number }, how: HowIn) => {
      const row = await fresh()
      await w.unit((u) => addMember(u, row, who.id, how))
    }
    await enter(one, { kind: 'link', invite, viaChatlist: true })
    await enter(two, { kind: 'request', approvedBy: w.owner.id })
    const changes = (await w.updates({ allowed_updates: ['chat_member'] })).flatMap(
      (update) => update.chat_member ?? [],
    )
    expect(changes).toMatchObject([
      { via_chat_folder_invite_link: true },
      { from: { id: w.owner.id }, via_join_request: true },
    ])
    expect(changes[1]).not.toHaveProperty('invite_link')
  })

  it('is a channel’s posts and a group’s messages as its privacy mode allows', async () => {
    const group = await w.chat('supergroup')
    const channel = await w.chat('channel')
    await w.unit((u) =>
      u.db.members.update(group.id, w.bot.id, { status: 'member', adminRights: 0 }),
    )
    await forget()
    await w.unit(async (u) => {
      await postToChat(u, group, w.ann.id, { text: 'chat among people' })
      const entities = [{ kind: 'botCommand', offset: 0, length: 5 } as const]
      await postToChat(u, group, w.ann.id, { text: '/help', entities })
      await postToChat(u, channel, w.owner.id, { text: 'a post' })
    })
    const [command, post, ...rest] = await w.updates()
    expect(command?.message).toMatchObject({ text: '/help', chat: { type: 'supergroup' } })
    expect(post?.channel_post).toMatchObject({
      text: 'a post',
      chat: { id: markedChatId(channel) },
    })
    expect(rest).toEqual([])
  })

  it('is what names and titles were when it happened', async () => {
    const chat = await w.chat('supergroup')
    await w.updates()
    await forget()
    const rename = (title: string) =>
      w.unit((u) => editTitle(u, w.owner.caller, channelInput(u, w.owner, chat), title))
    await rename('First')
    await rename('Second')
    await w.unit((u) => u.db.users.update(w.owner.id, { firstName: 'Renamed' }))
    const told = (await w.updates()).map((update) => update.message as Told)
    expect(told.map(({ chat, new_chat_title }) => [chat.title, new_chat_title])).toEqual([
      ['First', 'First'],
      ['Second', 'Second'],
    ])
    expect(told[0]?.from?.first_name).toBe('Olga')
  })

  it('is nothing that it said itself, nor what is said after it left or was thrown out', async () => {
    const chat = await w.chat('supergroup')
    await forget()
    await w.unit((u) => postToChat(u, chat, w.bot.id, { text: 'my own' }))
    await w.unit((u) => {
      const [place, bot] = [channelInput(u, w.owner, chat), userInput(u, w.owner, w.bot)]
      return editBanned(u, w.owner.caller, place, bot, bannedMask('viewMessages'), 0)
    })
    const updates = await w.updates()
    expect(kindsOf(updates)).toEqual(['my_chat_member'])
    expect(updates[0]?.my_chat_member).toMatchObject({
      old_chat_member: { status: 'administrator' },
      new_chat_member: { status: 'kicked', until_date: 0 },
    })
  })

  it('is that it left a basic group, by both kinds of updates', async () => {
    const chat = await w.chat('group')
    await forget()
    await w.unit((u) => deleteChatUser(u, w.bot.caller, chat.id, { kind: 'self' }, false))
    const updates = await w.updates()
    expect(kindsOf(updates)).toEqual(['my_chat_member', 'message'])
    expect(updates[1]?.message).toMatchObject({ left_chat_participant: { id: w.bot.id } })
  })

  it('is what was written, also where it was deleted before anybody asked', async () => {
    await w.write('now you see it')
    await w.unit((u) => u.db.messages.deleteHistory('account', w.bot.id, 'user', w.ann.id))
    expect(textsOf(await w.updates())).toEqual(['now you see it'])
  })
})

describe('the bounds of a queue', () => {
  it('are 24 hours of business time', async () => {
    await w.write('old')
    w.clock.advance(86_399)
    await w.write('young')
    expect(textsOf(await w.updates())).toEqual(['old', 'young'])
    w.clock.advance(1)
    expect(textsOf(await w.updates())).toEqual(['young'])
  })

  it('are a number of updates, a smaller one for a bot that never asked', async () => {
    await w.close()
    w = await openUpdatesWorld({ limits: { botUpdates: 400, unaskedBotUpdates: 10 } })
    const count = () => w.unit((u) => u.db.botUpdates.count(w.bot.id, 0))
    const writeMany = (n: number) =>
      w.unit(async (u) => {
        for (let i = 0; i < n; i++) await postPrivate(u, String(i))
      })
    await writeMany(600)
    expect(await count()).toBeLessThan(10 + 256)
    expect((await w.updates({ offset: -1 })).length).toBe(1)
    await writeMany(1200)
    expect(await count()).toBeLessThan(400 + 256)
    expect(await count()).toBeGreaterThanOrEqual(400)
  })
})

describe('a call that waits', () => {
  it('ends with the next update', async () => {
    const waiting = w.updates({ timeout: 50 })
    await w.write('at last')
    expect(textsOf(await waiting)).toEqual(['at last'])
  })

  it('keeps its place where two updates come at once', async () => {
    await writeAll('before')
    const [before] = await w.updates()
    const waiting = w.updates({ timeout: 50, offset: before!.update_id + 1 })
    await w.unit(async (u) => {
      await postPrivate(u, 'one')
      await postPrivate(u, 'two')
    })
    expect(textsOf(await waiting)).toEqual(['one', 'two'])
  })

  it('ends when its time is over', async () => {
    expect(await w.updates({ timeout: 1 })).toEqual([])
  })

  it('is told where a later one takes over', async () => {
    const earlier = w.call('getUpdates', { timeout: 50 })
    const later = w.updates({ timeout: 50 })
    expect(await earlier).toMatchObject({
      status: 409,
      body: {
        ok: false,
        error_code: 409,
        description:
          'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      },
    })
    await w.write('for the later one')
    expect(textsOf(await later)).toEqual(['for the later one'])
  })

  it('is told where a webhook is set', async () => {
    const waiting = w.call('getUpdates', { timeout: 50 })
    await w.call('getMe')
    await w.call('setWebhook', { url: 'http://127.0.0.1:1/hook' })
    expect(await waiting).toMatchObject({
      status: 409,
      body: { description: 'Conflict: terminated by setWebhook request' },
    })
  })

  it('ends when the server stops', async () => {
    const waiting = w.call('getUpdates', { timeout: 50 })
    await w.call('getMe')
    await w.closeDoor()
    expect(await waiting).toMatchObject({
      status: 500,
      body: { description: 'Internal Server Error: restart' },
    })
  })
})

it('is refused while a webhook is set', async () => {
  await w.call('setWebhook', { url: 'http://127.0.0.1:1/hook' })
  expect(await w.call('getUpdates')).toMatchObject({
    status: 409,
    body: {
      description:
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    },
  })
  await w.call('deleteWebhook')
  expect(await w.updates()).toEqual([])
})
