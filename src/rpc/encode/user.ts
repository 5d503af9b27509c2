import type { BotRow, UserRow } from '../../store/tables/users.ts'
import type { TypeUser } from '../../tl/generated/base.ts'

/** How the viewer stands to the account. */
export interface UserView {
  readonly self: boolean
  readonly contact: boolean
  readonly mutualContact: boolean
  readonly accessHash: bigint
  /** Bots are told people's languages [INF: wherever a person is named, not only where they act]. */
  readonly byBot: boolean
}

/**
 * An account as the viewer sees it (https://core.telegram.org/constructor/user): the phone number only
 * of themself and of contacts, deleted accounts without anything.
 */
export function encodeUser(user: UserRow, bot: BotRow | undefined, view: UserView): TypeUser {
  if (user.deleted) return { _: 'user', id: user.id, deleted: true, accessHash: view.accessHash }
  return {
    _: 'user',
    self: view.self,
    contact: view.contact,
    mutualContact: view.mutualContact,
    bot: user.isBot === 1,
    botChatHistory: bot?.canReadAllGroupMessages === 1,
    botNochats: bot !== undefined && bot.canJoinGroups === 0,
    botInfoVersion: bot?.infoVersion,
    botCanEdit: undefined,
    // There is no BotFather to ask for it: every bot may be made a guard of join requests.
    botGuard: bot !== undefined,
    premium: user.premium === 1,
    id: user.id,
    accessHash: view.accessHash,
    firstName: user.firstName,
    lastName: user.lastName || undefined,
    username: user.username ?? undefined,
    phone: view.self || view.contact ? (user.phone ?? undefined) : undefined,
    langCode: view.byBot && !user.isBot ? user.langCode || undefined : undefined,
    status: user.isBot ? undefined : { _: 'userStatusRecently' },
  }
}
