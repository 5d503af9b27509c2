import { openMethod } from '../../method.ts'
import { ENGLISH } from '../../encode/language.ts'

/** langpack.getLanguages: https://core.telegram.org/method/langpack.getLanguages */
export const getLanguages = openMethod('langpack.getLanguages', () => Promise.resolve([ENGLISH]))
