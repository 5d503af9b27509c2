import type { Actor } from '../actor.ts'
import type { Chapter, Row } from '../row.ts'
import type { Scenario } from '../scenario.ts'
import { CHATLIST, exportFolder, joinFolder, makeFolder, share } from './folders.ts'
import { refusal } from './refusal.ts'

const MISSING = { _: 'inputChatlistDialogFilter', filterId: 99 } as const
const NEVER = 'bogusbogusbogus0'

/** A folder link of the owner to his supergroup. */
async function shared(t: Scenario) {
  const cast = await t.castIn({ kind: 'supergroup' })
  return { ...cast, slug: await share(cast.owner, cast.chat) }
}

/** An owner's folder that was never shared. */
async function plain(t: Scenario) {
  const cast = await t.castIn({ kind: 'supergroup' })
  await makeFolder(cast.owner, [cast.chat])
  return cast
}

const edit = (who: Actor, slug: string, chatlist: typeof CHATLIST | typeof MISSING = CHATLIST) =>
  who.call('chatlists.editExportedInvite', { chatlist, slug, title: 'New' })
const remove = (who: Actor, slug: string, chatlist: typeof CHATLIST | typeof MISSING = CHATLIST) =>
  who.call('chatlists.deleteExportedInvite', { chatlist, slug })
const join = (who: Actor, slug: string) =>
  who.call('chatlists.joinChatlistInvite', { slug, peers: [] })

type Refused = (t: Scenario) => Promise<unknown>

/** `method error`, when, and the call that is refused with it. */
const CASES: readonly (readonly [string, string, string, Refused, Row['limits']?])[] = [
  [
    'chatlists.exportChatlistInvite',
    'FILTER_ID_INVALID',
    'there is no such folder',
    async (t) => {
      const { owner, chat } = await t.castIn({ kind: 'supergroup' })
      return exportFolder(owner, [await owner.peer(chat)], 99)
    },
  ],
  [
    'chatlists.exportChatlistInvite',
    'FILTER_NOT_SUPPORTED',
    'the folder excludes a chat',
    async (t) => {
      const { owner, chat } = await plain(t)
      const peer = await owner.peer(chat)
      await makeFolder(owner, [chat], 2, [await t.chat(owner, { kind: 'supergroup' })])
      return exportFolder(owner, [peer])
    },
  ],
  [
    'chatlists.exportChatlistInvite',
    'PEERS_LIST_EMPTY',
    'no chat is named',
    async (t) => exportFolder((await plain(t)).owner, []),
  ],
  [
    'chatlists.exportChatlistInvite',
    'CHANNEL_INVALID',
    'the access hash of a chat is wrong',
    async (t) => {
      const { owner, chat } = await plain(t)
      const peer = { ...(await owner.channel(chat)), _: 'inputPeerChannel' } as const
      return exportFolder(owner, [{ ...peer, accessHash: 1n }])
    },
  ],
  [
    'chatlists.exportChatlistInvite',
    'CHANNEL_PRIVATE',
    'the caller left one of the chats',
    async (t) => {
      const { owner, admin, chat } = await t.castIn({ kind: 'supergroup' }, 'admin')
      const own = await t.chat(admin, { kind: 'supergroup' })
      await makeFolder(admin, [own, chat])
      await owner.demote(chat, admin)
      await admin.leave(chat)
      return exportFolder(admin, [await admin.peer(chat)])
    },
  ],
  [
    'chatlists.checkChatlistInvite',
    'INVITE_SLUG_EMPTY',
    'the slug is empty',
    async (t) => (await t.person('Guest')).call('chatlists.checkChatlistInvite', { slug: '' }),
  ],
  [
    'chatlists.joinChatlistInvite',
    'INVITE_SLUG_EMPTY',
    'the slug is empty',
    async (t) => join(await t.person('Guest'), ''),
  ],
  [
    'chatlists.joinChatlistInvite',
    'INVITE_SLUG_EXPIRED',
    'there is no such link',
    async (t) => join(await t.person('Guest'), NEVER),
  ],
  [
    'chatlists.joinChatlistInvite',
    'FILTER_INCLUDE_EMPTY',
    'no chat of the link is named',
    async (t) => {
      const { guest, slug } = await shared(t)
      return join(guest, slug)
    },
  ],
  [
    'chatlists.joinChatlistInvite',
    'CHATLISTS_TOO_MUCH',
    'the account has as many shared folders as it may',
    async (t) => {
      const { owner, guest, slug } = await shared(t)
      for (let i = 0; i < 2; i++) {
        const chat = await t.chat(owner, { kind: 'supergroup' })
        const other = await t.person('Other')
        await owner.promote(chat, other, ['inviteUsers'])
        await joinFolder(guest, await share(other, chat))
      }
      return joinFolder(guest, slug)
    },
  ],
  [
    'chatlists.joinChatlistInvite',
    'CHANNELS_TOO_MUCH',
    'the account is in too many channels',
    async (t) => {
      const { guest, slug } = await shared(t)
      await t.chat(guest, { kind: 'channel' })
      return joinFolder(guest, slug)
    },
    { channelsPerUser: 1 },
  ],
  [
    'chatlists.editExportedInvite',
    'FILTER_ID_INVALID',
    'there is no such folder',
    async (t) => edit(await t.person('Owner'), NEVER, MISSING),
  ],
  [
    'chatlists.editExportedInvite',
    'FILTER_NOT_SUPPORTED',
    'the folder was never shared',
    async (t) => edit((await plain(t)).owner, NEVER),
  ],
  [
    'chatlists.editExportedInvite',
    'INVITE_SLUG_EMPTY',
    'the slug is empty',
    async (t) => edit((await shared(t)).owner, ''),
  ],
  [
    'chatlists.editExportedInvite',
    'INVITE_SLUG_EXPIRED',
    'there is no such link',
    async (t) => edit((await shared(t)).owner, NEVER),
  ],
  [
    'chatlists.editExportedInvite',
    'CHANNEL_INVALID',
    'the access hash of a chat is wrong',
    async (t) => {
      const { owner, chat, slug } = await shared(t)
      const peer = { ...(await owner.channel(chat)), _: 'inputPeerChannel' } as const
      const peers = [{ ...peer, accessHash: 1n }]
      return owner.call('chatlists.editExportedInvite', { chatlist: CHATLIST, slug, peers })
    },
  ],
  [
    'chatlists.deleteExportedInvite',
    'FILTER_ID_INVALID',
    'there is no such folder',
    async (t) => remove(await t.person('Owner'), NEVER, MISSING),
  ],
  [
    'chatlists.deleteExportedInvite',
    'FILTER_NOT_SUPPORTED',
    'the folder was never shared',
    async (t) => remove((await plain(t)).owner, NEVER),
  ],
  [
    'chatlists.deleteExportedInvite',
    'INVITE_SLUG_INVALID',
    'the slug is empty',
    async (t) => remove((await shared(t)).owner, ''),
  ],
  [
    'chatlists.deleteExportedInvite',
    'INVITE_SLUG_EXPIRED',
    'there is no such link',
    async (t) => remove((await shared(t)).owner, NEVER),
  ],
  [
    'chatlists.getExportedInvites',
    'FILTER_ID_INVALID',
    'there is no such folder',
    async (t) =>
      (await t.person('Owner')).call('chatlists.getExportedInvites', { chatlist: MISSING }),
  ],
]

/** The documented errors of folder links. */
export const folderErrors: Chapter = {
  title: 'Errors of folder links',
  intro: 'The methods of `chatlists`, each documented error by its condition.',
  rows: [
    ...CASES.map(([method, error, when, run, limits]) =>
      refusal(method, error, when, ['supergroup'], run, limits),
    ),
    {
      ...refusal(
        'chatlists.editExportedInvite',
        'PEERS_LIST_EMPTY',
        'no chat is left',
        ['supergroup'],
        async (t) => {
          const { owner, slug } = await shared(t)
          const request = { chatlist: CHATLIST, slug, peers: [] }
          return owner.call('chatlists.editExportedInvite', request)
        },
      ),
      notOnWire: 'the client leaves an empty list out',
    },
  ],
}
