/** Data centres of Telegram have the numbers 1 to 5 today, those of its CDN 201 and following. */
const LAST_DC = 999
/** What is added for the data centres of the test environment. */
const TEST_DC = 10_000

/**
 * Whether a number can be a data centre's: below zero for media, 10000 more for test servers. localgram is
 * every one of them; for anything else clients get transport error -444, in a key exchange and through
 * MTProxy. In an obfuscated header without a proxy's secret most clients leave garbage, and nobody looks.
 *
 * Source: https://core.telegram.org/mtproto/mtproto-transports#transport-errors and #transport-obfuscation
 */
export function isDataCentre(dc: number): boolean {
  const number = Math.abs(dc)
  const id = number > TEST_DC ? number - TEST_DC : number
  return id >= 1 && id <= LAST_DC
}
