import type { AnyMethod } from '../../method.ts'
import { checkUsername } from './check-username.ts'
import { deleteAccount } from './delete-account.ts'
import { getAuthorizations } from './get-authorizations.ts'
import { getPasswordSettings } from './get-password-settings.ts'
import { getPassword } from './get-password.ts'
import { resetAuthorization } from './reset-authorization.ts'
import { updatePasswordSettings } from './update-password-settings.ts'
import { updateProfile } from './update-profile.ts'
import { updateStatus } from './update-status.ts'
import { updateUsername } from './update-username.ts'

/** Every implemented method of the namespace `account`. */
export const accountMethods: readonly AnyMethod[] = [
  checkUsername,
  deleteAccount,
  getAuthorizations,
  getPassword,
  getPasswordSettings,
  resetAuthorization,
  updatePasswordSettings,
  updateProfile,
  updateStatus,
  updateUsername,
]
