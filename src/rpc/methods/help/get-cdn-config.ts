import { openMethod } from '../../method.ts'

/** help.getCdnConfig: https://core.telegram.org/method/help.getCdnConfig; there is no CDN. */
export const getCdnConfig = openMethod('help.getCdnConfig', () =>
  Promise.resolve({ _: 'cdnConfig', publicKeys: [] }),
)
