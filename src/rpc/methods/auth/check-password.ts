import { checkPassword as prove } from '../../../domain/accounts/sign-in.ts'
import { passwordProof } from '../../decode/password.ts'
import { answerLogin } from '../../login.ts'
import { openMethod } from '../../method.ts'

/** auth.checkPassword: https://core.telegram.org/method/auth.checkPassword */
export const checkPassword = openMethod('auth.checkPassword', async (ctx, request) =>
  answerLogin(ctx, await prove(ctx.u, ctx.client, passwordProof(request.password))),
)
