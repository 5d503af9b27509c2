import { DH_GENERATOR, DH_PRIME } from '../../core/dh-prime.ts'
import { rpcError } from '../../core/rpc-error.ts'
import type { PasswordChange, PasswordProof } from '../../domain/accounts/password.ts'
import type { TypeAccountPasswordInputSettings } from '../../tl/generated/account.ts'
import type { TypeInputCheckPasswordSRP } from '../../tl/generated/base.ts'

/** The domain's form of a TL InputCheckPasswordSRP. */
export function passwordProof(input: TypeInputCheckPasswordSRP): PasswordProof {
  if (input._ === 'inputCheckPasswordEmpty') return { kind: 'empty' }
  return { kind: 'srp', srpId: input.srpId, a: input.A, m1: input.M1 }
}

/**
 * The domain's form of account.passwordInputSettings. An empty hash removes the password, whichever
 * algorithm stands beside it: Telethon and GramJS keep the old one there, TDLib sends none.
 *
 * @throws EMAIL_INVALID for a recovery e-mail, NEW_SETTINGS_INVALID for another algorithm and for
 *   secrets of Telegram Passport: localgram has neither e-mail nor Passport
 */
export function passwordChange(settings: TypeAccountPasswordInputSettings): PasswordChange {
  const { newAlgo, newPasswordHash, hint, email, newSecureSettings } = settings
  if (email) throw rpcError('EMAIL_INVALID', { reason: 'recovery by e-mail is not offered' })
  if (newSecureSettings !== undefined)
    throw rpcError('NEW_SETTINGS_INVALID', { reason: 'there is no Telegram Passport' })
  if (newAlgo === undefined || newPasswordHash === undefined) return { password: undefined }
  if (newPasswordHash.length === 0) return { password: 'remove' }
  if (newAlgo._ === 'passwordKdfAlgoUnknown')
    throw rpcError('NEW_SETTINGS_INVALID', { reason: 'a password without its algorithm' })
  if (newAlgo.g !== DH_GENERATOR || !DH_PRIME.equals(newAlgo.p))
    throw rpcError('NEW_SETTINGS_INVALID', { reason: 'another group than the one offered' })
  const { salt1, salt2 } = newAlgo
  return { password: { salt1, salt2, verifier: newPasswordHash, hint: hint ?? '' } }
}
