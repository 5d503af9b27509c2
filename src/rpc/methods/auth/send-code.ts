import { sendCode as makeCode } from '../../../domain/accounts/login-code.ts'
import { encodeSentCode } from '../../encode/sent-code.ts'
import { openMethod } from '../../method.ts'

/** auth.sendCode: https://core.telegram.org/method/auth.sendCode */
export const sendCode = openMethod('auth.sendCode', async ({ u }, request) => {
  const { phoneNumber, apiId, apiHash } = request
  return encodeSentCode(await makeCode(u, phoneNumber, apiId, apiHash))
})
