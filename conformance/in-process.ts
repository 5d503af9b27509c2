import { arrangeChat } from '../src/control/arrange-chat.ts'
import type { Limits } from '../src/core/limits.ts'
import type { TestAccount } from '../src/domain/testing.ts'
import { createTestRpc, TestRpcError } from '../src/rpc/testing.ts'
import { NEWEST_LAYER } from '../src/tl/api.ts'
import type { TlObject } from '../src/tl/object.ts'
import { Refusal, tidy, type Account, type Ground } from './ground.ts'
import type { Recorded } from './layer-matrix.ts'

/**
 * The rules with nothing between them and the rows but the newest layer's encoding: no socket, no key.
 *
 * @param recorded gets every answer and push
 */
export async function inProcessGround(
  limits: Partial<Limits> = {},
  recorded?: Recorded,
): Promise<Ground> {
  const rpc = await createTestRpc([], { limits })
  const accounts = new Map<number, TestAccount>()
  const known = (account: TestAccount, username: string): Account => {
    accounts.set(account.id, account)
    return { id: account.id, username, isBot: account.caller.isBot }
  }
  return {
    layer: NEWEST_LAYER,
    now: () => rpc.clock.now(),
    advance: (seconds) => rpc.clock.advance(seconds),
    createUser: async (wanted) => known(await rpc.createUser(wanted), wanted.username),
    createBot: async ({ firstName, username }) =>
      known(await rpc.createBot({ name: firstName, username }), username),
    createChat: (wanted) => rpc.unit((u) => arrangeChat(u, wanted)),
    async connect(account) {
      const login = account && accounts.get(account.id)
      const client = await rpc.connect(login ? { account: login } : {})
      return {
        async call({ _, ...fields }) {
          try {
            const answer: unknown = await client.call(_ as never, fields)
            recorded?.note(answer, _)
            return tidy(answer)
          } catch (error) {
            if (error instanceof TestRpcError) throw new Refusal(error.message, error.code)
            throw error
          }
        },
        async pushed() {
          const pushes = await client.pushed()
          for (const one of pushes) recorded?.note(one)
          return pushes.map((one) => tidy(one) as TlObject)
        },
        close: () => Promise.resolve(),
      }
    },
    close: () => rpc.close(),
  }
}
