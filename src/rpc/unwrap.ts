import { rpcError } from '../core/rpc-error.ts'
import { cleanLine } from '../core/text/clean.ts'
import type { Device } from '../domain/accounts/authorization.ts'
import type { TlObject } from '../tl/object.ts'

/** Wrappers inside wrappers that one call may have. */
const MAX_DEPTH = 12

/** Calls that one call may wait for; a container holds no more. */
const MAX_AFTER = 1024

/** A call without its wrappers, and what they said. */
export interface Unwrapped {
  readonly query: TlObject
  readonly layer: number | undefined
  readonly device: Device | undefined
  /** Calls that must be answered before this one runs (invokeAfterMsg, invokeAfterMsgs). */
  readonly after: readonly bigint[]
  readonly withoutUpdates: boolean
}

interface Wrapper extends TlObject {
  readonly query: TlObject
}

/**
 * Takes off invokeWithLayer, initConnection and their kin, in whatever order a client nests them
 * (spec/clients.md section 1: MTKruto has initConnection outside).
 *
 * @throws CONNECTION_LAYER_INVALID, INPUT_FETCH_ERROR (nested too deep), LIMIT_INVALID (too many
 *   calls to wait for), BUSINESS_CONNECTION_INVALID
 * Source: https://core.telegram.org/api/invoking
 */
export function unwrap(call: TlObject): Unwrapped {
  let query = call
  let layer: number | undefined
  let device: Device | undefined
  let withoutUpdates = false
  const after: bigint[] = []
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    switch (query._) {
      case 'invokeWithLayer':
        layer = checkLayer((query as Wrapper & { layer: number }).layer)
        break
      case 'initConnection':
        device = deviceOf(query as Wrapper & Device)
        break
      case 'invokeAfterMsg':
        after.push((query as Wrapper & { msgId: bigint }).msgId)
        break
      case 'invokeAfterMsgs':
        for (const msgId of afterList(query as Wrapper & { msgIds: readonly bigint[] }))
          after.push(msgId)
        break
      case 'invokeWithoutUpdates':
        withoutUpdates = true
        break
      case 'invokeWithBusinessConnection':
        throw rpcError('BUSINESS_CONNECTION_INVALID', {
          reason: 'there are no business connections',
        })
      case 'invokeWithMessagesRange':
      case 'invokeWithTakeout':
      case 'invokeWithGooglePlayIntegrity':
      case 'invokeWithApnsSecret':
      case 'invokeWithReCaptcha':
        break
      default:
        return { query, layer, device, after, withoutUpdates }
    }
    query = (query as Wrapper).query
  }
  throw rpcError('INPUT_FETCH_ERROR', { reason: `more than ${MAX_DEPTH} wrappers` })
}

function afterList({ msgIds }: { readonly msgIds: readonly bigint[] }): readonly bigint[] {
  if (msgIds.length <= MAX_AFTER) return msgIds
  throw rpcError('LIMIT_INVALID', { reason: `waits for ${msgIds.length} calls` })
}

function checkLayer(layer: number): number {
  if (layer < 1) throw rpcError('CONNECTION_LAYER_INVALID', { reason: `layer ${layer}` })
  return layer
}

function deviceOf(init: Wrapper & Device): Device {
  const { apiId, deviceModel, systemVersion, appVersion, systemLangCode, langPack, langCode } = init
  // Free texts of a stranger: kept, but not without bound.
  const cut = (text: string): string => cleanLine(text, 128)
  return {
    apiId,
    deviceModel: cut(deviceModel),
    systemVersion: cut(systemVersion),
    appVersion: cut(appVersion),
    systemLangCode: cut(systemLangCode),
    langPack: cut(langPack),
    langCode: cut(langCode),
  }
}
