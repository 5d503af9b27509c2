import { openMethod } from '../../method.ts'

/**
 * help.getCountriesList: https://core.telegram.org/method/help.getCountriesList
 *
 * Empty: clients fall back to the list they have built in.
 */
export const getCountriesList = openMethod('help.getCountriesList', () =>
  Promise.resolve({ _: 'help.countriesList', countries: [], hash: 0 }),
)
