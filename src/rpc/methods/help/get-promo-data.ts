import { method } from '../../method.ts'

/** Seconds until a client asks again. */
const LIFETIME = 86_400

/** help.getPromoData: https://core.telegram.org/method/help.getPromoData; nothing is promoted. */
export const getPromoData = method('help.getPromoData', ({ u }) =>
  Promise.resolve({ _: 'help.promoDataEmpty', expires: u.now + LIFETIME }),
)
