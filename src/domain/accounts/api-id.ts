import { rpcError } from '../../core/rpc-error.ts'

/**
 * Checks an application's identity. Any that could be one is taken: there is no my.telegram.org here.
 *
 * @throws API_ID_INVALID
 */
export function checkApiId(apiId: number, apiHash: string): void {
  if (apiId <= 0 || apiHash === '') throw rpcError('API_ID_INVALID')
}
