import { likeText } from './like.ts'

/** A condition with one parameter. */
interface Condition {
  readonly text: string
  readonly value: string
}

/**
 * Finds accounts of `users u` by the start of a word in their name or of their username; ASCII case
 * folding only. Undefined where nothing is searched for, so that nobody's name is read.
 *
 * @param parameter number of the condition's parameter
 */
export function nameSearch(search: string, parameter: number): Condition | undefined {
  const word = likeText(search.trim().toLowerCase())
  if (word === '') return undefined
  const text = `' ' || LOWER(u."firstName" || ' ' || u."lastName" || ' ' || COALESCE(u."username", ''))
    LIKE $${parameter} ESCAPE '\\'`
  return { text, value: `% ${word}%` }
}
