import { openMethod } from '../../method.ts'

/** help.getDeepLinkInfo: https://core.telegram.org/method/help.getDeepLinkInfo; nothing is known of any. */
export const getDeepLinkInfo = openMethod('help.getDeepLinkInfo', () =>
  Promise.resolve({ _: 'help.deepLinkInfoEmpty' }),
)
