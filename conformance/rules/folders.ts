import type { TypeInputPeer } from '../../src/tl/generated/base.ts'
import type { Actor, Chat } from '../actor.ts'
import { CHANNELS, type Chapter } from '../row.ts'

const PAGE = 'DOC: core.telegram.org/api/folders#shared-folders'
/** The folder that `makeFolder` makes. */
export const CHATLIST = { _: 'inputChatlistDialogFilter', filterId: 2 } as const

/** Makes a folder of these chats. */
export async function makeFolder(
  who: Actor,
  chats: readonly Chat[],
  id = 2,
  excluded: readonly Chat[] = [],
): Promise<TypeInputPeer[]> {
  const peers = await Promise.all(chats.map((chat) => who.peer(chat)))
  await who.call('messages.updateDialogFilter', {
    id,
    filter: {
      _: 'dialogFilter',
      id,
      title: { _: 'textWithEntities', text: 'Nature', entities: [] },
      pinnedPeers: [],
      includePeers: peers,
      excludePeers: await Promise.all(excluded.map((chat) => who.peer(chat))),
    },
  })
  return peers
}

/** Shares a folder by a link. */
export const exportFolder = (who: Actor, peers: readonly TypeInputPeer[], filterId = 2) =>
  who.call('chatlists.exportChatlistInvite', {
    chatlist: { _: 'inputChatlistDialogFilter', filterId },
    title: 'Friends',
    peers,
  })

/** Shares a folder of one chat. @returns the slug */
export async function share(who: Actor, chat: Chat): Promise<string> {
  const { invite } = await exportFolder(who, await makeFolder(who, [chat]))
  return invite.url.split('/').at(-1) ?? ''
}

/** Joins all chats of a folder link that are not joined yet. */
export async function joinFolder(who: Actor, slug: string): Promise<void> {
  const found = await who.call('chatlists.checkChatlistInvite', { slug })
  const chats = found.chats.flatMap((one) => (one._ === 'channel' ? [one] : []))
  const peers = chats.map(
    ({ id, accessHash = 0n }) => ({ _: 'inputPeerChannel', channelId: id, accessHash }) as const,
  )
  await who.call('chatlists.joinChatlistInvite', { slug, peers })
}

/** Links to folders of chats. */
export const folders: Chapter = {
  title: 'Folder links',
  intro: 'A link to a folder brings several chats at once.',
  rows: [
    {
      rule: 'A folder link is https://t.me/addlist/ and a slug.',
      evidence: PAGE,
      kinds: CHANNELS,
      async run(t) {
        const { owner, chat } = await t.cast()
        const { invite, filter } = await exportFolder(owner, await makeFolder(owner, [chat]))
        t.expect(invite.url).toMatch(/^https:\/\/t\.me\/addlist\/[\w-]+$/)
        t.expect(invite.title).toBe('Friends')
        t.expect(filter).toMatchObject({ _: 'dialogFilterChatlist', hasMyInvites: true })
      },
    },
    {
      rule: 'A basic group becomes a supergroup when it is shared.',
      evidence: PAGE,
      kinds: ['group'],
      async run(t) {
        const { owner, chat } = await t.cast()
        const { invite } = await exportFolder(owner, await makeFolder(owner, [chat]))
        t.expect(invite.peers).toMatchObject([{ _: 'peerChannel' }])
      },
    },
    {
      rule: 'Only chats that are public, or whose links one may manage, can be shared.',
      evidence: PAGE,
      kinds: CHANNELS,
      async run(t) {
        const { member, chat } = await t.cast('member')
        const peers = await makeFolder(member, [chat])
        await t.refuses(exportFolder(member, peers), 'CHAT_ADMIN_REQUIRED')
      },
    },
    {
      rule: 'Looking at a folder link shows the title of the folder and its chats.',
      evidence: 'DOC: core.telegram.org/method/chatlists.checkChatlistInvite',
      kinds: CHANNELS,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const slug = await share(owner, chat)
        t.expect(await guest.call('chatlists.checkChatlistInvite', { slug })).toMatchObject({
          _: 'chatlists.chatlistInvite',
          title: { text: 'Nature' },
          peers: [{ channelId: chat.id }],
        })
      },
    },
    {
      rule: 'Who joins by a folder link is in its chats, and the list of importers says how he came.',
      evidence: 'DOC: core.telegram.org/constructor/chatInviteImporter, via_chatlist',
      kinds: CHANNELS,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        await joinFolder(guest, await share(owner, chat))
        t.expect((await owner.importers(chat)).importers).toMatchObject([
          { userId: guest.id, viaChatlist: true },
        ])
      },
    },
    {
      rule: 'Bots and the admin log are told that somebody came by a folder link.',
      evidence: 'DOC: Bot API, ChatMemberUpdated.via_chat_folder_invite_link',
      kinds: CHANNELS,
      async run(t) {
        const { owner, bot, guest, chat } = await t.cast('bot')
        const slug = await share(owner, chat)
        await bot.listen()
        await joinFolder(guest, slug)
        t.expect(await bot.hears('updateChannelParticipant')).toMatchObject({ viaChatlist: true })
        t.expect((await owner.adminLog(chat))[0]).toMatchObject({
          _: 'channelAdminLogEventActionParticipantJoinByInvite',
          viaChatlist: true,
        })
      },
    },
    {
      rule: 'A chat from which the viewer is banned is shown as forbidden.',
      evidence: 'DOC: core.telegram.org/method/chatlists.checkChatlistInvite',
      kinds: CHANNELS,
      async run(t) {
        const { owner, member, chat } = await t.cast('member')
        const slug = await share(owner, chat)
        await owner.ban(chat, member)
        t.expect(await member.call('chatlists.checkChatlistInvite', { slug })).toMatchObject({
          chats: [{ _: 'channelForbidden', id: chat.id }],
        })
      },
    },
    {
      rule: 'A folder link is renamed, listed and deleted; nobody looks at it afterwards.',
      evidence: PAGE,
      kinds: ['supergroup'],
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const slug = await share(owner, chat)
        const change = { chatlist: CHATLIST, slug, title: 'Family' }
        t.expect(await owner.call('chatlists.editExportedInvite', change)).toMatchObject({
          title: 'Family',
        })
        const listed = await owner.call('chatlists.getExportedInvites', { chatlist: CHATLIST })
        t.expect(listed.invites).toMatchObject([{ title: 'Family' }])
        const link = { chatlist: CHATLIST, slug }
        t.expect(await owner.call('chatlists.deleteExportedInvite', link)).toBe(true)
        const check = guest.call('chatlists.checkChatlistInvite', { slug })
        await t.refuses(check, 'INVITE_SLUG_EXPIRED')
      },
    },
    {
      rule: 'A public chat can be shared by whoever is in it.',
      evidence: PAGE,
      kinds: CHANNELS,
      async run(t) {
        const { member, chat } = await t.publicCast('member')
        const { invite } = await exportFolder(member, await makeFolder(member, [chat]))
        t.expect(invite.peers).toMatchObject([{ channelId: chat.id }])
      },
    },
    {
      rule: 'Who has the folder finds it by its link as one he has.',
      evidence: 'DOC: core.telegram.org/constructor/chatlists.chatlistInviteAlready',
      kinds: CHANNELS,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const slug = await share(owner, chat)
        await joinFolder(guest, slug)
        t.expect(await guest.call('chatlists.checkChatlistInvite', { slug })).toMatchObject({
          _: 'chatlists.chatlistInviteAlready',
          filterId: 2,
          missingPeers: [],
          alreadyPeers: [{ channelId: chat.id }],
        })
      },
    },
    {
      rule: 'A chat that comes to the link later is offered to those who have the folder, until they hide it.',
      evidence: 'DOC: core.telegram.org/method/chatlists.getChatlistUpdates',
      kinds: CHANNELS,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const slug = await share(owner, chat)
        await joinFolder(guest, slug)
        const other = await t.chat(owner)
        const peers = [await owner.peer(chat), await owner.peer(other)]
        await owner.call('chatlists.editExportedInvite', { chatlist: CHATLIST, slug, peers })
        const offered = () => guest.call('chatlists.getChatlistUpdates', { chatlist: CHATLIST })
        t.expect((await offered()).missingPeers).toMatchObject([{ channelId: other.id }])
        await guest.call('chatlists.hideChatlistUpdates', { chatlist: CHATLIST })
        t.expect((await offered()).missingPeers).toEqual([])
      },
    },
    {
      rule: 'A chat that is offered so can be joined into the folder.',
      evidence: 'DOC: core.telegram.org/method/chatlists.joinChatlistUpdates',
      kinds: CHANNELS,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const slug = await share(owner, chat)
        await joinFolder(guest, slug)
        const other = await t.chat(owner)
        const peers = [await owner.peer(chat), await owner.peer(other)]
        await owner.call('chatlists.editExportedInvite', { chatlist: CHATLIST, slug, peers })
        await guest.call('chatlists.getChatlistUpdates', { chatlist: CHATLIST })
        const joined = { chatlist: CHATLIST, peers: [await guest.peer(other)] }
        await guest.call('chatlists.joinChatlistUpdates', joined)
        t.expect(await guest.full(other)).toMatchObject({ participantsCount: 2 })
      },
    },
    {
      rule: 'Leaving the folder leaves those of its chats that are named.',
      evidence: 'DOC: core.telegram.org/method/chatlists.leaveChatlist',
      kinds: CHANNELS,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        await joinFolder(guest, await share(owner, chat))
        const suggested = { chatlist: CHATLIST }
        const leaving = await guest.call('chatlists.getLeaveChatlistSuggestions', suggested)
        t.expect(leaving).toMatchObject([{ channelId: chat.id }])
        const peers = [await guest.peer(chat)]
        await guest.call('chatlists.leaveChatlist', { chatlist: CHATLIST, peers })
        t.expect(await owner.full(chat)).toMatchObject({ participantsCount: 1 })
      },
    },
    {
      rule: 'A chat that needs approval is asked when the folder is joined.',
      evidence: 'INF',
      kinds: ['supergroup'],
      async run(t) {
        const { owner, guest, chat } = await t.publicCast()
        const slug = await share(owner, chat)
        await owner.toggleJoinRequest(chat, true)
        await joinFolder(guest, slug)
        const { importers } = await owner.importers(chat, { requested: true })
        t.expect(importers).toMatchObject([{ userId: guest.id, viaChatlist: true }])
      },
    },
    {
      rule: 'A folder has 3 links at most.',
      evidence: 'DOC: core.telegram.org/api/config#chatlist-invites-limit-default',
      kinds: ['supergroup'],
      async run(t) {
        const { owner, chat } = await t.cast()
        const peers = await makeFolder(owner, [chat])
        for (let i = 0; i < 3; i++) await exportFolder(owner, peers)
        await t.refuses(exportFolder(owner, peers), 'INVITES_TOO_MUCH')
      },
    },
    {
      rule: 'An account shares 2 folders at most.',
      evidence: 'DOC: core.telegram.org/api/config#chatlists-joined-limit-default',
      kinds: ['supergroup'],
      async run(t) {
        const { owner, chat } = await t.cast()
        for (const id of [2, 3]) await exportFolder(owner, await makeFolder(owner, [chat], id), id)
        const third = await makeFolder(owner, [chat], 4)
        await t.refuses(exportFolder(owner, third, 4), 'CHATLISTS_TOO_MUCH')
      },
    },
  ],
}
