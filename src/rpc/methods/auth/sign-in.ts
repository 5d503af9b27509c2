import { signIn as logIn } from '../../../domain/accounts/sign-in.ts'
import { answerLogin } from '../../login.ts'
import { openMethod } from '../../method.ts'

/**
 * auth.signIn: https://core.telegram.org/method/auth.signIn
 *
 * A number without an account is answered with authorizationSignUpRequired, as for every layer from
 * 104 on; PHONE_NUMBER_UNOCCUPIED was what older ones got.
 */
export const signIn = openMethod('auth.signIn', async (ctx, request) => {
  const { phoneNumber, phoneCodeHash, phoneCode } = request
  const user = await logIn(ctx.u, ctx.client, phoneNumber, phoneCodeHash, phoneCode ?? '')
  return user ? answerLogin(ctx, user) : { _: 'auth.authorizationSignUpRequired' as const }
})
