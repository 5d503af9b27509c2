import type { Line, MethodTable } from './table.ts'

const START = '[{"command":"start","description":"Begin"}]'
const NO_LANGUAGE = 'invalid language code specified'
const NO_SCOPE = "can't parse BotCommandScope"

const scope = (fields: object): string => JSON.stringify(fields)

/** Refusals of a scope, which every method about commands has. */
const SCOPE: readonly Line[] = [
  ['scope', '{', "can't parse BotCommandScope JSON object"],
  ['scope', 'null', `${NO_SCOPE}: BotCommandScope must be an Object`],
  ['scope', '{}', `${NO_SCOPE}: Can't find field "type"`],
  ['scope', scope({ type: 'all' }), `${NO_SCOPE}: Unsupported type specified`],
  ['scope', scope({ type: 'chat' }), `${NO_SCOPE}: Can't find field "chat_id"`],
  ['scope', scope({ type: 'chat', chat_id: '' }), `${NO_SCOPE}: Empty chat_id specified`],
  ['scope', scope({ type: 'chat', chat_id: [] }), `${NO_SCOPE}: Field "chat_id" must be of type String`],
  ['scope', scope({ type: 'chat', chat_id: 'x' }), 'chat not found'],
  ['scope', '{"type":"chat_member","chat_id":<supergroup>}', `${NO_SCOPE}: Can't find field "user_id"`],
  ['scope', '{"type":"chat_member","chat_id":<supergroup>,"user_id":0}', `${NO_SCOPE}: Invalid user_id specified`],
  ['scope', '{"type":"chat_member","chat_id":<supergroup>,"user_id":1.5}', `${NO_SCOPE}: Field "user_id" must be a valid Number`],
  ['scope', '{"type":"chat_member","chat_id":<supergroup>,"user_id":99999999999999999999}', `${NO_SCOPE}: Field "user_id" must be a valid Number`],
  ['scope', '{"type":"chat_administrators","chat_id":<person>}', "can't use specified scope in private chats"],
  ['scope', '{"type":"chat","chat_id":<channel>}', "can't change commands in channel chats"],
] // prettier-ignore

const LANGUAGE: readonly Line[] = [
  ['language_code', 'DE', NO_LANGUAGE],
  ['language_code', 'deu', NO_LANGUAGE],
  ['language_code', ' de', NO_LANGUAGE],
]

/** Lists by scope and language; before each call there is one command in all three. */
const lists = (usual: number, german: number, chat: number) => ({ usual, german, chat })

/** Methods about a bot's commands. */
export const COMMANDS: readonly MethodTable[] = [
  {
    method: 'setMyCommands',
    source: 'process_set_my_commands_query, td set_commands',
    call: { commands: `[${START.slice(1, -1)},{"command":"stop","description":"End"}]` },
    look: 'commands',
    lines: [
      ...SCOPE,
      ...LANGUAGE,
      ['commands', undefined, lists(0, 1, 1)],
      ['commands', '', lists(0, 1, 1)],
      ['commands', '[]', lists(0, 1, 1)],
      ['commands', 'x', "can't parse commands JSON object"],
      ['commands', 'null', 'expected an Array of BotCommand'],
      ['commands', '[null]', "can't parse BotCommand: expected an Object"],
      ['commands', '[{"command":"a"}]', 'can\'t parse BotCommand: Can\'t find field "description"'],
      ['commands', '[{"command":true,"description":"b"}]', 'can\'t parse BotCommand: Field "command" must be of type String'],
      ['commands', '[{"command":42,"description":43}]', lists(1, 1, 1)],
      ['scope', undefined, lists(2, 1, 1)],
      ['scope', '', lists(2, 1, 1)],
      ['scope', '{"type":"default"}', lists(2, 1, 1)],
      ['scope', '{"type":"chat","chat_id":<supergroup>}', lists(1, 1, 2)],
      ['scope', '{"type":"chat","chat_id":"<supergroup>"}', lists(1, 1, 2)],
      ['language_code', undefined, lists(2, 1, 1)],
      ['language_code', '', lists(2, 1, 1)],
      ['language_code', 'de', lists(1, 2, 1)],
    ],
  },
  {
    method: 'getMyCommands',
    source: 'process_get_my_commands_query',
    look: 'result',
    lines: [
      ...SCOPE,
      ...LANGUAGE,
      ['scope', undefined, { length: 1 }],
      ['scope', '{"type":"all_group_chats"}', { length: 0 }],
      ['language_code', undefined, { length: 1 }],
      ['language_code', 'fr', { length: 0 }],
    ],
  },
  {
    method: 'deleteMyCommands',
    source: 'process_delete_my_commands_query',
    look: 'commands',
    lines: [
      ...SCOPE,
      ...LANGUAGE,
      ['scope', undefined, lists(0, 1, 1)],
      ['scope', '{"type":"chat","chat_id":<supergroup>}', lists(1, 1, 0)],
      ['language_code', undefined, lists(0, 1, 1)],
      ['language_code', 'de', lists(1, 0, 1)],
    ],
  },
] // prettier-ignore
