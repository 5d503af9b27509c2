import type * as Telegram from 'telegram'
import type { LocalgramServer } from '../../src/index.ts'
import type { DrivenClient, DrivenLink, Ears, LinkOptions, UserLogin } from './driver.ts'
import type { Gramjs } from './gramjs-driver.ts'
import { API_HASH, API_ID } from './mtcute.ts'
import type { TestChat } from './world.ts'

/** GramJS or teleproto as the journeys drive it. */
export class GramjsClient implements DrivenClient {
  readonly #lib: Gramjs
  readonly #client: Telegram.TelegramClient
  readonly #ears: Ears
  readonly #server: LocalgramServer

  constructor(
    lib: Gramjs,
    client: Telegram.TelegramClient,
    ears: Ears,
    server: LocalgramServer,
  ) {
    this.#lib = lib
    this.#client = client
    this.#ears = ears
    this.#server = server
  }

  async logInUser({ phone, password = '', firstName = '' }: UserLogin): Promise<number> {
    await this.#client.start({
      phoneNumber: phone,
      phoneCode: async () => (await this.#server.loginCode(phone)) ?? '',
      password: async () => password,
      firstAndLastNames: async () => [firstName, ''],
      // The package asks again for ever unless it is told to stop.
      onError: async (error: Error) => {
        this.#refusal = error
        return true
      },
    }).catch((error: unknown) => {
      throw this.#refusal ?? error
    })
    return this.self()
  }
  #refusal: Error | undefined

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

  async exportLink(chat: TestChat, options: LinkOptions = {}): Promise<DrivenLink> {
    const { Api } = this.#lib.telegram
    const peer = await this.#peer(chat)
    const invite = await this.#client.invoke(new Api.messages.ExportChatInvite({ peer, ...options }))
    if (!(invite instanceof Api.ChatInviteExported)) throw new Error(invite.className)
    const { link, title, usageLimit, expireDate } = invite
    return { link, title, usageLimit, expireDate }
  }

  async titleBehind(link: string): Promise<string> {
    const { Api } = this.#lib.telegram
    const hash = link.split('+')[1] ?? ''
    const found = await this.#client.invoke(new Api.messages.CheckChatInvite({ hash }))
    if ('chat' in found) return 'title' in found.chat ? found.chat.title : ''
    return found.title
  }

  async sendText(chat: TestChat, text: string): Promise<void> {
    await this.#client.sendMessage(await this.#peer(chat), { message: text })
  }

  hears(text: string): Promise<void> {
    return this.#ears.hears(text)
  }

  async missed(chat: TestChat, meanwhile: () => Promise<void>): Promise<string[]> {
    const { Api } = this.#lib.telegram
    const channel = chat.kind === 'group' ? undefined : await this.#client.getInputEntity(await this.#peer(chat))
    const state = await this.#client.invoke(new Api.updates.GetState())
    await this.#client.disconnect()
    await meanwhile()
    await this.#client.connect()
    const { pts, date, qts } = state
    const found = await this.#client.invoke(new Api.updates.GetDifference({ pts, date, qts }))
    if (!('newMessages' in found)) return []
    return found.newMessages.flatMap((one) => ('message' in one ? [one.message] : []))
  }

  async session(): Promise<string> {
    return String(this.#client.session.save())
  }

  async logOut(): Promise<void> {
    await this.#client.invoke(new this.#lib.telegram.Api.auth.LogOut())
  }

  close(): Promise<void> {
    return this.#client.destroy()
  }

  /** A basic group by its id, a public chat by its username, a private channel as the dialogs have it. */
  async #peer(chat: TestChat): Promise<Telegram.Api.TypeInputPeer> {
    if (chat.kind === 'group') return this.#client.getInputEntity(chat.botApiChatId)
    if (chat.kind === 'supergroup') return this.#client.getInputEntity('username')
    const me = await this.#client.getMe()
    // Bots have no dialogs; Telegram takes an access hash of 0 from them.
    if (me.bot !== true) await this.#client.getDialogs({})
    return this.#client.getInputEntity(chat.botApiChatId)
  }
}
