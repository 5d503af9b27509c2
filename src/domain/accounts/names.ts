import { rpcError } from '../../core/rpc-error.ts'
import { characterCount, cleanLine, cleanLines } from '../../core/text/clean.ts'
import type { Unit } from '../context.ts'

/** The name of a person or a bot, cleaned. */
export interface Name {
  readonly firstName: string
  readonly lastName: string
}

/**
 * Cleans a name and checks it.
 *
 * @throws FIRSTNAME_INVALID when the first name is empty or too long, LASTNAME_INVALID when the last
 *   name is too long
 */
export function cleanName(u: Unit, firstName: string, lastName: string): Name {
  const name = { firstName: cleanLine(firstName), lastName: cleanLine(lastName) }
  const isLong = (text: string): boolean => characterCount(text) > u.limits.nameLength
  if (name.firstName === '' || isLong(name.firstName)) throw rpcError('FIRSTNAME_INVALID')
  if (isLong(name.lastName)) throw rpcError('LASTNAME_INVALID')
  return name
}

/** Cleans the text about an account and checks its length. @throws ABOUT_TOO_LONG */
export function cleanUserAbout(u: Unit, about: string): string {
  const clean = cleanLines(about)
  if (characterCount(clean) > u.limits.userAboutLength) throw rpcError('ABOUT_TOO_LONG')
  return clean
}
