import { resendCode as sendAgain } from '../../../domain/accounts/login-code.ts'
import { encodeSentCode } from '../../encode/sent-code.ts'
import { openMethod } from '../../method.ts'

/** auth.resendCode: https://core.telegram.org/method/auth.resendCode */
export const resendCode = openMethod('auth.resendCode', async ({ u }, request) =>
  encodeSentCode(await sendAgain(u, request.phoneNumber, request.phoneCodeHash)),
)
