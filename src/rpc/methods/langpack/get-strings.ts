import { openMethod } from '../../method.ts'

/** langpack.getStrings: https://core.telegram.org/method/langpack.getStrings */
export const getStrings = openMethod('langpack.getStrings', () => Promise.resolve([]))
