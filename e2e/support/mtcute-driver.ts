import type { TelegramClient } from '@mtcute/node'
import type { tl } from '@mtcute/core'
import type { LocalgramServer } from '../../src/index.ts'
import { Ears, type DrivenClient, type Driver, type LinkOptions, type UserLogin } from './driver.ts'
import { MtcuteLinks, hearLinks, saying } from './mtcute-links.ts'
import { MTCUTE_ROADS, mtcuteClient, type MtcuteRoad } from './mtcute.ts'
import type { TestChat } from './world.ts'

/** mtcute on Node, by every transport that the package has. */
export const mtcuteDriver: Driver = {
  name: '@mtcute/node',
  roads: MTCUTE_ROADS,
  guardBots: true,
  async connect(server, { road = 'intermediate', session } = {}) {
    const client = mtcuteClient(server, { road: road as MtcuteRoad, catchUp: true })
    if (session !== undefined) await client.importSession(session)
    await client.connect()
    return new MtcuteClient(client, server)
  },
}

class MtcuteClient implements DrivenClient {
  readonly #client: TelegramClient
  readonly #server: LocalgramServer
  readonly #ears = new Ears()
  readonly links: MtcuteLinks

  constructor(client: TelegramClient, server: LocalgramServer) {
    this.#client = client
    this.#server = server
    this.links = new MtcuteLinks(client, (chat) => this.#peer(chat))
    client.onNewMessage.add((message) => this.#ears.hear(saying(message)))
    hearLinks(
      client,
      (text) => this.#ears.hear(text),
      (userId, queryId) => this.#ears.hearQuery(userId, queryId),
    )
  }

  /** Waits for what the package does by itself after a login: it asks what it missed. */
  async #settled<T>(login: () => Promise<T>): Promise<T> {
    const { onConnectionState } = this.#client
    const settled = new Promise<void>((resolve) => {
      let updating = false
      onConnectionState.add(function listen(state) {
        if (state === 'updating') updating = true
        if (state !== 'connected' || !updating) return
        onConnectionState.remove(listen)
        resolve()
      })
    })
    const answer = await login()
    await settled
    return answer
  }

  async logInUser({ phone, password, firstName }: UserLogin): Promise<number> {
    if (firstName !== undefined) return this.#signUp(phone, firstName)
    const login = this.#client.start.bind(this.#client, {
      phone,
      code: async () => (await this.#server.loginCode(phone)) ?? '',
      codeSentCallback: () => undefined,
      ...(password === undefined ? {} : { password }),
    })
    return (await this.#settled(login)).id
  }

  async logInBot(token: string): Promise<number> {
    return (await this.#settled(() => this.#client.start({ botToken: token }))).id
  }

  async self(): Promise<number> {
    const [user] = await this.#client.call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
    if (user === undefined) throw new Error('users.getUsers answered nothing')
    return user.id
  }

  async exportLink(chat: TestChat, options: LinkOptions = {}): Promise<object> {
    const peer = await this.#peer(chat)
    return this.#client.call({ _: 'messages.exportChatInvite', peer, ...options })
  }

  async titleBehind(link: string): Promise<string> {
    const hash = link.split('+')[1] ?? ''
    const found = await this.#client.call({ _: 'messages.checkChatInvite', hash })
    const chat = 'chat' in found ? found.chat : found
    return 'title' in chat ? chat.title : ''
  }

  async sendText(chat: TestChat, text: string): Promise<void> {
    await this.#client.sendText(await this.#peer(chat), text)
  }

  async hears(text: string): Promise<void> {
    await this.#ears.hears(text)
  }

  hearsQuery(userId: number): Promise<string> {
    return this.#ears.hearsQuery(userId)
  }

  async misses(chat: TestChat, text: string, meanwhile: () => Promise<void>): Promise<void> {
    // Makes sure that it knows where the channel stands: it catches up with channels it has met.
    await this.#client.getHistory(await this.#peer(chat), { limit: 1 })
    await this.#client.disconnect()
    await meanwhile()
    await this.#client.connect()
    await this.#client.startUpdatesLoop()
    await this.#ears.hears(text)
  }

  session(): Promise<string> {
    return this.#client.exportSession()
  }

  async logOut(): Promise<void> {
    await this.#client.logOut()
  }

  close(): Promise<void> {
    return this.#client.destroy()
  }

  /** The package's own login does not sign up: it leaves that to its users. */
  async #signUp(phone: string, firstName: string): Promise<number> {
    const sent = await this.#client.sendCode({ phone })
    if (!('phoneCodeHash' in sent)) throw new Error('logged in before the code')
    const code = (await this.#server.loginCode(phone)) ?? ''
    const { phoneCodeHash } = sent
    const answer = await this.#client.call({
      _: 'auth.signIn',
      phoneNumber: phone,
      phoneCodeHash,
      phoneCode: code,
    })
    if (answer._ !== 'auth.authorizationSignUpRequired') throw new Error(answer._)
    const auth = await this.#client.call({
      _: 'auth.signUp',
      phoneNumber: phone,
      phoneCodeHash,
      firstName,
      lastName: '',
    })
    const { id } = await this.#client.notifyLoggedIn(auth)
    return id
  }

  /** A basic group by its id, a public chat by its username, a private channel as the dialogs have it. */
  async #peer(chat: TestChat): Promise<tl.TypeInputPeer> {
    if (chat.kind === 'group') return { _: 'inputPeerChat', chatId: chat.id }
    if (chat.username !== undefined) return this.#client.resolvePeer(chat.username)
    const me = await this.#client.getMe()
    if (!me.isBot) {
      for await (const dialog of this.#client.iterDialogs()) {
        if (dialog.peer.id === chat.botApiChatId) return dialog.peer.inputPeer
      }
    }
    return this.#client.resolvePeer(chat.botApiChatId)
  }
}
