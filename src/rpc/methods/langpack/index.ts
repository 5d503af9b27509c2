import type { AnyMethod } from '../../method.ts'
import { getDifference } from './get-difference.ts'
import { getLangPack } from './get-lang-pack.ts'
import { getLanguage } from './get-language.ts'
import { getLanguages } from './get-languages.ts'
import { getStrings } from './get-strings.ts'

/** Every implemented method of the namespace `langpack`. */
export const langpackMethods: readonly AnyMethod[] = [
  getDifference,
  getLangPack,
  getLanguage,
  getLanguages,
  getStrings,
]
