import type { Limits } from '../../core/limits.ts'
import type { ChatlistInviteRow } from '../../store/tables/chatlists.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import { channelInput, createChatWorld, type ChatWorld } from '../chats/testing.ts'
import { updateChatUsername } from '../chats/username.ts'
import type { Unit } from '../context.ts'
import type { InputPeer } from '../peers.ts'
import type { TestAccount } from '../testing.ts'
import { exportChatlist } from './export.ts'
import { findFolder, type Folder } from './folder.ts'
import { joinChatlist } from './join.ts'
import { saveFolder, type GivenFolder } from './save.ts'

/** Two accounts, and what tests of folders ask all the time. */
export interface ChatlistWorld extends ChatWorld {
  readonly owner: TestAccount
  readonly guest: TestAccount
  premium(who: TestAccount): Promise<void>
  /** Gives a channel or supergroup a name. */
  publish(chat: ChatRow, name: string): Promise<void>
  /** Makes or changes the owner's folder. */
  save(id: number, chats: readonly ChatRow[], patch?: Partial<GivenFolder>): Promise<void>
  /** Shares chats of the owner's folder 2, which is made if need be. */
  share(chats: readonly ChatRow[], title?: string): Promise<ChatlistInviteRow>
  /** Joins chats by a link; returns the guest's folder, whose id is 2 where it is his first. */
  join(slug: string, chats: readonly ChatRow[], who?: TestAccount): Promise<Folder>
  folder(who: TestAccount, id: number): Promise<Folder | undefined>
}

/** How an account names chats of any kind. */
export function inputsOf(u: Unit, who: TestAccount, chats: readonly ChatRow[]): InputPeer[] {
  return chats.map((chat) =>
    chat.kind === 'group' ? { kind: 'chat', chatId: chat.id } : channelInput(u, who, chat),
  )
}

/** A folder that holds some chats by name, as a client would send it. */
export function given(
  included: readonly InputPeer[],
  patch: Partial<GivenFolder> = {},
): GivenFolder {
  return {
    kind: 'folder',
    title: 'Birds',
    entities: [],
    titleNoanimate: false,
    emoticon: undefined,
    color: undefined,
    flags: 0,
    pinned: [],
    included,
    excluded: [],
    ...patch,
  }
}

/** Makes a world; close it after the test. */
export async function createChatlistWorld(limits: Partial<Limits> = {}): Promise<ChatlistWorld> {
  const w = await createChatWorld(limits)
  const owner = await w.createUser({ firstName: 'Owner' })
  const guest = await w.createUser({ firstName: 'Guest', about: 'I like birds' })
  const { unit } = w
  const save: ChatlistWorld['save'] = (id, chats, patch) =>
    unit((u) => saveFolder(u, owner.caller, id, given(inputsOf(u, owner, chats), patch)))
  const folder: ChatlistWorld['folder'] = (who, id) => unit((u) => findFolder(u, who.id, id))
  return {
    ...w,
    owner,
    guest,
    save,
    folder,
    premium: (who) => unit((u) => u.db.users.update(who.id, { premium: 1 })),
    publish: (chat, name) =>
      unit(async (u) => {
        await updateChatUsername(u, owner.caller, channelInput(u, owner, chat), name)
      }),
    async share(chats, title = '') {
      if (!(await folder(owner, 2))) await save(2, chats)
      return unit(async (u) => {
        const peers = inputsOf(u, owner, chats)
        return (await exportChatlist(u, owner.caller, 2, { title, peers })).invite
      })
    },
    async join(slug, chats, who = guest) {
      return unit(async (u) => {
        await joinChatlist(u, who.caller, slug, inputsOf(u, who, chats))
        const invite = await u.db.chatlists.inviteBySlug(slug)
        const row = invite && (await u.db.chatlists.joined(who.id, invite.id))
        const joined = row && (await findFolder(u, who.id, row.id))
        if (!joined) throw new Error('no folder')
        return joined
      })
    },
  }
}
