import type { LangPackLanguage } from '../../tl/generated/base.ts'

/** The one language, without texts of its own: clients have English built in. */
export const ENGLISH: LangPackLanguage = {
  _: 'langPackLanguage',
  official: true,
  name: 'English',
  nativeName: 'English',
  langCode: 'en',
  pluralCode: 'en',
  stringsCount: 0,
  translatedCount: 0,
  translationsUrl: '',
}
