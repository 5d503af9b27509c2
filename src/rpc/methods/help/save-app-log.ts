import { openMethod } from '../../method.ts'

/** help.saveAppLog: https://core.telegram.org/method/help.saveAppLog; taken and forgotten. */
export const saveAppLog = openMethod('help.saveAppLog', () => Promise.resolve(true))
