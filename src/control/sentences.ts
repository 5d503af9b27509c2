import type { RpcError, RpcErrorName } from '../core/rpc-error.ts'

/** The fields of a wish that a sentence may name. */
interface Wanted {
  readonly phone?: string
  readonly username?: string
  readonly firstName?: string
  readonly lastName?: string
  readonly name?: string
  readonly about?: string
  readonly title?: string
}

const SENTENCES: Partial<Record<RpcErrorName, (wanted: Wanted) => string>> = {
  PHONE_NUMBER_OCCUPIED: ({ phone }) => `phone ${phone} is taken`,
  PHONE_NUMBER_INVALID: ({ phone }) =>
    `${quoted(phone)} is no phone number: it takes 7 to 15 digits with the country's first, such as +9996610001`,
  USERNAME_OCCUPIED: ({ username }) => `username ${username} is taken`,
  USERNAME_INVALID: ({ username, name }) =>
    `${quoted(username)} is no username: it takes 5 to 32 of A-Z, a-z, 0-9 and single _, a letter first` +
    // Only bots have a name in one piece.
    (name === undefined ? '' : ', and "bot" at the end'),
  FIRSTNAME_INVALID: ({ firstName, name }) =>
    `the ${name === undefined ? 'firstName' : 'name'} ${quoted(firstName ?? name)} is empty or too long`,
  LASTNAME_INVALID: ({ lastName }) => `the lastName ${quoted(lastName)} is too long`,
  ABOUT_TOO_LONG: ({ about }) => `the about ${quoted(about)} is too long`,
  CHAT_TITLE_EMPTY: () => 'the title is empty',
  USERS_TOO_MUCH: () => 'these are more members than such a chat may have',
  BOTS_TOO_MUCH: () => 'these are more bots than such a chat may have',
  BOT_GROUPS_BLOCKED: () => 'one of the members is a bot that joins no groups',
  USER_BOT: () => 'a bot can be in a channel as an admin only: give it rights in admins',
}

/** Why Telegram's rules refuse what was wanted, for a person who reads no error names. */
export function sentenceOf(error: RpcError, wanted: Wanted): string {
  const sentence = error.reason ?? SENTENCES[error.type]?.(wanted)
  return sentence ?? `Telegram's rules refuse it with ${error.message}`
}

function quoted(text = ''): string {
  return JSON.stringify(text.slice(0, 60))
}
