import type { TestChat } from './world.ts'

/** What every package shows of a link, under its own names. */
export interface ShownLink {
  readonly link: string
  readonly usageLimit: number
  readonly usage: number
  readonly requestNeeded: boolean
  readonly requested: number
  readonly revoked: boolean
  readonly permanent: boolean
}

/** What a link is made or edited with. */
export interface LinkSettings {
  readonly usageLimit?: number
  readonly requestNeeded?: boolean
}

/** The life of links and of requests to join, by a package's high-level methods where it has some. */
export interface LinkKeeper {
  make(chat: TestChat, settings: LinkSettings): Promise<ShownLink>
  edit(chat: TestChat, link: string, settings: LinkSettings): Promise<ShownLink>
  /** @returns the link that is of no more use */
  revoke(chat: TestChat, link: string): Promise<ShownLink>
  /** Deletes a revoked link. */
  remove(chat: TestChat, link: string): Promise<void>
  one(chat: TestChat, link: string): Promise<ShownLink>
  list(chat: TestChat, revoked: boolean): Promise<readonly ShownLink[]>
  primary(chat: TestChat): Promise<ShownLink>
  /** Revokes the primary link. @returns the next one */
  renewPrimary(chat: TestChat): Promise<ShownLink>
  /** Follows a link. */
  join(link: string): Promise<'joined' | 'asked'>
  /** Joins a public chat. */
  joinPublic(username: string): Promise<'joined' | 'asked'>
  /** Ids of who came by a link. */
  members(chat: TestChat, link: string): Promise<readonly number[]>
  /** Ids of who asks to join. */
  pending(chat: TestChat): Promise<readonly number[]>
  answer(chat: TestChat, userId: number, approve: boolean): Promise<void>
  answerAll(chat: TestChat, approve: boolean): Promise<void>
  /** Ids of who is in a chat. */
  present(chat: TestChat): Promise<readonly number[]>
  /** Whether a public group is joined by request, and which bot decides first. */
  byRequest(chat: TestChat, enabled: boolean, guard?: string): Promise<void>
  /** A guard bot's answer to a query. */
  decide(queryId: string, decision: 'Approved' | 'Declined'): Promise<void>
}

/** The news of links, as texts that a client hears; chats by their ids as the Bot API marks them. */
export const news = {
  /** updatePendingJoinRequests. */
  pending: (chatId: number, ids: readonly number[]) => `${ids.join(', ')} ask to join ${chatId}`,
  /** messageActionChatJoinedByLink, messageActionChatJoinedByRequest. */
  came: (chatId: number, userId: number, by: 'link' | 'request') =>
    `${userId} came to ${chatId} by ${by}`,
  /** updateBotChatInviteRequester. */
  asked: (userId: number, about: string) => `${userId} asks: ${about}`,
}
