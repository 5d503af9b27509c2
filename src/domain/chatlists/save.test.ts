import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import { maskOf } from '../chats/rights.ts'
import { channelInput, heard, userInput } from '../chats/testing.ts'
import { FOLDER_FLAGS, peerOf } from './folder.ts'
import { listFolders, suggestedFolders } from './list.ts'
import { deleteFolder, orderFolders, saveFolder, type GivenFolder } from './save.ts'
import { createChatlistWorld, given, inputsOf, type ChatlistWorld } from './testing.ts'

let w: ChatlistWorld
let chat: ChatRow

beforeEach(async () => {
  w = await createChatlistWorld({ foldersPerUser: 2, foldersPerPremiumUser: 3, chatsPerFolder: 4 })
  chat = await w.supergroup(w.owner)
})
afterEach(() => w.close())

const groups = maskOf(FOLDER_FLAGS, ['groups'])
const excluding = maskOf(FOLDER_FLAGS, ['excludeRead', 'excludeMuted'])
const self = { kind: 'self' } as const
const selves = (count: number) => Array.from({ length: count }, () => self)
const unknownChannel = { kind: 'channel', channelId: 1, accessHash: 2n } as const

/** Ids of the owner's folders in order, 0 for "All chats". */
const order = (): Promise<number[]> =>
  w.unit(async (u) =>
    (await listFolders(u, w.owner.caller)).map((item) =>
      item.kind === 'default' ? 0 : item.folder.id,
    ),
  )

describe('a folder', () => {
  it('holds what its owner gave, each peer in the first list that names it', async () => {
    await w.unit(async (u) => {
      const guest = userInput(u, w.owner, w.guest)
      const channel = channelInput(u, w.owner, chat)
      const lists = { pinned: [channel], excluded: [guest, self] }
      const folder = given([guest, channel, guest], {
        ...lists,
        title: ' Birds\n',
        emoticon: '🐦',
        color: 3,
        flags: groups,
        titleNoanimate: true,
      })
      await saveFolder(u, w.owner.caller, 7, folder)
    })
    expect(await w.folder(w.owner, 7)).toMatchObject({
      kind: 'folder',
      title: 'Birds',
      emoticon: '🐦',
      color: 3,
      flags: groups,
      titleNoanimate: true,
      pinned: [peerOf(chat)],
      included: [{ kind: 'user', id: w.guest.id }],
      excluded: [{ kind: 'user', id: w.owner.id }],
      joinedInviteId: undefined,
    })
    expect(await w.folder(w.guest, 7)).toBeUndefined()
  })

  it('keeps custom emoji of its title and no other formatting', async () => {
    const emoji = { kind: 'customEmoji', offset: 0, length: 2, documentId: '5' } as const
    const bold = { kind: 'bold', offset: 2, length: 3 } as const
    await w.save(2, [chat], { title: '🐦 owl', entities: [emoji, bold] })
    expect((await w.folder(w.owner, 2))?.entities).toEqual([emoji])
  })

  it('is told to its owner when it is made, changed and deleted, and goes with its links', async () => {
    const { slug } = await w.share([chat])
    const events = await w.events((u) => deleteFolder(u, w.owner.caller, 2))
    expect(heard(events)).toEqual([`${w.owner.id}:dialogFilter`])
    expect(await order()).toEqual([0])
    expect(await w.unit((u) => u.db.chatlists.inviteBySlug(slug))).toBeUndefined()
    // TDLib repeats a deletion until it succeeds.
    expect(await w.events((u) => deleteFolder(u, w.owner.caller, 2))).toEqual([])
  })

  it.each([0, 1, 256, -2])('can not have the id %d', async (id) => {
    expect(await w.refusal((u) => saveFolder(u, w.owner.caller, id, given([])))).toBe(
      'FILTER_ID_INVALID',
    )
  })

  it.each([
    ['FILTER_TITLE_EMPTY', 'an empty title', { title: ' \n' }],
    ['MESSAGE_TOO_LONG', 'a title of thirteen characters', { title: 'thirteen char' }],
    ['FILTER_INCLUDE_EMPTY', 'no chats', { included: [] }],
    ['FILTER_INCLUDE_EMPTY', 'flags that only exclude', { included: [], flags: excluding }],
    ['FILTER_INCLUDE_TOO_MUCH', 'too many chats', { pinned: selves(4) }],
    ['FILTER_INCLUDE_TOO_MUCH', 'too many excluded chats', { excluded: selves(5) }],
    ['FILTER_ID_INVALID', 'a chatlist that no link made', { kind: 'chatlist' }],
    ['PEER_ID_INVALID', 'an empty peer', { pinned: [{ kind: 'empty' }] }],
    ['PEER_ID_INVALID', 'a wrong access hash', { pinned: [unknownChannel] }],
    ['CHAT_ID_INVALID', 'an unknown group', { pinned: [{ kind: 'chat', chatId: 99 }] }],
  ] as [string, string, Partial<GivenFolder>][])(
    'is refused with %s for %s',
    async (error, _what, patch) => {
      const save = w.refusal((u) => {
        const folder = given(inputsOf(u, w.owner, [chat]), patch)
        return saveFolder(u, w.owner.caller, 2, folder)
      })
      expect(await save).toBe(error)
    },
  )

  it('is one of as many as the account may have, more with Premium', async () => {
    const save = (id: number) =>
      w.refusal((u) => saveFolder(u, w.owner.caller, id, given(inputsOf(u, w.owner, [chat]))))
    await w.save(2, [chat])
    await w.save(3, [chat])
    expect(await save(4)).toBe('DIALOG_FILTERS_TOO_MUCH')
    expect(await save(2)).toBe('none')
    await w.premium(w.owner)
    expect(await save(4)).toBe('none')
    expect(await save(5)).toBe('DIALOG_FILTERS_TOO_MUCH')
  })
})

describe('a chatlist', () => {
  it('stays one whatever an old client sends, and keeps its link', async () => {
    await w.share([chat])
    await w.save(2, [chat], { kind: 'folder', title: 'Bees' })
    expect(await w.folder(w.owner, 2)).toMatchObject({ kind: 'chatlist', title: 'Bees' })
    await w.save(2, [chat], { kind: 'chatlist', title: 'Wasps' })
    const listed = await w.unit((u) => listFolders(u, w.owner.caller))
    expect(listed).toMatchObject([
      { kind: 'default' },
      { folder: { kind: 'chatlist', title: 'Wasps' }, hasMyInvites: true },
    ])
  })

  it('neither excludes chats nor chooses them by what they are', async () => {
    await w.share([chat])
    const save = (patch: object) =>
      w.refusal((u) => saveFolder(u, w.owner.caller, 2, given(inputsOf(u, w.owner, [chat]), patch)))
    expect(await save({ excluded: [self] })).toBe('CHATLIST_EXCLUDE_INVALID')
    expect(await save({ flags: groups })).toBe('CHATLIST_EXCLUDE_INVALID')
  })
})

describe('the order of folders', () => {
  const put = (...ids: number[]) => w.events((u) => orderFolders(u, w.owner.caller, ids))

  beforeEach(async () => {
    await w.save(5, [chat])
    await w.save(3, [chat])
  })

  it('is that of their making, "All chats" first', async () => {
    expect(await order()).toEqual([0, 5, 3])
  })

  it('is the one given; who is not named comes last, and who is not there nowhere', async () => {
    expect(heard(await put(3, 99, 3))).toEqual([`${w.owner.id}:dialogFilterOrder`])
    expect(await order()).toEqual([0, 3, 5])
    await put(5)
    expect(await order()).toEqual([0, 5, 3])
  })

  it('lets Premium accounts move "All chats", as long as they are', async () => {
    await put(5, 0, 3)
    expect(await order()).toEqual([0, 5, 3])
    await w.premium(w.owner)
    await put(5, 0, 3)
    expect(await order()).toEqual([5, 0, 3])
    await w.save(4, [chat])
    expect(await order()).toEqual([5, 0, 3, 4])
    await w.unit((u) => u.db.users.update(w.owner.id, { premium: 0 }))
    expect(await order()).toEqual([0, 5, 3, 4])
  })
})

describe('suggested folders', () => {
  it('are those that the account has not', async () => {
    const all = await w.unit((u) => suggestedFolders(u, w.owner.caller))
    expect(all.length).toBeGreaterThan(1)
    await w.save(2, [], { flags: all[0]?.flags ?? 0 })
    expect(await w.unit((u) => suggestedFolders(u, w.owner.caller))).toEqual(all.slice(1))
  })
})
