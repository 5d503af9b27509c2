/** What a call gives for a parameter, as text of a form; undefined where the parameter is left out. */
export type Given = string | undefined

/**
 * What it means: the words of the refusal (without "Bad Request: "), or what is seen afterwards, where
 * undefined is a field that is not there.
 */
export type Means = string | Readonly<Record<string, unknown>>

/** One line of the table: this, given for the parameter in an otherwise good call, means that. */
export type Line = readonly [parameter: string, given: Given, means: Means]

/** What is looked at after a call that was taken. */
export type Look = 'result' | 'member' | 'bot' | 'chat' | 'webhook' | 'commands' | 'nothing'

/**
 * The lines of a method, read from the official server's source. Texts may name things of the test's
 * world by `<name>`, and seconds from now by `<now+60>`.
 */
export interface MethodTable {
  readonly method: string
  /** Where the meaning is to be found, in Client.cpp of telegram-bot-api or in td. */
  readonly source: string
  /** The other parameters of the call. */
  readonly call?: Readonly<Record<string, string>>
  readonly look?: Look
  readonly lines: readonly Line[]
}

/** Nothing else is to be seen than that the call was taken. */
export const TAKEN: Means = {}

/** A yes or no (Client.cpp to_bool). */
export function yesOrNo(parameter: string, yes: Means, no: Means): Line[] {
  const yeses = ['true', 'TRUE', 'Yes', '1', ' true\n']
  const noes = [undefined, '', 'false', 'no', '0', '2', 'null', 'on']
  return [
    ...noes.map((given): Line => [parameter, given, no]),
    ...yeses.map((given): Line => [parameter, given, yes]),
  ]
}

/** The same in short, for the many flags of one method. */
export function flag(parameter: string, yes: Means, no: Means): Line[] {
  return [
    [parameter, undefined, no],
    [parameter, 'false', no],
    [parameter, 'true', yes],
  ]
}

/** `chat_id` of a chat that is not known (Client.cpp check_chat). */
export const CHAT_ID: readonly Line[] = [
  ['chat_id', undefined, 'chat_id is empty'],
  ['chat_id', '', 'chat_id is empty'],
  ['chat_id', 'null', 'chat not found'],
  ['chat_id', '0', 'chat not found'],
  ['chat_id', '18446744073709551616', 'chat not found'],
  ['chat_id', '@nobody_is_here', 'chat not found'],
]

/** `user_id` (Client.cpp get_user_id); one that no account can have is refused after the chat was found. */
export function userId(beyond = 'invalid user identifier specified'): Line[] {
  const none = [undefined, '', '0', '-5', 'Ann', '9223372036854775808', '18446744073709551616']
  return [
    ...none.map((given): Line => ['user_id', given, 'invalid user_id specified']),
    ['user_id', '1099511627776', beyond],
  ]
}
