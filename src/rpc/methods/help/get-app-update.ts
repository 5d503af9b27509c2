import { openMethod } from '../../method.ts'

/** help.getAppUpdate: https://core.telegram.org/method/help.getAppUpdate; there never is one. */
export const getAppUpdate = openMethod('help.getAppUpdate', () =>
  Promise.resolve({ _: 'help.noAppUpdate' }),
)
