import type * as Telegram from 'telegram'
import type * as Sessions from 'telegram/sessions/index.js'
import type { LocalgramServer } from '../../src/index.ts'
import type { DrivenClient, Ears, LinkOptions, UserLogin } from './driver.ts'
import type { Gramjs } from './gramjs-driver.ts'
import { GramjsLinks, saying } from './gramjs-links.ts'
import { API_HASH, API_ID } from './mtcute.ts'
import type { TestChat } from './world.ts'

/** GramJS or teleproto as the journeys drive it. */
export class GramjsClient implements DrivenClient {
  readonly #lib: Gramjs
  readonly #client: Telegram.TelegramClient
  readonly #session: Sessions.StringSession
  readonly #ears: Ears
  readonly #server: LocalgramServer
  readonly links: GramjsLinks

  constructor(
    lib: Gramjs,
    client: Telegram.TelegramClient,
    session: Sessions.StringSession,
    ears: Ears,
    server: LocalgramServer,
  ) {
    this.#lib = lib
    this.#client = client
    this.#session = session
    this.#ears = ears
    this.#server = server
    this.links = new GramjsLinks(lib, client, (chat) => this.#peer(chat))
  }

  async logInUser({ phone, password = '', firstName = '' }: UserLogin): Promise<number> {
    let refusal: Error | undefined
    const started = this.#client.start({
      phoneNumber: phone,
      phoneCode: async () => (await this.#server.loginCode(phone)) ?? '',
      password: async () => password,
      firstAndLastNames: async () => [firstName, ''],
      // The package asks again for ever unless it is told to stop.
      onError: async (error) => {
        refusal = error
        return true
      },
    })
    await started.catch((error: unknown) => {
      throw refusal ?? error
    })
    return this.self()
  }

  async logInBot(token: string): Promise<number> {
    await this.#client.signInBot({ apiId: API_ID, apiHash: API_HASH }, { botAuthToken: token })
    return this.self()
  }

  async self(): Promise<number> {
    const { Api } = this.#lib.telegram
    const [user] = await this.#client.invoke(
      new Api.users.GetUsers({ id: [new Api.InputUserSelf()] }),
    )
    if (user === undefined) throw new Error('users.getUsers answered nothing')
    return Number(user.id)
  }

  async exportLink(chat: TestChat, options: LinkOptions = {}): Promise<object> {
    const { Api } = this.#lib.telegram
    const peer = await this.#peer(chat)
    return this.#client.invoke(new Api.messages.ExportChatInvite({ peer, ...options }))
  }

  async titleBehind(link: string): Promise<string> {
    const { Api } = this.#lib.telegram
    const hash = link.split('+')[1] ?? ''
    const found = await this.#client.invoke(new Api.messages.CheckChatInvite({ hash }))
    const chat = 'chat' in found ? found.chat : found
    return 'title' in chat ? chat.title : ''
  }

  async sendText(chat: TestChat, text: string): Promise<void> {
    await this.#client.sendMessage(await this.#peer(chat), { message: text })
  }

  hears(text: string): Promise<void> {
    return this.#ears.hears(text)
  }

  hearsQuery(userId: number): Promise<string> {
    return this.#ears.hearsQuery(userId)
  }

  async misses(chat: TestChat, text: string, meanwhile: () => Promise<void>): Promise<void> {
    const client = this.#client
    const { Api } = this.#lib.telegram
    const { catchUp } = this.#lib
    // The first time it only notes where the account stands.
    await catchUp?.(client)
    const { pts, date, qts } = await client.invoke(new Api.updates.GetState())
    const channel = chat.kind === 'group' ? undefined : await this.#channelState(chat)
    await client.disconnect()
    await meanwhile()
    await client.connect()
    if (catchUp && channel === undefined) {
      await catchUp(client)
      return this.#ears.hears(text)
    }
    // GramJS has no such method, and teleproto's leaves channels out: their users ask themselves.
    const found =
      channel === undefined
        ? await client.invoke(new Api.updates.GetDifference({ pts, date, qts }))
        : await client.invoke(
            new Api.updates.GetChannelDifference({
              ...channel,
              filter: new Api.ChannelMessagesFilterEmpty(),
              limit: 100,
            }),
          )
    const messages = 'newMessages' in found ? found.newMessages : []
    if (!messages.some((one) => saying(this.#lib, one) === text)) {
      throw new Error(`${text} is not in ${JSON.stringify(found)}`)
    }
  }

  async session(): Promise<string> {
    return this.#session.save()
  }

  async logOut(): Promise<void> {
    await this.#client.invoke(new this.#lib.telegram.Api.auth.LogOut())
  }

  close(): Promise<void> {
    return this.#client.destroy()
  }

  async #channelState(
    chat: TestChat,
  ): Promise<{ channel: Telegram.Api.TypeInputPeer; pts: number }> {
    const channel = await this.#peer(chat)
    const { fullChat } = await this.#client.invoke(
      new this.#lib.telegram.Api.channels.GetFullChannel({ channel }),
    )
    return { channel, pts: 'pts' in fullChat ? fullChat.pts : 0 }
  }

  /** A basic group by its id, a public chat by its username, a private channel as the dialogs have it. */
  async #peer(chat: TestChat): Promise<Telegram.Api.TypeInputPeer> {
    if (chat.username !== undefined) return this.#client.getInputEntity(chat.username)
    // Bots have no dialogs: the package asks for a channel with an access hash of 0.
    const isUser = !(await this.#client.isBot())
    if (chat.kind !== 'group' && isUser) await this.#client.getDialogs({})
    return this.#client.getInputEntity(chat.botApiChatId)
  }
}
