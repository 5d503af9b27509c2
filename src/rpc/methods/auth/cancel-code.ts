import { cancelCode as voidCode } from '../../../domain/accounts/login-code.ts'
import { openMethod } from '../../method.ts'

/** auth.cancelCode: https://core.telegram.org/method/auth.cancelCode */
export const cancelCode = openMethod('auth.cancelCode', async ({ u }, request) => {
  await voidCode(u, request.phoneNumber, request.phoneCodeHash)
  return true
})
