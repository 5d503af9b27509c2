import type { ChatWorld } from '../../domain/chats/testing.ts'
import type { TestAccount } from '../../domain/testing.ts'
import { decodeResult, encodeResult, NEWEST_LAYER, OLDEST_LAYER } from '../../tl/api.ts'
import type { TypeChat, TypeUpdates } from '../../tl/generated/base.ts'
import type { TlMethods } from '../../tl/generated/methods.ts'
import type { MethodName } from '../method.ts'
import { METHODS } from './index.ts'

/** Layers in which every answer of a tested method must be writable: the ends and some between. */
const LAYERS = [OLDEST_LAYER, 176, 198, 214, 224, NEWEST_LAYER]

/**
 * Calls a method as an account, in a unit of its own and without a session, and checks that its answer
 * can be written in old and new layers.
 */
export async function callMethod<N extends MethodName>(
  w: ChatWorld,
  who: TestAccount,
  name: N,
  request: Omit<TlMethods[N]['request'], '_'>,
): Promise<TlMethods[N]['result']> {
  const method = METHODS.get(name)
  if (!method) throw new Error(`no method ${name}`)
  const result = await w.unit((u) => {
    // Methods of chats look at nothing else in their context.
    const ctx = { u, caller: who.caller } as never
    return method.run(ctx, { _: name, ...request } as never)
  })
  for (const layer of LAYERS) decodeResult(name, encodeResult(name, result, layer), layer)
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
