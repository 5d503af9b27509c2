import { rpcError } from '../../../core/rpc-error.ts'
import { ENGLISH } from '../../encode/language.ts'
import { openMethod } from '../../method.ts'

/** langpack.getLanguage: https://core.telegram.org/method/langpack.getLanguage */
export const getLanguage = openMethod('langpack.getLanguage', (_ctx, { langCode }) => {
  if (langCode !== ENGLISH.langCode) return Promise.reject(rpcError('LANG_CODE_NOT_SUPPORTED'))
  return Promise.resolve(ENGLISH)
})
