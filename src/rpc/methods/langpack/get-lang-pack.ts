import { openMethod } from '../../method.ts'

/**
 * langpack.getLangPack: https://core.telegram.org/method/langpack.getLangPack
 *
 * No texts are kept here: clients show those they have built in.
 */
export const getLangPack = openMethod('langpack.getLangPack', (_ctx, { langCode }) =>
  Promise.resolve({ _: 'langPackDifference', langCode, fromVersion: 0, version: 1, strings: [] }),
)
