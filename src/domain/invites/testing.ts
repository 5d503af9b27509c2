import type { ChatRow } from '../../store/tables/chats.ts'
import type { InviteRow, NewInvite } from '../../store/tables/invites.ts'
import { deleteAccount } from '../accounts/delete-account.ts'
import {
  adminMask,
  bannedMask,
  channelInput,
  createChatWorld,
  userInput,
  type ChatWorld,
} from '../chats/testing.ts'
import type { Unit } from '../context.ts'
import { editBanned } from '../members/ban.ts'
import { deleteChatUser, leaveChannel } from '../members/leave.ts'
import { editAdmin, editChatAdmin } from '../members/promote.ts'
import type { InputPeer } from '../peers.ts'
import type { TestAccount } from '../testing.ts'
import { findInvite } from './check.ts'
import { editInvite, type EditedInvite, type EditOptions } from './edit.ts'
import { exportInvite, type ExportOptions } from './export.ts'
import { linkOf } from './hash.ts'
import { importInvite } from './import.ts'
import { deleteInvite, listInvites } from './list.ts'
import { newInvite } from './primary.ts'

/** An additional link without any option. */
export const PLAIN: ExportOptions = {
  legacyRevokePermanent: false,
  requestNeeded: false,
  expireDate: undefined,
  usageLimit: undefined,
  title: undefined,
  pricing: undefined,
}

/** An edit that changes nothing. */
export const KEEP: EditOptions = {
  revoked: false,
  expireDate: undefined,
  usageLimit: undefined,
  requestNeeded: undefined,
  title: undefined,
}

/** A chat as its members' clients name it. */
export function peerOf(u: Unit, who: TestAccount, chat: ChatRow): InputPeer {
  return chat.kind === 'group' ? { kind: 'chat', chatId: chat.id } : channelInput(u, who, chat)
}

/** What people do with links and to each other; what is tried answers its error, or `none`. */
export async function createLinkWorld() {
  const w = await createChatWorld()
  const owner = await w.createUser({ firstName: 'Owner' })
  const ann = await w.createUser({ firstName: 'Ann' })
  const guest = await w.createUser({ firstName: 'Guest' })

  const revoke = (who: TestAccount, chat: ChatRow, hash: string) => (u: Unit) =>
    editInvite(u, who.caller, peerOf(u, who, chat), linkOf(hash), { ...KEEP, revoked: true })
  return {
    ...w,
    owner,
    ann,
    guest,
    /** A link of the admin, as the test needs it. */
    link: (chat: ChatRow, admin: TestAccount, patch: Partial<NewInvite> = {}): Promise<InviteRow> =>
      w.unit(async (u) => {
        const invite = { ...newInvite(u, chat, admin.id), ...patch }
        return u.db.invites.insert(invite)
      }),
    stored: ({ hash }: InviteRow) => w.unit((u) => u.db.invites.byHash(hash)),
    joins: (who: TestAccount, { hash }: InviteRow) =>
      w.refusal((u) => importInvite(u, who.caller, hash)),
    looks: (who: TestAccount, { hash }: InviteRow) =>
      w.refusal((u) => findInvite(u, who.caller, hash)),
    exports: (who: TestAccount, chat: ChatRow) =>
      w.refusal((u) => exportInvite(u, who.caller, peerOf(u, who, chat), PLAIN)),
    edits: (who: TestAccount, chat: ChatRow, { hash }: InviteRow) =>
      w.refusal((u) => {
        const renamed = { ...KEEP, title: 'New' }
        return editInvite(u, who.caller, peerOf(u, who, chat), linkOf(hash), renamed)
      }),
    revokes: (who: TestAccount, chat: ChatRow, { hash }: InviteRow) =>
      w.refusal(revoke(who, chat, hash)),
    revoked: (who: TestAccount, chat: ChatRow, { hash }: InviteRow): Promise<EditedInvite> =>
      w.unit(revoke(who, chat, hash)),
    deletes: (who: TestAccount, chat: ChatRow, { hash }: InviteRow) =>
      w.refusal((u) => deleteInvite(u, who.caller, peerOf(u, who, chat), linkOf(hash))),
    /** Hashes of an admin's links as the owner finds them. */
    async listed(chat: ChatRow, admin: TestAccount, revoked = false): Promise<string[]> {
      const list = await w.unit((u) =>
        listInvites(u, owner.caller, peerOf(u, owner, chat), {
          adminId: userInput(u, owner, admin),
          revoked,
          offset: undefined,
          limit: 100,
        }),
      )
      return list.invites.map((one) => one.hash)
    },
    ...fates(w, owner, ann),
  }
}

/** A world of links. */
export type LinkWorld = Awaited<ReturnType<typeof createLinkWorld>>

/** What may become of people; the owner does it to them. */
function fates(w: ChatWorld, owner: TestAccount, ann: TestAccount) {
  const promote = (chat: ChatRow, who: TestAccount, mask: number): Promise<void> =>
    w.unit((u) => {
      const whom = userInput(u, owner, who)
      return chat.kind === 'group'
        ? editChatAdmin(u, owner.caller, chat.id, whom, mask !== 0)
        : editAdmin(u, owner.caller, peerOf(u, owner, chat), whom, mask, undefined)
    })
  return {
    promote,
    /** The owner's chat, in which somebody else, Ann unless told, is an admin who may invite. */
    async chatWithAdmin(kind: 'group' | 'supergroup' | 'channel', admin = ann): Promise<ChatRow> {
      const chat = kind === 'channel' ? await w.channel(owner) : await w[kind](owner, admin)
      await promote(chat, admin, adminMask('inviteUsers'))
      return w.chat(chat.id)
    },
    leave: (chat: ChatRow, who: TestAccount): Promise<void> =>
      w.unit((u) =>
        chat.kind === 'group'
          ? deleteChatUser(u, who.caller, chat.id, userInput(u, who, who), false)
          : leaveChannel(u, who.caller, peerOf(u, who, chat)),
      ),
    /** Bans somebody, or takes the given rights from him; a basic group only removes people. */
    ban: (chat: ChatRow, who: TestAccount, mask = bannedMask('viewMessages'), until = 0) =>
      w.unit((u) => {
        const whom = userInput(u, owner, who)
        return chat.kind === 'group'
          ? deleteChatUser(u, owner.caller, chat.id, whom, false)
          : editBanned(u, owner.caller, peerOf(u, owner, chat), whom, mask, until)
      }),
    deleteOwn: (who: TestAccount) => w.unit((u) => deleteAccount(u, who.row, undefined)),
  }
}
