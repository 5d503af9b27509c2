import { Long, type tl } from '@mtcute/core'
import type { ChatInviteLink, Message, TelegramClient } from '@mtcute/node'
import { news, type LinkKeeper, type LinkSettings, type ShownLink } from './links.ts'
import type { TestChat } from './world.ts'

/** mtcute's own methods for links. */
export class MtcuteLinks implements LinkKeeper {
  readonly #client: TelegramClient
  readonly #peer: (chat: TestChat) => Promise<tl.TypeInputPeer>

  constructor(client: TelegramClient, peer: (chat: TestChat) => Promise<tl.TypeInputPeer>) {
    this.#client = client
    this.#peer = peer
  }

  async make(chat: TestChat, settings: LinkSettings): Promise<ShownLink> {
    return shown(await this.#client.createInviteLink(await this.#peer(chat), named(settings)))
  }

  async edit(chat: TestChat, link: string, settings: LinkSettings): Promise<ShownLink> {
    const chatId = await this.#peer(chat)
    return shown(await this.#client.editInviteLink({ chatId, link, ...named(settings) }))
  }

  async revoke(chat: TestChat, link: string): Promise<ShownLink> {
    await this.#client.revokeInviteLink(await this.#peer(chat), link)
    return this.one(chat, link)
  }

  async remove(chat: TestChat, link: string): Promise<void> {
    const peer = await this.#peer(chat)
    await this.#client.call({ _: 'messages.deleteExportedChatInvite', peer, link })
  }

  async one(chat: TestChat, link: string): Promise<ShownLink> {
    return shown(await this.#client.getInviteLink(await this.#peer(chat), link))
  }

  async list(chat: TestChat, revoked: boolean): Promise<readonly ShownLink[]> {
    const links: ShownLink[] = []
    const params = { revoked, chunkSize: 2 }
    for await (const link of this.#client.iterInviteLinks(await this.#peer(chat), params)) {
      links.push(shown(link))
    }
    return links
  }

  async primary(chat: TestChat): Promise<ShownLink> {
    return shown(await this.#client.getPrimaryInviteLink(await this.#peer(chat)))
  }

  async renewPrimary(chat: TestChat): Promise<ShownLink> {
    return shown(await this.#client.exportInviteLink(await this.#peer(chat)))
  }

  join(link: string): Promise<'joined' | 'asked'> {
    return this.joinPublic(link)
  }

  async joinPublic(username: string): Promise<'joined' | 'asked'> {
    const { status } = await this.#client.joinChat(username)
    if (status === 'webview') throw new Error('a page of a guard bot')
    return status === 'ok' ? 'joined' : 'asked'
  }

  async members(chat: TestChat, link: string): Promise<readonly number[]> {
    const found = await this.#client.getInviteLinkMembers(await this.#peer(chat), { link })
    return found.map(({ user }) => user.id)
  }

  async pending(chat: TestChat): Promise<readonly number[]> {
    const params = { requested: true }
    const found = await this.#client.getInviteLinkMembers(await this.#peer(chat), params)
    return found.map(({ user }) => user.id)
  }

  async answer(chat: TestChat, user: number, approve: boolean): Promise<void> {
    const chatId = await this.#peer(chat)
    await this.#client.hideJoinRequest({ chatId, user, action: action(approve) })
  }

  async answerAll(chat: TestChat, approve: boolean): Promise<void> {
    const chatId = await this.#peer(chat)
    await this.#client.hideAllJoinRequests({ chatId, action: action(approve) })
  }

  async present(chat: TestChat): Promise<readonly number[]> {
    const members = await this.#client.getChatMembers(await this.#peer(chat))
    return members.map(({ user }) => user.id)
  }

  async byRequest(chat: TestChat, enabled: boolean, guard?: string): Promise<void> {
    const peer = await this.#peer(chat)
    if (guard === undefined) return this.#client.toggleJoinRequests(peer, enabled)
    await this.#client.call({
      _: 'channels.toggleJoinRequest',
      channel: await this.#client.resolveChannel(peer),
      enabled,
      guardBot: await this.#client.resolveUser(guard),
    })
  }

  async decide(queryId: string, decision: 'Approved' | 'Declined'): Promise<void> {
    await this.#client.call({
      _: 'bots.setJoinChatResults',
      queryId: Long.fromString(queryId),
      result: { _: `joinChatBotResult${decision}` },
    })
  }
}

/** Tells the news of links that a client is told by itself. */
export function hearLinks(
  client: TelegramClient,
  hear: (text: string) => void,
  hearQuery: (userId: number, queryId: string) => void,
): void {
  client.onChatJoinRequest.add(({ chatId, recentRequestersIds }) => {
    hear(news.pending(chatId, recentRequestersIds))
  })
  client.onBotChatJoinRequest.add(({ userId, userBio, raw }) => {
    hear(news.asked(userId, userBio))
    if (raw.queryId !== undefined) hearQuery(userId, raw.queryId.toString())
  })
}

/** What a message says: its text, or how its sender came. */
export function saying({ action: service, chat, sender, text }: Message): string {
  switch (service?.type) {
    case 'user_joined_link':
      return news.came(chat.id, sender.id, 'link')
    case 'user_joined_approved':
      return news.came(chat.id, sender.id, 'request')
    default:
      return text
  }
}

function action(approve: boolean): 'approve' | 'decline' {
  return approve ? 'approve' : 'decline'
}

/** The settings under mtcute's names. */
function named({ usageLimit, requestNeeded }: LinkSettings) {
  return {
    ...(usageLimit === undefined ? {} : { usageLimit }),
    ...(requestNeeded === undefined ? {} : { withApproval: requestNeeded }),
  }
}

function shown(link: ChatInviteLink): ShownLink {
  return {
    link: link.link,
    // The package says Infinity for a link without a limit.
    usageLimit: Number.isFinite(link.usageLimit) ? link.usageLimit : 0,
    usage: link.usage,
    requestNeeded: link.approvalNeeded,
    requested: link.pendingApprovals,
    revoked: link.isRevoked,
    permanent: link.isPrimary,
  }
}
