import type { TelegramClient } from '@mtcute/node'
import { Ears } from './driver.ts'
import { hearLinks, saying } from './mtcute-links.ts'
import { mtcuteClient, type ServerAddress } from './mtcute.ts'

/** An account behind a client of the real package, logged in by a session string. */
export interface Person extends AsyncDisposable {
  readonly client: TelegramClient
  /** Resolves when a text, or one of the `news` of links, has come by itself. */
  hears(text: string): Promise<void>
  /** Follows an invite link. */
  follow(link: string): Promise<'joined' | 'asked'>
}

/** Connects an account. @param session of the format `mtcute` */
export async function connectPerson(server: ServerAddress, session: string): Promise<Person> {
  const client = mtcuteClient(server, { catchUp: true, silent: true })
  await client.importSession(session)
  const ears = new Ears()
  client.onNewMessage.add((message) => ears.hear(saying(message)))
  hearLinks(
    client,
    (text) => ears.hear(text),
    () => undefined,
  )
  await client.connect()
  await client.startUpdatesLoop()
  return {
    client,
    hears: (text) => ears.hears(text),
    async follow(link) {
      const { status } = await client.joinChat(link)
      return status === 'ok' ? 'joined' : 'asked'
    },
    [Symbol.asyncDispose]: () => client.destroy(),
  }
}
