import { RpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { InviteRow, NewInvite } from '../../store/tables/invites.ts'
import { adminOf, channelInput, type ChatWorld } from '../chats/testing.ts'
import type { Unit } from '../context.ts'
import { importInvite } from '../invites/import.ts'
import { newInvite } from '../invites/primary.ts'
import { addMember } from '../members/join.ts'
import { joinPublic } from '../members/join-public.ts'
import type { InputPeer } from '../peers.ts'
import type { TestAccount } from '../testing.ts'

/** Makes a link that needs approval, or whatever the patch says. */
export function requestLink(
  w: ChatWorld,
  chat: ChatRow,
  admin: TestAccount,
  patch: Partial<NewInvite> = {},
): Promise<InviteRow> {
  return w.unit(async (u) => {
    const invite = { ...newInvite(u, chat, admin.id), requestNeeded: 1 as const, ...patch }
    return u.db.invites.insert(invite)
  })
}

/** Asks to join by a link; returns the name of the answer. */
export function askByLink(w: ChatWorld, who: TestAccount, invite: InviteRow): Promise<string> {
  return w.refusal((u) => importInvite(u, who.caller, invite.hash))
}

/** Asks to join a public group that needs approval; returns the name of the answer. */
export function askDirectly(w: ChatWorld, who: TestAccount, chat: ChatRow): Promise<string> {
  return w.refusal((u) => joinPublic(u, who.caller, channelInput(u, who, chat)))
}

/** A public supergroup whose members are approved. */
export async function requestGroup(w: ChatWorld, owner: TestAccount): Promise<ChatRow> {
  const chat = await w.supergroup(owner)
  await w.unit((u) => u.db.chats.update(chat.id, { username: `birds_${chat.id}`, joinRequest: 1 }))
  return w.chat(chat.id)
}

/** Makes an account an admin with the right to invite. */
export async function makeAdmin(
  w: ChatWorld,
  chat: ChatRow,
  owner: TestAccount,
  who: TestAccount,
): Promise<void> {
  const { adminRights = 0 } = adminOf('inviteUsers')
  const office = { status: 'admin', adminRights, promotedBy: owner.id, rank: '' } as const
  const row = await w.chat(chat.id)
  await w.unit((u) => addMember(u, row, who.id, { kind: 'promoted', byId: owner.id, office }))
}

/** How the account names a chat of any kind. */
export function chatInput(u: Unit, who: TestAccount, chat: ChatRow): InputPeer {
  return chat.kind === 'group' ? { kind: 'chat', chatId: chat.id } : channelInput(u, who, chat)
}

/** Requests according to the rows and to the counters of the chat and its links. */
export async function requestCounts(w: ChatWorld, { id }: { id: number }) {
  const { rows, pending, links } = await w.unit(async (u) => {
    const requests = await u.db.invites.requestsIn({
      chatId: id,
      inviteId: undefined,
      after: undefined,
      limit: 1000,
    })
    const ids = new Set(requests.map((row) => row.inviteId))
    const invites = await Promise.all([...ids].map((linkId) => u.db.invites.byId(linkId ?? 0)))
    const byLink = invites.filter((one) => one !== undefined)
    return {
      rows: requests,
      pending: (await u.db.chats.byId(id))?.requestsPending,
      links: byLink.map((one) => [one.hash, one.requested] as const),
    }
  })
  return { rows: rows.length, pending, links: new Map(links), requests: rows }
}

/** Name of the error that work outside of units ends with; `none` where it succeeds. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'none'
  } catch (error) {
    if (error instanceof RpcError) return error.message
    throw error
  }
}
