import { method } from '../../method.ts'

/** Seconds until a client asks again. */
const LIFETIME = 86_400

/** help.getTermsOfServiceUpdate: https://core.telegram.org/method/help.getTermsOfServiceUpdate */
export const getTermsOfServiceUpdate = method('help.getTermsOfServiceUpdate', ({ u }) =>
  Promise.resolve({ _: 'help.termsOfServiceUpdateEmpty', expires: u.now + LIFETIME }),
)
