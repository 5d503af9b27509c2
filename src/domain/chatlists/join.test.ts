import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import { getAdminLog } from '../admin-log/get.ts'
import { newMember } from '../chats/create.ts'
import { channelInput, heard } from '../chats/testing.ts'
import { letIn } from '../join-requests/hide.ts'
import { addMember } from '../members/join.ts'
import type { DomainEvent } from '../updates/update.ts'
import { chatIdsOf, peerOf } from './folder.ts'
import { joinChatlist } from './join.ts'
import { createChatlistWorld, inputsOf, type ChatlistWorld } from './testing.ts'

let w: ChatlistWorld
let group: ChatRow
let channel: ChatRow

beforeEach(async () => {
  w = await createChatlistWorld({ channelsPerUser: 6, chatsPerFolder: 3 })
  group = await w.supergroup(w.owner)
  channel = await w.channel(w.owner)
})
afterEach(() => w.close())

const joining = (slug: string, chats: readonly ChatRow[], who = w.guest) =>
  w.refusal((u) => joinChatlist(u, who.caller, slug, inputsOf(u, who, chats)))

/** A public group of somebody else in which the owner is nobody. */
async function publicGroup(name: string): Promise<ChatRow> {
  const chat = await w.supergroup(await w.createUser())
  await w.unit((u) => u.db.chats.update(chat.id, { username: name }))
  return w.chat(chat.id)
}

async function lastLogged(chat: ChatRow) {
  const log = await w.unit((u) =>
    getAdminLog(u, w.owner.caller, channelInput(u, w.owner, chat), {
      search: '',
      filter: undefined,
      admins: undefined,
      maxId: 0,
      minId: 0,
      limit: 1,
    }),
  )
  return log.events[0]
}

describe('joining a folder', () => {
  it('brings the account into every chat and gives it a folder like the owner’s', async () => {
    await w.save(2, [group, channel], { title: 'Bees', emoticon: '🐝', titleNoanimate: true })
    const { id, slug } = await w.share([group, channel])
    const folder = await w.join(slug, [channel, group])
    expect(folder).toMatchObject({
      id: 2,
      kind: 'chatlist',
      title: 'Bees',
      emoticon: '🐝',
      titleNoanimate: true,
      joinedInviteId: id,
      included: [peerOf(channel), peerOf(group)],
    })
    for (const chat of [group, channel]) {
      expect(await w.counts(chat)).toEqual({ rows: 2, count: 2 })
    }
  })

  it('tells the account of the chats and of the folder', async () => {
    const { slug } = await w.share([group, channel])
    const events = await w.events((u) =>
      joinChatlist(u, w.guest.caller, slug, inputsOf(u, w.guest, [group, channel])),
    )
    expect(heard(events)).toEqual([
      `${w.guest.id}:channel`,
      'channel:newMessage',
      `${w.guest.id}:channel`,
      `${w.guest.id}:dialogFilter`,
    ])
  })

  it('takes only the chats that are chosen', async () => {
    const { slug } = await w.share([group, channel])
    const folder = await w.join(slug, [channel])
    expect([...chatIdsOf(folder)]).toEqual([channel.id])
    expect(await w.counts(group)).toMatchObject({ count: 1 })
  })

  it('adds to the folder where the account has it', async () => {
    const { slug } = await w.share([group, channel])
    await w.join(slug, [channel])
    const folder = await w.join(slug, [channel, group])
    expect(folder).toMatchObject({ id: 2, included: [peerOf(channel), peerOf(group)] })
  })

  it('adds to the owner’s own folder what he had taken out', async () => {
    const { slug } = await w.share([group, channel])
    await w.save(2, [channel])
    expect(await joining(slug, [group], w.owner)).toBe('none')
    expect((await w.folder(w.owner, 2))?.included).toEqual([peerOf(channel), peerOf(group)])
  })

  it('takes the lowest id that is free', async () => {
    const first = await w.share([group])
    await w.join(first.slug, [group])
    const second = await w.share([channel])
    expect(await w.join(second.slug, [channel])).toMatchObject({ id: 3 })
  })

  it('leaves out chats that the link does not hold, or that the account is banned from', async () => {
    const other = await publicGroup('swallows')
    const { slug } = await w.share([group, channel])
    await w.join(slug, [group], w.guest)
    await w.standing(group, w.guest, { status: 'banned' })
    expect(await joining(slug, [group, other])).toBe('FILTER_INCLUDE_EMPTY')
    expect(await joining(slug, [])).toBe('FILTER_INCLUDE_EMPTY')
    const folder = await w.join(slug, [group, other, channel])
    expect([...chatIdsOf(folder)]).toEqual([group.id, channel.id])
    expect(await w.member(group, w.guest)).toMatchObject({ status: 'banned' })
  })
})

describe('whoever came by a folder link', () => {
  it('came by the primary link of the folder’s owner, which counts it', async () => {
    const { slug } = await w.share([group])
    await w.join(slug, [group])
    const primary = await w.unit((u) => u.db.invites.primary(group.id, w.owner.id))
    expect(primary).toMatchObject({ usage: 1 })
    expect(await w.member(group, w.guest)).toMatchObject({
      viaChatlist: 1,
      inviteId: primary?.id,
      inviterId: w.owner.id,
    })
    const which = { of: 'membersByLink', inviteId: primary?.id ?? 0 } as const
    const page = { after: undefined, limit: 5 }
    expect(await w.unit((u) => u.db.importers.page(group.id, which, '', page))).toMatchObject([
      { userId: w.guest.id, viaChatlist: 1 },
    ])
  })

  it('came without a link where the folder’s owner may make none', async () => {
    const other = await publicGroup('swallows')
    const { slug } = await w.share([other])
    await w.join(slug, [other])
    expect(await w.member(other, w.guest)).toMatchObject({ viaChatlist: 1, inviteId: null })
  })

  it('is told to bots and to the admin log as such', async () => {
    const bot = await w.createBot()
    for (const chat of [group, channel]) {
      await w.unit((u) => u.db.members.put(newMember(chat.id, bot.id, 'admin', u.now)))
    }
    const { slug } = await w.share([group, channel])
    const events = await w.events((u) =>
      joinChatlist(u, w.guest.caller, slug, inputsOf(u, w.guest, [group, channel])),
    )
    const told = events.filter((event): event is DomainEvent & { to: 'bot' } => event.to === 'bot')
    expect(told.map((event) => event.update)).toMatchObject([
      { kind: 'participant', chatId: group.id, userId: w.guest.id, viaChatlist: true },
      { kind: 'participant', chatId: channel.id, userId: w.guest.id, viaChatlist: true },
    ])
    expect(await lastLogged(channel)).toMatchObject({
      userId: w.guest.id,
      action: { kind: 'joinByInvite', viaChatlist: true, invite: { adminId: w.owner.id } },
    })
  })

  it('is no more known as such when he comes back otherwise', async () => {
    await w.publish(group, 'swallows')
    const { slug } = await w.share([group])
    await w.join(slug, [group])
    await w.standing(group, w.guest, { status: 'left' })
    await w.unit((u) => addMember(u, group, w.guest.id, { kind: 'public' }))
    expect(await w.member(group, w.guest)).toMatchObject({ viaChatlist: 0 })
  })
})

describe('a chat that needs approval', () => {
  beforeEach(async () => {
    await w.publish(group, 'swallows')
    await w.unit((u) => u.db.chats.update(group.id, { joinRequest: 1 }))
    group = await w.chat(group.id)
  })

  it('is asked, and stands in the folder at once', async () => {
    const { slug } = await w.share([group, channel])
    const folder = await w.join(slug, [group, channel])
    expect([...chatIdsOf(folder)]).toEqual([group.id, channel.id])
    expect(await w.counts(group)).toMatchObject({ count: 1 })
    const request = await w.unit((u) => u.db.invites.request(group.id, w.guest.id))
    const primary = await w.unit((u) => u.db.invites.primary(group.id, w.owner.id))
    expect(request).toMatchObject({
      viaChatlist: 1,
      inviteId: primary?.id,
      about: 'I like birds',
    })
    expect((await w.chat(group.id)).requestsPending).toBe(1)
  })

  it('is asked once, and whoever is let in came by the folder', async () => {
    const { slug } = await w.share([group])
    await w.join(slug, [group])
    await w.join(slug, [group])
    expect((await w.chat(group.id)).requestsPending).toBe(1)
    await w.unit(async (u) => {
      const request = await u.db.invites.request(group.id, w.guest.id)
      if (request) await letIn(u, group, request, w.owner.id)
    })
    expect(await w.member(group, w.guest)).toMatchObject({ viaChatlist: 1, viaRequest: 1 })
  })

  it('may be one only because its primary link says so', async () => {
    const { slug } = await w.share([channel])
    await w.join(slug, [channel], await w.createUser())
    await w.unit((u) => u.db.invites.setRequestNeeded(channel.id, 1, true))
    await w.join(slug, [channel])
    expect(await w.counts(channel)).toMatchObject({ count: 2 })
    expect(await w.unit((u) => u.db.invites.request(channel.id, w.guest.id))).toBeDefined()
  })
})

describe('the limits of joining a folder', () => {
  it('are those of folders, of shared folders and of chats in one', async () => {
    const chats = [group, channel, await w.channel(w.owner), await w.channel(w.owner)]
    await w.premium(w.owner)
    const all = await w.share(chats)
    expect(await joining(all.slug, chats)).toBe('FILTER_INCLUDE_TOO_MUCH')
    const links = [await w.share([group]), await w.share([channel]), await w.share([group])]
    for (const { slug } of links.slice(0, 2)) await w.join(slug, [group, channel])
    expect(await joining(links[2]?.slug ?? '', [group])).toBe('CHATLISTS_TOO_MUCH')
    await w.premium(w.guest)
    expect(await joining(links[2]?.slug ?? '', [group])).toBe('none')
    expect(await joining(all.slug, chats)).toBe('none')
  })

  it('bring nobody into some of the chats when there is no room for all', async () => {
    const chats: ChatRow[] = []
    for (let i = 0; i < 3; i++) chats.push(await w.channel(w.owner))
    for (let i = 0; i < 4; i++) await w.channel(w.guest)
    const { slug } = await w.share(chats)
    expect(await joining(slug, chats)).toBe('CHANNELS_TOO_MUCH')
    for (const chat of chats) expect(await w.counts(chat)).toEqual({ rows: 1, count: 1 })
    expect(await w.folder(w.guest, 2)).toBeUndefined()
  })
})
