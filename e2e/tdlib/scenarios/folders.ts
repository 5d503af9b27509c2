import type { chatFolder$Input } from 'tdlib-types'
import { outcome, type TdlibClient } from '../client.ts'
import type { Scenario } from '../stage.ts'

/** Titles of chats, in the order in which TDLib named them. */
type Titles = readonly string[]

/** What came of a shared folder. */
export interface SharedFolder {
  /** Which chats of the folder its owner may share. */
  readonly shareable: Titles
  readonly link: string
  /** Whether sharing turned the basic group into a supergroup. */
  readonly upgraded: boolean
  /** The owner's links, by name, after one was changed. */
  readonly links: readonly { readonly name: string; readonly chats: number }[]
  /** What a stranger finds behind the link, before he joins and after. */
  readonly before: { readonly name: string; readonly missing: Titles; readonly added: Titles }
  readonly after: { readonly folderId: number; readonly missing: Titles; readonly added: Titles }
  readonly joined: string
  /** The folder as the stranger has it then. */
  readonly folder: { readonly name: string; readonly shareable: boolean; readonly chats: number }
  /** Chats that came to the link, and what came of adding them. */
  readonly news: Titles
  readonly newsJoined: string
  /** Whether a bot that is an admin heard that the stranger came by a folder. */
  readonly botHeard: boolean
  readonly toLeave: Titles
  readonly deleted: string
  /** Folders of the stranger in the end. */
  readonly left: number | undefined
  readonly unknown: string
}

function folderOf(name: string, chats: readonly number[], shared: boolean): chatFolder$Input {
  return {
    _: 'chatFolder',
    name: { _: 'chatFolderName', text: { _: 'formattedText', text: name } },
    color_id: -1,
    is_shareable: shared,
    included_chat_ids: chats,
  }
}

/** How many folders TDLib told of last. */
function foldersOf({ updates }: TdlibClient): number | undefined {
  return updates.findLast((update) => update._ === 'updateChatFolders')?.chat_folders.length
}

async function titlesOf(client: TdlibClient, ids: readonly number[]): Promise<string[]> {
  const titles: string[] = []
  for (const chat_id of ids) titles.push((await client.invoke({ _: 'getChat', chat_id })).title)
  return titles
}

/** The id of the supergroup that a basic group became, as TDLib marks it. */
async function upgradeOf(client: TdlibClient, basicGroupId: number): Promise<number> {
  const { basic_group } = await client.seen(
    'updateBasicGroup',
    ({ basic_group: { id, upgraded_to_supergroup_id } }) =>
      id === basicGroupId && upgraded_to_supergroup_id > 0,
  )
  return -1_000_000_000_000 - basic_group.upgraded_to_supergroup_id
}

/** An owner shares a folder, a stranger follows its link, the folder grows, and the stranger leaves it. */
export const folders: Scenario<SharedFolder> = {
  async play({ world, user, bot }) {
    const [owner, stranger, robot] = await Promise.all([
      user(world.owner.phone),
      user(world.stranger.phone),
      bot(world.bot.token),
    ])
    await owner.invoke({ _: 'loadChats', limit: 20 })
    const group = world.group.botApiChatId
    const channel = world.channel.botApiChatId
    const supergroup = world.supergroup.botApiChatId
    await robot.invoke({ _: 'getChat', chat_id: channel })
    const first = folderOf('Nature', [group, channel], false)
    const { id } = await owner.invoke({ _: 'createChatFolder', folder: first })
    const folder = { chat_folder_id: id }
    const offered = await owner.invoke({ _: 'getChatsForChatFolderInviteLink', ...folder })
    const shareable = await titlesOf(owner, offered.chat_ids)
    const { invite_link } = await owner.invoke({
      _: 'createChatFolderInviteLink',
      ...folder,
      name: 'Friends',
      chat_ids: [group, channel],
    })
    const upgraded = await upgradeOf(owner, world.group.id)
    await owner.invoke({
      _: 'editChatFolderInviteLink',
      ...folder,
      invite_link,
      name: 'Family',
      chat_ids: [upgraded, channel],
    })
    const { invite_links } = await owner.invoke({ _: 'getChatFolderInviteLinks', ...folder })

    const check = async () => {
      const found = await stranger.invoke({ _: 'checkChatFolderInviteLink', invite_link })
      return {
        folderId: found.chat_folder_info.id,
        name: found.chat_folder_info.name.text.text,
        missing: await titlesOf(stranger, found.missing_chat_ids),
        added: await titlesOf(stranger, found.added_chat_ids),
      }
    }
    const before = await check()
    const joined = await outcome(
      stranger.invoke({
        _: 'addChatFolderByInviteLink',
        invite_link,
        chat_ids: [upgraded, channel],
      }),
    )
    await stranger.seen('updateChatFolders', ({ chat_folders }) => chat_folders.length === 1)
    const after = await check()
    const joinedFolder = { chat_folder_id: after.folderId }
    const got = await stranger.invoke({ _: 'getChatFolder', ...joinedFolder })
    const told = await robot.seen(
      'updateChatMember',
      (update) => update.chat_id === channel && update.actor_user_id === world.stranger.id,
    )

    await owner.invoke({
      _: 'editChatFolderInviteLink',
      ...folder,
      invite_link,
      name: 'Family',
      chat_ids: [upgraded, channel, supergroup],
    })
    const news = await stranger.invoke({ _: 'getChatFolderNewChats', ...joinedFolder })
    const newsJoined = await outcome(
      stranger.invoke({
        _: 'processChatFolderNewChats',
        ...joinedFolder,
        added_chat_ids: news.chat_ids,
      }),
    )
    const toLeave = await stranger.invoke({ _: 'getChatFolderChatsToLeave', ...joinedFolder })
    const toLeaveTitles = await titlesOf(stranger, toLeave.chat_ids)
    const deleted = await outcome(
      stranger.invoke({
        _: 'deleteChatFolder',
        ...joinedFolder,
        leave_chat_ids: toLeave.chat_ids,
      }),
    )
    const unknown = await outcome(
      stranger.invoke({
        _: 'checkChatFolderInviteLink',
        invite_link: 'https://t.me/addlist/AbCdEfGhIjKlMnOp',
      }),
    )
    return {
      shareable,
      link: invite_link,
      upgraded: upgraded !== group,
      links: invite_links.map(({ name, chat_ids }) => ({ name, chats: chat_ids.length })),
      before: { name: before.name, missing: before.missing, added: before.added },
      after,
      joined,
      folder: {
        name: got.name.text.text,
        shareable: got.is_shareable,
        chats: got.included_chat_ids.length,
      },
      news: await titlesOf(stranger, news.chat_ids),
      newsJoined,
      botHeard: told.via_chat_folder_invite_link,
      toLeave: toLeaveTitles,
      deleted,
      left: foldersOf(stranger),
      unknown,
    }
  },
}
