import type { InjectOptions } from 'fastify'
import { TestRpcError } from '../../src/rpc/testing.ts'
import type { Person, OfficialWorld } from './world.ts'
import { createEvener } from './evened.ts'
import type { Json, JsonObject } from './json.ts'
import { RECORDED } from './recorded.ts'

/** The kinds of updates that the bot of the story asks for. */
const ALLOWED_UPDATES = [
  'message', 'edited_message', 'channel_post', 'callback_query', 'my_chat_member', 'chat_member',
  'chat_join_request',
] // prettier-ignore

/** A call that was told, and its answer, evened out. */
export interface Told {
  readonly name: string
  readonly method: string
  readonly answer: Json
}

/** What a story is told with: the world, and calls whose answers are kept under their names. */
export interface Teller extends OfficialWorld {
  readonly told: readonly Told[]
  /** Business time, which is the same from the first call to the last. */
  readonly now: number
  /** A call of the bot's; resolves with its result, undefined where it was refused. */
  call(name: string, method: string, params?: object): Promise<unknown>
  /** The same for methods that answer a link. */
  link(name: string, method: string, params: object): Promise<string>
  /** A request of its own form, below the bot's address. */
  send(name: string, method: string, options: InjectOptions): Promise<void>
  /** What happened since this was called last. */
  updates(name: string): Promise<void>
  /** Somebody opens a link: they join, or ask to. */
  follow(who: Person, link: string): Promise<void>
  /** A chat as its member's client names it. */
  peer(who: Person, chat: { readonly id: number }): Promise<InputPeerChannel>
}

interface InputPeerChannel {
  readonly _: 'inputPeerChannel'
  readonly channelId: number
  readonly accessHash: bigint
}

/** Begins to tell a story in a world. */
export async function createTeller(world: OfficialWorld): Promise<Teller> {
  const { rpc, app, bot } = world
  const now = rpc.clock.now()
  const { evened } = createEvener(now)
  const told: Told[] = []
  let confirmed = 0

  const request = async (options: InjectOptions, method: string) => {
    const response = await app.inject({ ...options, url: `/bot${bot.token}/${method}` })
    return { http: response.statusCode, ...response.json<JsonObject>() }
  }
  const send = async (
    name: string,
    method: string,
    options: InjectOptions,
  ): Promise<JsonObject> => {
    const answer = await request(options, method)
    told.push({ name, method, answer: evened(answer, RECORDED[told.length]?.official ?? null) })
    return answer
  }
  const call: Teller['call'] = async (name, method, params = {}) =>
    (await send(name, method, { method: 'POST', payload: params }))['result']
  // What the bot heard while the world was made is not part of the story.
  const beforehand = { drop_pending_updates: true, allowed_updates: ALLOWED_UPDATES }
  await request({ method: 'POST', payload: { allowed_updates: ALLOWED_UPDATES } }, 'getUpdates')
  await request({ method: 'POST', payload: beforehand }, 'deleteWebhook')
  return {
    ...world,
    told,
    now,
    call,
    async link(...args) {
      const result = await call(...args)
      if (typeof result === 'string') return result
      return (result as { invite_link?: string } | undefined)?.invite_link ?? ''
    },
    async send(...args) {
      await send(...args)
    },
    async updates(name) {
      const params = { offset: confirmed + 1, allowed_updates: ALLOWED_UPDATES }
      const got = (await call(name, 'getUpdates', params)) as { update_id: number }[] | undefined
      confirmed = got?.at(-1)?.update_id ?? confirmed
    },
    async follow({ client }, link) {
      const hash = link.split(/\/\+?/).at(-1) ?? ''
      await client.call('messages.importChatInvite', { hash }).catch((error: unknown) => {
        const asked = error instanceof TestRpcError && error.message === 'INVITE_REQUEST_SENT'
        if (!asked) throw error
      })
    },
    peer: (who, { id }) =>
      rpc.unit((u) => {
        const accessHash = u.accessHashes.of(who.id, 'channel', id)
        return Promise.resolve({ _: 'inputPeerChannel', channelId: id, accessHash })
      }),
  }
}
