import type { ChatWorld } from '../../domain/chats/testing.ts'
import type { TestAccount } from '../../domain/testing.ts'
import { decodeResult, encodeResult, NEWEST_LAYER, OLDEST_LAYER } from '../../tl/api.ts'
import type { TypeChat, TypeUpdates } from '../../tl/generated/base.ts'
import type { TlMethods } from '../../tl/generated/methods.ts'
import { Deferred, type Afterwards } from '../deferred.ts'
import type { MethodName } from '../method.ts'
import { METHODS } from './index.ts'

/** Layers in which every answer of a tested method must be writable: the ends and some between. */
const LAYERS = [OLDEST_LAYER, 176, 198, 214, 224, NEWEST_LAYER]

/**
 * Calls a method as an account, in a unit of its own and without a session, and checks that its answer
 * can be written in old and new layers.
 *
 * @param layer of the caller's client; where it is given, the answer need be writable in no other
 */
export async function callMethod<N extends MethodName>(
  w: ChatWorld,
  who: TestAccount,
  name: N,
  request: Omit<TlMethods[N]['request'], '_'>,
  layer?: number,
): Promise<TlMethods[N]['result']> {
  const method = METHODS.get(name)
  if (!method) throw new Error(`no method ${name}`)
  const client = { layer: layer ?? NEWEST_LAYER, device: { langCode: 'en' } }
  const answer = await w.unit((u) => {
    // Methods of chats look at nothing else in their context.
    const ctx = { u, caller: who.caller, client } as never
    return method.run(ctx, { _: name, ...request } as never)
  })
  const { signal } = new AbortController()
  const after: Afterwards = {
    domain: w.domain,
    originId: 'caller',
    signal,
    pushed: () => Promise.resolve(),
    together: (_, work) => work(),
  }
  const result: unknown = answer instanceof Deferred ? await answer.finish(after) : answer
  for (const one of layer === undefined ? LAYERS : [layer]) {
    decodeResult(name, encodeResult(name, result, one), one)
  }
  return result as TlMethods[N]['result']
}

/** A TL InputChannel as the account would send it. */
export async function inputChannelOf(w: ChatWorld, who: TestAccount, chat: { id: number }) {
  const accessHash = await w.unit((u) =>
    Promise.resolve(u.accessHashes.of(who.id, 'channel', chat.id)),
  )
  return { _: 'inputChannel', channelId: chat.id, accessHash } as const
}

/** A TL InputUser as the account would send it. */
export async function inputUserOf(w: ChatWorld, who: TestAccount, whom: TestAccount) {
  const accessHash = await w.unit((u) =>
    Promise.resolve(u.accessHashes.of(who.id, 'user', whom.id)),
  )
  return { _: 'inputUser', userId: whom.id, accessHash } as const
}

/** The chats that stand beside updates. */
export function chatsOf(updates: TypeUpdates): readonly TypeChat[] {
  return updates._ === 'updates' ? updates.chats : []
}
