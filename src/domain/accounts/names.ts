import { rpcError } from '../../core/rpc-error.ts'
import type { Unit } from '../context.ts'

/** The name of a person or a bot, cleaned. */
export interface Name {
  readonly firstName: string
  readonly lastName: string
}

/**
 * Takes control characters and outer blanks off a name and checks it.
 *
 * @throws FIRSTNAME_INVALID when the first name is empty or too long, LASTNAME_INVALID when the last
 *   name is too long
 */
export function cleanName(u: Unit, firstName: string, lastName: string): Name {
  const name = { firstName: clean(firstName), lastName: clean(lastName) }
  if (name.firstName === '' || name.firstName.length > u.limits.nameLength)
    throw rpcError('FIRSTNAME_INVALID')
  if (name.lastName.length > u.limits.nameLength) throw rpcError('LASTNAME_INVALID')
  return name
}

/** Checks the text about an account. @throws ABOUT_TOO_LONG */
export function checkAbout(u: Unit, about: string): string {
  if ([...about].length > u.limits.userAboutLength) throw rpcError('ABOUT_TOO_LONG')
  return about
}

function clean(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ').trim()
}
