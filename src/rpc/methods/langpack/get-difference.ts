import { openMethod } from '../../method.ts'

/** langpack.getDifference: https://core.telegram.org/method/langpack.getDifference; nothing ever changes. */
export const getDifference = openMethod(
  'langpack.getDifference',
  (_ctx, { langCode, fromVersion }) =>
    Promise.resolve({
      _: 'langPackDifference',
      langCode,
      fromVersion,
      version: fromVersion,
      strings: [],
    }),
)
