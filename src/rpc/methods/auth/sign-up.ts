import { signUp as makeAccount } from '../../../domain/accounts/sign-up.ts'
import { answerLogin } from '../../login.ts'
import { openMethod } from '../../method.ts'

/** auth.signUp: https://core.telegram.org/method/auth.signUp */
export const signUp = openMethod('auth.signUp', async (ctx, request) => {
  const { phoneNumber, phoneCodeHash, firstName, lastName } = request
  const user = await makeAccount(ctx.u, ctx.client, phoneNumber, phoneCodeHash, firstName, lastName)
  return answerLogin(ctx, user)
})
