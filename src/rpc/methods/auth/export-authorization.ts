import { exportAuthorization as makeToken } from '../../../domain/accounts/transfer.ts'
import { method } from '../../method.ts'

/** auth.exportAuthorization: https://core.telegram.org/method/auth.exportAuthorization */
export const exportAuthorization = method(
  'auth.exportAuthorization',
  async ({ u, caller }, request) => ({
    _: 'auth.exportedAuthorization',
    id: caller.id,
    bytes: await makeToken(u, caller.id, request.dcId),
  }),
)
