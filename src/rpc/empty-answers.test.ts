import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RpcError } from '../core/rpc-error.ts'
import { decodeResult, encodeResult, storedLayers } from '../tl/api.ts'
import { linesOf } from '../tl/layers.ts'
import { EMPTIES, emptyAnswer } from './empty-answers.ts'
import { METHODS } from './methods/index.ts'
import { createTestRpc, type TestRpc } from './testing.ts'

/** What TDLib calls after a user's login (spec/clients.md section 2), as far as localgram has none of it. */
const TDLIB_START = [
  'messages.getAttachMenuBots', 'account.getNotifySettings',
  'account.getReactionsNotifySettings', 'messages.getStickerSet', 'messages.getAvailableReactions',
  'messages.getAvailableEffects', 'account.getChatThemes', 'help.getPeerColors',
  'help.getPeerProfileColors', 'aicompose.getTones', 'account.getWebBrowserSettings',
  'contacts.getTopPeers',
] // prettier-ignore

/** A request that has what the answers look at. */
const request = (name: string): { _: string } => ({
  _: name,
  ...{ id: [], langCode: 'en', fromVersion: 3 },
})

describe('emptyAnswer', () => {
  it('knows what TDLib calls after a login', () => {
    expect(TDLIB_START.filter((name) => !(name in EMPTIES))).toEqual([])
  })

  it('stands for no method that is implemented', () => {
    expect(Object.keys(EMPTIES).filter((name) => METHODS.has(name))).toEqual([])
  })

  it('has no answer for other methods', () => {
    expect(emptyAnswer({ _: 'messages.sendMedia' }, 0)).toBeUndefined()
  })

  it('never says that nothing changed, which TDLib does not survive', () => {
    for (const name of Object.keys(EMPTIES)) {
      expect(JSON.stringify(answer(name) ?? null, inJson)).not.toMatch(/NotModified/)
    }
  })

  it.each(storedLayers())('answers what a client of layer %d can call and read', (layer) => {
    const { methods } = linesOf(layer)
    const known = Object.keys(EMPTIES).filter((name) => methods.has(name))
    expect(known.length).toBeGreaterThan(50)
    for (const name of known) {
      const value = answer(name)
      if (value === undefined) continue
      const bytes = encodeResult(name, value, layer)
      expect(decodeResult(name, bytes, layer), name).toBeDefined()
    }
  })
})

describe('a method without a rule', () => {
  let rpc: TestRpc

  beforeEach(async () => {
    rpc = await createTestRpc()
  })
  afterEach(() => rpc.close())

  it('is answered with an error rather than an invented sticker set', async () => {
    const client = await rpc.connect({ account: await rpc.createUser() })
    await expect(
      client.call('messages.getStickerSet', {
        stickerset: { _: 'inputStickerSetAnimatedEmoji' },
        hash: 0,
      }),
    ).rejects.toMatchObject({ message: 'STICKERSET_INVALID', code: 400 })
  })

  it('needs a login all the same', async () => {
    const client = await rpc.connect()
    await expect(client.call('messages.getDialogFilters')).rejects.toMatchObject({ code: 401 })
  })
})

/** The answer, undefined where it is an error. */
function answer(name: string): unknown {
  try {
    return emptyAnswer(request(name), 1_800_000_000)?.value
  } catch (error) {
    if (error instanceof RpcError) return undefined
    throw error
  }
}

function inJson(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
