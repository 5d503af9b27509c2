import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatlistInviteRow } from '../../store/tables/chatlists.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import { heard } from '../chats/testing.ts'
import { linkedIds } from './access.ts'
import {
  deleteChatlistInvite,
  editChatlistInvite,
  listChatlistInvites,
  type ChatlistChange,
} from './links.ts'
import { listFolders } from './list.ts'
import { linkOfSlug } from './slug.ts'
import { createChatlistWorld, inputsOf, type ChatlistWorld } from './testing.ts'

let w: ChatlistWorld
let chat: ChatRow
let invite: ChatlistInviteRow

beforeEach(async () => {
  w = await createChatlistWorld()
  chat = await w.supergroup(w.owner)
  invite = await w.share([chat], 'Friends')
})
afterEach(() => w.close())

const list = (folderId = 2, who = w.owner) =>
  w.unit((u) => listChatlistInvites(u, who.caller, folderId))
const edit = (change: Partial<ChatlistChange>, link = invite.slug, folderId = 2) =>
  w.unit(async (u) => {
    const all = { title: undefined, peers: undefined, ...change }
    return (await editChatlistInvite(u, w.owner.caller, folderId, link, all)).invite
  })
const remove = (link = invite.slug, folderId = 2) =>
  w.unit((u) => deleteChatlistInvite(u, w.owner.caller, folderId, link))

describe('links to a folder', () => {
  it('are listed for its owner, oldest first', async () => {
    w.clock.advance(60)
    const second = await w.share([chat], 'Others')
    expect(await list()).toEqual([invite, second])
    await expect(list(2, w.guest)).rejects.toThrow('FILTER_ID_INVALID')
    await w.save(3, [chat])
    await expect(list(3)).rejects.toThrow('FILTER_ID_INVALID')
  })
})

describe('editing a folder link', () => {
  it('changes what is given and keeps the rest', async () => {
    const channel = await w.channel(w.owner)
    expect(await edit({ title: ' Family ' })).toMatchObject({ title: 'Family' })
    const peers = await w.unit((u) => Promise.resolve(inputsOf(u, w.owner, [channel, chat])))
    const edited = await edit({ peers })
    expect(linkedIds(edited)).toEqual([channel.id, chat.id])
    expect(await list()).toEqual([{ ...invite, title: 'Family', chatIds: edited.chatIds }])
    expect(await edit({ title: '' })).toMatchObject({ title: '' })
  })

  it('takes the whole link for its slug, as TDLib sends it', async () => {
    const link = linkOfSlug(invite.slug)
    expect(await edit({ title: 'Family' }, link)).toMatchObject({ title: 'Family' })
    await remove(link)
    expect(await list()).toEqual([])
  })

  it('needs chats that may be shared, and at least one', async () => {
    const other = await w.supergroup(w.guest, w.owner)
    const peers = await w.unit((u) => Promise.resolve(inputsOf(u, w.owner, [other])))
    await expect(edit({ peers })).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    await expect(edit({ peers: [] })).rejects.toThrow('PEERS_LIST_EMPTY')
    expect(await list()).toEqual([invite])
  })

  it('turns a basic group into a supergroup too', async () => {
    const group = await w.group(w.owner)
    const peers = await w.unit((u) => Promise.resolve(inputsOf(u, w.owner, [group])))
    expect(linkedIds(await edit({ peers }))).toEqual([(await w.chat(group.id)).migratedTo])
  })
})

describe('deleting a folder link', () => {
  it('leaves a chatlist without links, of which its owner hears', async () => {
    const events = await w.events((u) => deleteChatlistInvite(u, w.owner.caller, 2, invite.slug))
    expect(heard(events)).toEqual([`${w.owner.id}:dialogFilter`])
    expect(await w.unit((u) => listFolders(u, w.owner.caller))).toMatchObject([
      { kind: 'default' },
      { folder: { kind: 'chatlist' }, hasMyInvites: false },
    ])
  })
})

describe('a link that is not there', () => {
  it.each([
    ['an empty slug', '', 'INVITE_SLUG_EMPTY', 'INVITE_SLUG_INVALID'],
    ['an unknown slug', 'AbCdEfGhIjKlMnOp', 'INVITE_SLUG_EXPIRED', 'INVITE_SLUG_EXPIRED'],
  ])('is refused: %s', async (_what, slug, whenEdited, whenDeleted) => {
    await expect(edit({ title: 'x' }, slug)).rejects.toThrow(whenEdited)
    await expect(remove(slug)).rejects.toThrow(whenDeleted)
  })

  it('is refused: of another folder, of no folder, of one that was never shared', async () => {
    const other = await w.createUser()
    await w.save(3, [chat])
    await expect(remove(invite.slug, 3)).rejects.toThrow('FILTER_NOT_SUPPORTED')
    await expect(edit({ title: 'x' }, invite.slug, 9)).rejects.toThrow('FILTER_ID_INVALID')
    const foreign = { ...invite, slug: 'foreign', ownerId: other.id }
    await w.unit((u) => u.db.chatlists.insertInvite(foreign))
    await expect(remove('foreign')).rejects.toThrow('INVITE_SLUG_EXPIRED')
  })
})
