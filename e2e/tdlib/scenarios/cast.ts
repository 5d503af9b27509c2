import type { chatEventLogFilters$Input, chatInviteLink } from 'tdlib-types'
import { outcome, type TdlibClient } from '../client.ts'
import type { Stage } from '../stage.ts'

/** An account and its TDLib. */
export interface Player {
  readonly id: number
  readonly client: TdlibClient
}

/** Somebody who is in no chat yet. */
export async function newcomer(stage: Stage, firstName: string, about = ''): Promise<Player> {
  const { id, phone } = await stage.world.server.createUser({ firstName, about })
  return { id, client: await stage.user(phone) }
}

/** What came of following a link. */
export function join({ client }: Player, invite_link: string): Promise<string> {
  return outcome(client.invoke({ _: 'joinChatByInviteLink', invite_link }))
}

/** What came of looking at a link without following it. */
export function look({ client }: Player, invite_link: string): Promise<string> {
  return outcome(client.invoke({ _: 'checkChatInviteLink', invite_link }))
}

/** What came of leaving a chat. */
export function leave({ client }: Player, chat_id: number): Promise<string> {
  return outcome(client.invoke({ _: 'leaveChat', chat_id }))
}

/** TDLib's id of the supergroup or channel behind a chat's id. */
export async function supergroupOf(client: TdlibClient, chatId: number): Promise<number> {
  const { type } = await client.invoke({ _: 'getChat', chat_id: chatId })
  if (type._ !== 'chatTypeSupergroup') throw new Error(`${chatId} is a ${type._}`)
  return type.supergroup_id
}

/** All that a link says of itself, as in "A year, limit 9, expires", but for its address and dates. */
export function brief(link: chatInviteLink): string {
  const { member_limit, member_count, pending_join_request_count, subscription_pricing } = link
  const count = (word: string, many: number) => (many > 0 ? `${word} ${many}` : '')
  return [
    link.is_primary ? 'primary' : link.name,
    count('limit', member_limit),
    link.expiration_date > 0 ? 'expires' : '',
    link.creates_join_request ? 'asks' : '',
    count('members', member_count),
    count('pending', pending_join_request_count),
    count('stars', subscription_pricing?.star_count ?? 0),
    link.edit_date > 0 ? 'edited' : '',
    link.is_revoked ? 'revoked' : '',
  ]
    .filter((part) => part !== '')
    .join(', ')
}

/** What happened lately in a supergroup or channel, newest first: kinds of events. */
export async function eventsOf(
  client: TdlibClient,
  chat_id: number,
  filters: Omit<chatEventLogFilters$Input, '_'>,
): Promise<string[]> {
  const { events } = await client.invoke({
    _: 'getChatEventLog',
    chat_id,
    limit: 50,
    filters: { _: 'chatEventLogFilters', ...filters },
  })
  return events.map(({ action }) => action._.replace('chatEvent', ''))
}

/** Waits until an account knows what it has become in a chat. */
export async function knowsItself(
  client: TdlibClient,
  chatId: number,
  status: 'Administrator' | 'Member',
): Promise<void> {
  const { type } = await client.invoke({ _: 'getChat', chat_id: chatId })
  const now = `chatMemberStatus${status}`
  if (type._ === 'chatTypeBasicGroup')
    await client.seen(
      'updateBasicGroup',
      ({ basic_group: { id, status: own } }) => id === type.basic_group_id && own._ === now,
    )
  if (type._ === 'chatTypeSupergroup')
    await client.seen(
      'updateSupergroup',
      ({ supergroup: { id, status: own } }) => id === type.supergroup_id && own._ === now,
    )
}
