/**
 * Longest text that is searched for, in UTF-16 units: as long as the longest that is stored, a message of
 * 4096 characters. SQLite refuses patterns from 50 000 bytes on.
 */
const SEARCH_MAX = 8192

/**
 * A text as it is written in a pattern for `LIKE ... ESCAPE '\\'`. What is longer than any text that is stored
 * is cut, but stays longer: nothing is found by it.
 */
export function likeText(text: string): string {
  return text.slice(0, SEARCH_MAX + 1).replaceAll(/[\\%_]/g, String.raw`\$&`)
}
