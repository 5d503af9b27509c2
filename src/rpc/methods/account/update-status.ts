import { method } from '../../method.ts'

/**
 * account.updateStatus: https://core.telegram.org/method/account.updateStatus
 *
 * Taken and forgotten: everybody was here "recently".
 */
export const updateStatus = method('account.updateStatus', () => Promise.resolve(true))
