import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBasicGroup, createChannel } from '../../../domain/chats/create.ts'
import { addMember } from '../../../domain/members/join.ts'
import type { TestAccount } from '../../../domain/testing.ts'
import type { ChatRow } from '../../../store/tables/chats.ts'
import type {
  DialogFilterChatlist,
  TypeInputPeer,
  TypeUpdates,
  Updates,
} from '../../../tl/generated/base.ts'
import { createTestRpc, type TestClient, type TestRpc } from '../../testing.ts'

let t: TestRpc
let owner: TestAccount
let guest: TestAccount
let group: ChatRow
let channel: ChatRow
let ann: TestClient

const LAYERS = [158, 195, 196, 214, 229]
const chatlist = { _: 'inputChatlistDialogFilter', filterId: 2 } as const

beforeEach(async () => {
  t = await createTestRpc()
  owner = await t.createUser({ firstName: 'Owner' })
  guest = await t.createUser({ firstName: 'Guest' })
  group = await t.unit((u) => createChannel(u, owner.caller, 'supergroup', 'Birds', ''))
  channel = await t.unit((u) => createChannel(u, owner.caller, 'channel', 'News', ''))
  ann = await t.connect({ account: owner })
})
afterEach(() => t.close())

async function peer(who: TestAccount, { id }: { id: number }): Promise<TypeInputPeer> {
  const accessHash = await t.unit((u) => Promise.resolve(u.accessHashes.of(who.id, 'channel', id)))
  return { _: 'inputPeerChannel', channelId: id, accessHash }
}

const peers = (who: TestAccount, chats: readonly ChatRow[]) =>
  Promise.all(chats.map((chat) => peer(who, chat)))

/** Makes folder 2 of the owner's and a link to it; returns its slug. */
async function share(chats: readonly ChatRow[]): Promise<string> {
  const filter = {
    _: 'dialogFilter' as const,
    id: 2,
    title: { _: 'textWithEntities' as const, text: 'Nature', entities: [] },
    emoticon: '🌱',
    pinnedPeers: [],
    includePeers: await peers(owner, chats),
    excludePeers: [],
  }
  await ann.call('messages.updateDialogFilter', { id: 2, filter })
  const { invite } = await ann.call('chatlists.exportChatlistInvite', {
    chatlist,
    title: 'Friends',
    peers: filter.includePeers,
  })
  return invite.url.replace('https://t.me/addlist/', '')
}

function kinds(updates: TypeUpdates): string[] {
  return updates._ === 'updates' ? updates.updates.map((one) => one._) : []
}

describe.each(LAYERS)('chatlists in layer %d', (layer) => {
  let bob: TestClient

  beforeEach(async () => {
    ann = await t.connect({ account: owner, layer })
    bob = await t.connect({ account: guest, layer })
  })

  /** Titles are formatted since layer 196. */
  const title = layer < 196 ? 'Nature' : { text: 'Nature', entities: [] }

  it('are exported, listed, edited and deleted', async () => {
    const includePeers = await peers(owner, [group])
    await ann.call('messages.updateDialogFilter', {
      id: 2,
      filter: {
        _: 'dialogFilter',
        id: 2,
        title: { _: 'textWithEntities', text: 'Nature', entities: [] },
        pinnedPeers: [],
        includePeers,
        excludePeers: [],
      },
    })
    const exported = await ann.call('chatlists.exportChatlistInvite', {
      chatlist,
      title: 'Friends',
      peers: includePeers,
    })
    expect(exported).toMatchObject({
      filter: { _: 'dialogFilterChatlist', id: 2, hasMyInvites: true, title, includePeers },
      invite: { title: 'Friends', peers: [{ _: 'peerChannel', channelId: group.id }] },
    })
    expect(exported.invite.url).toMatch(/^https:\/\/t\.me\/addlist\/[\w-]{16}$/)
    const slug = exported.invite.url.split('/').at(-1) ?? ''
    const edited = await ann.call('chatlists.editExportedInvite', {
      chatlist,
      slug,
      title: 'Family',
      peers: await peers(owner, [channel, group]),
    })
    expect(edited).toMatchObject({ title: 'Family', url: exported.invite.url })
    expect(await ann.call('chatlists.getExportedInvites', { chatlist })).toMatchObject({
      invites: [{ title: 'Family', peers: [{ channelId: channel.id }, { channelId: group.id }] }],
      chats: [{ id: group.id }, { id: channel.id }],
    })
    expect(await ann.call('chatlists.deleteExportedInvite', { chatlist, slug })).toBe(true)
    expect(await ann.call('chatlists.getExportedInvites', { chatlist })).toMatchObject({
      invites: [],
    })
  })

  it('are looked at, joined, followed and left', async () => {
    ann = await t.connect({ account: owner })
    const slug = await share([group, channel])
    expect(await bob.call('chatlists.checkChatlistInvite', { slug })).toMatchObject({
      _: 'chatlists.chatlistInvite',
      title,
      emoticon: '🌱',
      peers: [{ channelId: group.id }, { channelId: channel.id }],
      chats: [
        { _: 'channel', id: group.id, left: true },
        { _: 'channel', id: channel.id, left: true },
      ],
    })
    const joined = (await bob.call('chatlists.joinChatlistInvite', {
      slug,
      peers: await peers(guest, [group]),
    })) as Updates
    expect(kinds(joined)).toEqual([
      'updateChannel',
      'updateNewChannelMessage',
      'updateDialogFilter',
    ])
    expect(joined.updates.at(-1)).toMatchObject({
      id: 2,
      filter: { _: 'dialogFilterChatlist', title, emoticon: '🌱' },
    })
    expect(joined.chats.map((chat) => [chat.id, 'left' in chat])).toEqual([[group.id, false]])
    expect(await bob.call('chatlists.checkChatlistInvite', { slug })).toMatchObject({
      _: 'chatlists.chatlistInviteAlready',
      filterId: 2,
      missingPeers: [{ channelId: channel.id }],
      alreadyPeers: [{ channelId: group.id }],
    })
    const more = await t.unit((u) => createChannel(u, owner.caller, 'channel', 'More', ''))
    await ann.call('chatlists.editExportedInvite', {
      chatlist,
      slug,
      peers: await peers(owner, [group, more]),
    })
    expect(await bob.call('chatlists.getChatlistUpdates', { chatlist })).toMatchObject({
      missingPeers: [{ channelId: more.id }],
      chats: [{ id: more.id, left: true }],
    })
    const followed = await bob.call('chatlists.joinChatlistUpdates', {
      chatlist,
      peers: await peers(guest, [more]),
    })
    expect(kinds(followed)).toEqual(['updateChannel', 'updateDialogFilter'])
    expect(await bob.call('chatlists.hideChatlistUpdates', { chatlist })).toBe(true)
    expect(await bob.call('chatlists.getLeaveChatlistSuggestions', { chatlist })).toEqual([
      { _: 'peerChannel', channelId: group.id },
      { _: 'peerChannel', channelId: more.id },
    ])
    const left = (await bob.call('chatlists.leaveChatlist', {
      chatlist,
      peers: await peers(guest, [more]),
    })) as Updates
    expect(left.updates).toEqual([
      { _: 'updateChannel', channelId: more.id },
      { _: 'updateDialogFilter', id: 2 },
    ])
    const filters = await bob.call('messages.getDialogFilters')
    expect('filters' in filters ? filters.filters : filters).toEqual([{ _: 'dialogFilterDefault' }])
  })
})

describe('a chat that the account is banned from', () => {
  it('is shown as forbidden', async () => {
    const slug = await share([group, channel])
    await t.unit((u) => addMember(u, group, guest.id, { kind: 'added', byId: owner.id }))
    await t.unit((u) => u.db.members.update(group.id, guest.id, { status: 'banned' }))
    const bob = await t.connect({ account: guest })
    expect(await bob.call('chatlists.checkChatlistInvite', { slug })).toMatchObject({
      peers: [{ channelId: group.id }, { channelId: channel.id }],
      chats: [
        { _: 'channelForbidden', id: group.id, title: 'Birds' },
        { _: 'channel', id: channel.id },
      ],
    })
  })
})

describe('the sessions of an account', () => {
  it('hear of a shared folder, but for the one that shared it', async () => {
    const other = await t.connect({ account: owner })
    for (const client of [ann, other]) await client.call('updates.getState')
    await share([group])
    const heard = ((await other.pushed()) as TypeUpdates[]).flatMap((one) =>
      one._ === 'updates' ? one.updates : [],
    )
    expect(heard).toMatchObject([
      { _: 'updateDialogFilter', id: 2 },
      { _: 'updateDialogFilter', id: 2, filter: { _: 'dialogFilterChatlist', hasMyInvites: true } },
    ])
    expect(await ann.pushed()).toEqual([])
  })

  it('all hear of a basic group that became a supergroup, as the answer has no place for it', async () => {
    const old = await t.unit((u) => createBasicGroup(u, owner.caller, 'Old', []))
    await ann.call('updates.getState')
    const input = { _: 'inputPeerChat', chatId: old.id } as const
    const filter = {
      _: 'dialogFilter' as const,
      id: 2,
      title: { _: 'textWithEntities' as const, text: 'Nature', entities: [] },
      pinnedPeers: [],
      includePeers: [input],
      excludePeers: [],
    }
    await ann.call('messages.updateDialogFilter', { id: 2, filter })
    const exported = await ann.call('chatlists.exportChatlistInvite', {
      chatlist,
      title: '',
      peers: [input],
    })
    const migratedTo = (await t.unit((u) => u.db.chats.byId(old.id)))?.migratedTo
    expect((exported.filter as DialogFilterChatlist).includePeers).toMatchObject([
      { _: 'inputPeerChannel', channelId: migratedTo },
    ])
    const pushed = (await ann.pushed()) as Updates[]
    expect(pushed.flatMap((one) => one.chats)).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ _: 'channel', id: migratedTo })]),
    )
  })
})

describe('bots', () => {
  it('have no folders', async () => {
    const bot = await t.connect({ account: await t.createBot() })
    const call = bot.call('chatlists.checkChatlistInvite', { slug: 'x' })
    await expect(call).rejects.toThrow('BOT_METHOD_INVALID')
  })
})
