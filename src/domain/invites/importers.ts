import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { ImporterRow, ImportersOf } from '../../store/tables/importers.ts'
import type { Caller, Unit } from '../context.ts'
import { resolveChat, type InputPeer } from '../peers.ts'
import { requireInvite, requireInviteRight } from './access.ts'
import { pageSize } from './list.ts'

/** Which users of links, from after one of them on. */
export interface ImporterOptions {
  /** Those who wait for approval, and not those who are in. */
  readonly requested: boolean
  /** Those whose subscription ran out. */
  readonly subscriptionExpired: boolean
  /** Absent or '' for all links that the caller may look into. */
  readonly link: string | undefined
  /** Start of a word in the name; absent or '' for all. */
  readonly query: string | undefined
  /** The last one of the page before; a date of 0 asks from the newest on. */
  readonly offset: { readonly date: number; readonly userId: number }
  readonly limit: number
}

/** A part of the list and how long it is in all. */
export interface ImporterList {
  readonly count: number
  readonly importers: readonly ImporterRow[]
}

/**
 * Who came by a link or a request, or asks to, newest first
 * (https://core.telegram.org/method/messages.getChatInviteImporters; spec section 2.5). Requests are
 * every admin's who may answer them; who came by another admin's link only the owner's [INF].
 *
 * @throws as `resolveChat` and `requireInviteRight`, with a link as `requireInvite`
 * @throws SEARCH_WITH_LINK_NOT_SUPPORTED for a link and a search together
 */
export async function listImporters(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  options: ImporterOptions,
): Promise<ImporterList> {
  const { link, query = '', offset, limit } = options
  const chat = await resolveChat(u, caller, input)
  await requireInviteRight(u, caller, chat)
  if (link && query !== '') throw rpcError('SEARCH_WITH_LINK_NOT_SUPPORTED')
  const inviteId = link ? (await requireInvite(u, caller, input, link)).invite.id : undefined
  const which = options.requested
    ? requestsOf(inviteId)
    : // Nobody's subscription can run out as long as none can be bought.
      options.subscriptionExpired
      ? undefined
      : membersOf(chat, caller, inviteId)
  if (which === undefined) return { count: 0, importers: [] }
  const after = offset.date > 0 ? offset : undefined
  return {
    count: await u.db.importers.count(chat.id, which, query),
    importers: await u.db.importers.page(chat.id, which, query, { after, limit: pageSize(limit) }),
  }
}

function requestsOf(inviteId: number | undefined): ImportersOf {
  return inviteId === undefined ? { of: 'requests' } : { of: 'requestsByLink', inviteId }
}

function membersOf(chat: ChatRow, caller: Caller, inviteId: number | undefined): ImportersOf {
  if (inviteId !== undefined) return { of: 'membersByLink', inviteId }
  return chat.creatorId === caller.id
    ? { of: 'members' }
    : { of: 'membersByAdmin', adminId: caller.id }
}
