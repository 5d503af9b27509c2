import { encodeAuthorization } from '../../encode/authorization.ts'
import { method } from '../../method.ts'

/** Logins do not end by themselves here; clients want a number of days. */
const TTL_DAYS = 365

/** account.getAuthorizations: https://core.telegram.org/method/account.getAuthorizations */
export const getAuthorizations = method(
  'account.getAuthorizations',
  async ({ u, caller, client, session }) => {
    const rows = await u.db.auth.authorizationsOf(caller.id)
    return {
      _: 'account.authorizations',
      authorizationTtlDays: TTL_DAYS,
      authorizations: rows.map((row) => {
        const current = row.keyId === client.keyId
        return encodeAuthorization(row, current, current ? session.remote : '')
      }),
    }
  },
)
