import { importAuthorization as useToken } from '../../../domain/accounts/transfer.ts'
import { answerLogin } from '../../login.ts'
import { openMethod } from '../../method.ts'

/** auth.importAuthorization: https://core.telegram.org/method/auth.importAuthorization */
export const importAuthorization = openMethod('auth.importAuthorization', async (ctx, request) =>
  answerLogin(ctx, await useToken(ctx.u, ctx.client, request.id, request.bytes)),
)
