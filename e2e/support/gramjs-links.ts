import bigInt from 'big-integer'
import type * as Telegram from 'telegram'
import type * as Teleproto from 'teleproto'
import { refusal } from './driver.ts'
import type { Gramjs } from './gramjs-driver.ts'
import { news, type LinkKeeper, type LinkSettings, type ShownLink } from './links.ts'
import type { TestChat } from './world.ts'

type Invite = Telegram.Api.TypeExportedChatInvite
type Peer = Telegram.Api.TypeInputPeer

/** Links as users of GramJS and teleproto keep them: by the methods of the API. */
export class GramjsLinks implements LinkKeeper {
  readonly #lib: Gramjs
  readonly #client: Telegram.TelegramClient
  readonly #peer: (chat: TestChat) => Promise<Peer>

  constructor(
    lib: Gramjs,
    client: Telegram.TelegramClient,
    peer: (chat: TestChat) => Promise<Peer>,
  ) {
    this.#lib = lib
    this.#client = client
    this.#peer = peer
  }

  get #api(): typeof Telegram.Api {
    return this.#lib.telegram.Api
  }

  async make(chat: TestChat, settings: LinkSettings): Promise<ShownLink> {
    const peer = await this.#peer(chat)
    const { ExportChatInvite } = this.#api.messages
    return shown(await this.#client.invoke(new ExportChatInvite({ peer, ...settings })))
  }

  async edit(chat: TestChat, link: string, settings: LinkSettings): Promise<ShownLink> {
    const peer = await this.#peer(chat)
    const { EditExportedChatInvite } = this.#api.messages
    const request = new EditExportedChatInvite({ peer, link, ...settings })
    return shown((await this.#client.invoke(request)).invite)
  }

  async revoke(chat: TestChat, link: string): Promise<ShownLink> {
    const peer = await this.#peer(chat)
    const { EditExportedChatInvite } = this.#api.messages
    const request = new EditExportedChatInvite({ peer, link, revoked: true })
    return shown((await this.#client.invoke(request)).invite)
  }

  async remove(chat: TestChat, link: string): Promise<void> {
    const peer = await this.#peer(chat)
    await this.#client.invoke(new this.#api.messages.DeleteExportedChatInvite({ peer, link }))
  }

  async one(chat: TestChat, link: string): Promise<ShownLink> {
    const peer = await this.#peer(chat)
    const { GetExportedChatInvite } = this.#api.messages
    return shown((await this.#client.invoke(new GetExportedChatInvite({ peer, link }))).invite)
  }

  async list(chat: TestChat, revoked: boolean): Promise<readonly ShownLink[]> {
    const peer = await this.#peer(chat)
    const { GetExportedChatInvites } = this.#api.messages
    const adminId = new this.#api.InputUserSelf()
    const request = new GetExportedChatInvites({ peer, adminId, revoked, limit: 50 })
    return (await this.#client.invoke(request)).invites.map(shown)
  }

  async primary(chat: TestChat): Promise<ShownLink> {
    const { channels, messages } = this.#api
    const peer = await this.#peer(chat)
    const request =
      chat.kind === 'group'
        ? new messages.GetFullChat({ chatId: bigInt(chat.id) })
        : new channels.GetFullChannel({ channel: peer })
    const { fullChat } = await this.#client.invoke(request)
    if (!('exportedInvite' in fullChat)) throw new Error('no link')
    return shown(fullChat.exportedInvite)
  }

  async renewPrimary(chat: TestChat): Promise<ShownLink> {
    const peer = await this.#peer(chat)
    const { ExportChatInvite } = this.#api.messages
    const request = new ExportChatInvite({ peer, legacyRevokePermanent: true })
    return shown(await this.#client.invoke(request))
  }

  join(link: string): Promise<'joined' | 'asked'> {
    const hash = link.split('+')[1] ?? ''
    return cameOf(this.#client.invoke(new this.#api.messages.ImportChatInvite({ hash })))
  }

  joinPublic(channel: string): Promise<'joined' | 'asked'> {
    return cameOf(this.#client.invoke(new this.#api.channels.JoinChannel({ channel })))
  }

  members(chat: TestChat, link: string): Promise<readonly number[]> {
    return this.#importers(chat, { link })
  }

  pending(chat: TestChat): Promise<readonly number[]> {
    return this.#importers(chat, { requested: true })
  }

  async #importers(
    chat: TestChat,
    which: { readonly link?: string; readonly requested?: boolean },
  ): Promise<readonly number[]> {
    const { importers } = await this.#client.invoke(
      new this.#api.messages.GetChatInviteImporters({
        peer: await this.#peer(chat),
        offsetDate: 0,
        offsetUser: new this.#api.InputUserEmpty(),
        limit: 50,
        ...which,
      }),
    )
    return importers.map(({ userId }) => Number(userId))
  }

  async answer(chat: TestChat, userId: number, approved: boolean): Promise<void> {
    const peer = await this.#peer(chat)
    const { HideChatJoinRequest } = this.#api.messages
    await this.#client.invoke(new HideChatJoinRequest({ peer, userId, approved }))
  }

  async answerAll(chat: TestChat, approved: boolean): Promise<void> {
    const peer = await this.#peer(chat)
    await this.#client.invoke(new this.#api.messages.HideAllChatJoinRequests({ peer, approved }))
  }

  async present(chat: TestChat): Promise<readonly number[]> {
    const users = await this.#client.getParticipants(await this.#peer(chat), {})
    return users.map(({ id }) => Number(id))
  }

  async byRequest(chat: TestChat, enabled: boolean, guard?: string): Promise<void> {
    const channel = await this.#peer(chat)
    const { ToggleJoinRequest } = this.#api.channels
    const request =
      guard === undefined ? { channel, enabled } : { channel, enabled, guardBot: guard }
    await this.#client.invoke(new ToggleJoinRequest(request))
  }

  /** Of teleproto only: GramJS's layer is older. */
  async decide(queryId: string, decision: 'Approved' | 'Declined'): Promise<void> {
    const { Api } = this.#lib.telegram as unknown as typeof Teleproto
    const client = this.#client as unknown as Teleproto.TelegramClient
    const result =
      decision === 'Approved'
        ? new Api.JoinChatBotResultApproved()
        : new Api.JoinChatBotResultDeclined()
    await client.invoke(new Api.bots.SetJoinChatResults({ queryId: bigInt(queryId), result }))
  }
}

/** Tells the news of links that a client is told by itself. */
export function hearLinks(
  lib: Gramjs,
  client: Telegram.TelegramClient,
  hear: (text: string) => void,
  hearQuery: (userId: number, queryId: string) => void,
): void {
  const { Api } = lib.telegram
  client.addEventHandler((update: Telegram.Api.TypeUpdate) => {
    if (update instanceof Api.UpdatePendingJoinRequests) {
      const chatId = marked(lib, update.peer)
      hear(news.pending(chatId, update.recentRequesters.map(Number)))
    } else if (update instanceof Api.UpdateBotChatInviteRequester) {
      hear(news.asked(Number(update.userId), update.about))
      // GramJS's layer is without it.
      const { queryId } = update as { readonly queryId?: bigInt.BigInteger | null }
      if (queryId) hearQuery(Number(update.userId), queryId.toString())
    } else if ('message' in update && update.message instanceof Api.MessageService) {
      hear(saying(lib, update.message))
    }
  }, new lib.events.Raw({}))
}

/** What a message says: its text, or how its sender came. */
export function saying(lib: Gramjs, message: Telegram.Api.TypeMessage): string {
  if (message.className === 'Message') return message.message
  if (message.className !== 'MessageService' || message.fromId?.className !== 'PeerUser') return ''
  const userId = Number(message.fromId.userId)
  const chatId = marked(lib, message.peerId)
  switch (message.action.className) {
    case 'MessageActionChatJoinedByLink':
      return news.came(chatId, userId, 'link')
    case 'MessageActionChatJoinedByRequest':
      return news.came(chatId, userId, 'request')
    default:
      return ''
  }
}

/** A chat's id as the Bot API marks it. */
function marked({ telegram }: Gramjs, peer: Telegram.Api.TypePeer): number {
  return Number(telegram.utils.getPeerId(peer))
}

async function cameOf(joining: Promise<unknown>): Promise<'joined' | 'asked'> {
  const name = await refusal(joining)
  if (name === 'no error') return 'joined'
  if (name === 'INVITE_REQUEST_SENT') return 'asked'
  // With its name, which is all that a test needs.
  throw new Error(name)
}

function shown(invite: Invite): ShownLink {
  if (invite.className !== 'ChatInviteExported') throw new Error(invite.className)
  return {
    link: invite.link,
    usageLimit: invite.usageLimit ?? 0,
    usage: invite.usage ?? 0,
    requestNeeded: invite.requestNeeded ?? false,
    requested: invite.requested ?? 0,
    revoked: invite.revoked ?? false,
    permanent: invite.permanent ?? false,
  }
}
