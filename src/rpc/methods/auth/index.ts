import type { AnyMethod } from '../../method.ts'
import { acceptLoginToken } from './accept-login-token.ts'
import { cancelCode } from './cancel-code.ts'
import { checkPassword } from './check-password.ts'
import { exportAuthorization } from './export-authorization.ts'
import { exportLoginToken } from './export-login-token.ts'
import { importAuthorization } from './import-authorization.ts'
import { importBotAuthorization } from './import-bot-authorization.ts'
import { importLoginToken } from './import-login-token.ts'
import { logOut } from './log-out.ts'
import { requestPasswordRecovery } from './request-password-recovery.ts'
import { resendCode } from './resend-code.ts'
import { resetAuthorizations } from './reset-authorizations.ts'
import { sendCode } from './send-code.ts'
import { signIn } from './sign-in.ts'
import { signUp } from './sign-up.ts'

/**
 * Every implemented method of the namespace `auth`, but for bindTempAuthKey and dropTempAuthKeys:
 * those act on the MTProto server and are made where it is (server.ts).
 */
export const authMethods: readonly AnyMethod[] = [
  acceptLoginToken,
  cancelCode,
  checkPassword,
  exportAuthorization,
  exportLoginToken,
  importAuthorization,
  importBotAuthorization,
  importLoginToken,
  logOut,
  requestPasswordRecovery,
  resendCode,
  resetAuthorizations,
  sendCode,
  signIn,
  signUp,
]
