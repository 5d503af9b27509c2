import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import { maskOf } from '../chats/rights.ts'
import { adminOf, channelInput, heard, userInput } from '../chats/testing.ts'
import type { InputPeer } from '../peers.ts'
import type { TestAccount } from '../testing.ts'
import { linkedIds } from './access.ts'
import { exportChatlist } from './export.ts'
import { FOLDER_FLAGS, peerOf } from './folder.ts'
import { createChatlistWorld, inputsOf, type ChatlistWorld } from './testing.ts'

let w: ChatlistWorld
let chat: ChatRow

beforeEach(async () => {
  w = await createChatlistWorld({ chatsPerFolder: 4, chatsPerPremiumFolder: 5 })
  chat = await w.supergroup(w.owner, w.guest)
  await w.save(2, [chat])
})
afterEach(() => w.close())

/** How exporting some chats out of the owner's folder 2 ends. */
const refusal = (chats: readonly ChatRow[], folderId = 2): Promise<string> =>
  w.refusal((u) => {
    const peers = inputsOf(u, w.owner, chats)
    return exportChatlist(u, w.owner.caller, folderId, { title: '', peers })
  })

const refusalOf = (peers: readonly InputPeer[]): Promise<string> =>
  w.refusal((u) => exportChatlist(u, w.owner.caller, 2, { title: '', peers }))

async function foreign(patch?: Parameters<ChatlistWorld['standing']>[2]): Promise<ChatRow> {
  const stranger = await w.createUser()
  const other = await w.supergroup(stranger, w.owner)
  if (patch) await w.standing(other, w.owner, patch)
  return other
}

describe('exporting a folder', () => {
  it('makes a link to the chats, and the folder a chatlist with links of its owner', async () => {
    const channel = await w.channel(w.owner)
    const { invite, listed, migrated } = await w.unit((u) => {
      const peers = inputsOf(u, w.owner, [chat, channel, chat])
      return exportChatlist(u, w.owner.caller, 2, { title: ' For friends ', peers })
    })
    expect(invite).toMatchObject({ ownerId: w.owner.id, folderId: 2, title: 'For friends' })
    expect(invite.slug).toMatch(/^[\w-]{16}$/)
    expect(linkedIds(invite)).toEqual([chat.id, channel.id])
    expect(listed).toMatchObject({
      folder: { kind: 'chatlist', title: 'Birds' },
      hasMyInvites: true,
    })
    expect(migrated).toBe(false)
    expect(await w.unit((u) => u.db.chatlists.inviteBySlug(invite.slug))).toEqual(invite)
  })

  it('tells the owner of the folder, and no chat of it', async () => {
    const events = await w.events((u) => {
      const peers = inputsOf(u, w.owner, [chat])
      return exportChatlist(u, w.owner.caller, 2, { title: '', peers })
    })
    expect(heard(events)).toEqual([`${w.owner.id}:dialogFilter`])
  })

  it('cuts a name that is too long', async () => {
    expect((await w.share([chat], 'x'.repeat(40))).title).toBe('x'.repeat(32))
  })

  it('needs a folder of the caller, which names all of its chats', async () => {
    expect(await refusal([chat], 3)).toBe('FILTER_ID_INVALID')
    expect(await refusal([chat], 0)).toBe('FILTER_ID_INVALID')
    await w.save(2, [chat], { flags: maskOf(FOLDER_FLAGS, ['groups']) })
    expect(await refusal([chat])).toBe('FILTER_NOT_SUPPORTED')
    await w.save(2, [chat], { excluded: [{ kind: 'self' }] })
    expect(await refusal([chat])).toBe('FILTER_NOT_SUPPORTED')
    await w.save(2, [chat])
    expect(await refusal([chat])).toBe('none')
  })

  it('stops at the links that a folder may have, later with Premium', async () => {
    for (let i = 0; i < w.domain.limits.chatlistInvitesPerFolder; i++) await w.share([chat])
    expect(await refusal([chat])).toBe('INVITES_TOO_MUCH')
    await w.premium(w.owner)
    expect(await refusal([chat])).toBe('none')
  })

  it('stops at the shared folders that an account may have, later with Premium', async () => {
    for (const id of [2, 3, 4]) await w.save(id, [chat])
    expect(await refusal([chat], 2)).toBe('none')
    expect(await refusal([chat], 3)).toBe('none')
    expect(await refusal([chat], 4)).toBe('CHATLISTS_TOO_MUCH')
    // One more link to a folder that is shared is no other folder.
    expect(await refusal([chat], 3)).toBe('none')
    await w.premium(w.owner)
    expect(await refusal([chat], 4)).toBe('none')
  })
})

describe('the chats of a folder link', () => {
  it('are some, and no more than fit into a folder', async () => {
    expect(await refusal([])).toBe('PEERS_LIST_EMPTY')
    const five = [chat, chat, chat, chat, chat]
    expect(await refusal(five)).toBe('INVITE_PEERS_TOO_MUCH')
    await w.premium(w.owner)
    expect(await refusal(five)).toBe('none')
  })

  it('are groups and channels that exist', async () => {
    const channel = await w.channel(w.owner)
    const input = (who: TestAccount) =>
      w.unit((u) => Promise.resolve(channelInput(u, who, channel)))
    expect(await refusalOf([{ kind: 'self' }])).toBe('CHANNEL_INVALID')
    const guest = await w.unit((u) => Promise.resolve(userInput(u, w.owner, w.guest)))
    expect(await refusalOf([guest])).toBe('CHANNEL_INVALID')
    expect(await refusalOf([await input(w.guest)])).toBe('CHANNEL_INVALID')
    expect(await refusalOf([await input(w.owner)])).toBe('none')
    await w.unit((u) => u.db.chats.update(channel.id, { deleted: 1 }))
    expect(await refusalOf([await input(w.owner)])).toBe('CHANNEL_PRIVATE')
  })

  it('are public, or the caller may manage links in them', async () => {
    const other = await foreign()
    expect(await refusal([other])).toBe('CHAT_ADMIN_REQUIRED')
    await w.standing(other, w.owner, adminOf('banUsers'))
    expect(await refusal([other])).toBe('CHAT_ADMIN_REQUIRED')
    await w.standing(other, w.owner, adminOf('inviteUsers'))
    expect(await refusal([other])).toBe('none')
    await w.standing(other, w.owner, { status: 'left', adminRights: 0 })
    expect(await refusal([other])).toBe('CHANNEL_PRIVATE')
    await w.unit((u) => u.db.chats.update(other.id, { username: 'swallows' }))
    expect(await refusal([other])).toBe('none')
    await w.unit((u) => u.db.chats.update(other.id, { joinRequest: 1 }))
    expect(await refusal([other])).toBe('CHAT_ADMIN_REQUIRED')
    await w.standing(other, w.owner, { status: 'banned' })
    expect(await refusal([other])).toBe('CHANNEL_PRIVATE')
  })
})

describe('a basic group in a folder link', () => {
  it('becomes a supergroup, in the link and in the folders of its owner', async () => {
    const group = await w.group(w.owner, w.guest)
    await w.save(2, [group, chat])
    await w.save(3, [chat], { pinned: [{ kind: 'chat', chatId: group.id }] })
    await w.save(4, [chat])
    const invite = await w.share([group, chat])
    const { migratedTo } = await w.chat(group.id)
    expect(linkedIds(invite)).toEqual([migratedTo, chat.id])
    const supergroup = await w.chat(migratedTo ?? 0)
    expect(supergroup).toMatchObject({ kind: 'supergroup', participantsCount: 2 })
    expect((await w.folder(w.owner, 2))?.included).toEqual([peerOf(supergroup), peerOf(chat)])
    expect((await w.folder(w.owner, 3))?.pinned).toEqual([peerOf(supergroup)])
    // Who still knows the old one finds the new one.
    expect(linkedIds(await w.share([group]))).toEqual([migratedTo])
  })

  it('may be shared by any admin of it', async () => {
    const stranger = await w.createUser()
    const group = await w.group(stranger, w.owner)
    expect(await refusal([group])).toBe('CHAT_ADMIN_REQUIRED')
    await w.standing(group, w.owner, adminOf('inviteUsers'))
    expect(await refusal([group])).toBe('none')
    const id = (await w.chat(group.id)).migratedTo ?? 0
    expect(await w.member({ id }, stranger)).toMatchObject({ status: 'creator' })
    expect(await w.member({ id }, w.owner)).toMatchObject({ status: 'admin' })
  })

  it('needs room for one more supergroup where its creator is', async () => {
    const small = await createChatlistWorld({ channelsPerUser: 1 })
    const stranger = await small.createUser()
    const group = await small.group(stranger, small.owner)
    await small.standing(group, small.owner, adminOf('inviteUsers'))
    await small.channel(stranger)
    const own = await small.group(small.owner)
    await small.channel(small.owner)
    await expect(small.share([group])).rejects.toThrow('USER_CHANNELS_TOO_MUCH')
    await expect(small.share([own])).rejects.toThrow(/^CHANNELS_TOO_MUCH/)
    await small.close()
  })

  it('that the caller left can not be shared', async () => {
    const group = await w.group(w.guest, w.owner)
    await w.standing(group, w.owner, { status: 'left' })
    expect(await refusal([group])).toBe('CHANNEL_PRIVATE')
  })
})
