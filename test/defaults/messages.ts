import { CHAT_ID, TAKEN, yesOrNo, type Line, type MethodTable } from './table.ts'

const SENT = { chat_id: '<supergroup>', text: 'x' }

/** Taken, whatever it says: it has no effect here. */
const noEffect = (parameter: string, ...given: readonly (string | undefined)[]): Line[] =>
  [undefined, '', ...given].map((one) => [parameter, one, TAKEN])

const NO_REPLY = { reply_to_message: undefined }
const NOT_FOUND = 'message to be replied not found'

/** Methods about messages. */
export const MESSAGES: readonly MethodTable[] = [
  {
    method: 'sendMessage',
    source: 'process_send_message_query, do_send_message',
    call: SENT,
    look: 'result',
    lines: [
      ...CHAT_ID,
      ['text', undefined, 'message text is empty'],
      ['text', '', 'message text is empty'],
      ['text', '42', { text: '42' }],
      ['parse_mode', undefined, { text: 'x' }],
      ['parse_mode', 'None', { text: 'x' }],
      ['parse_mode', 'html', { text: 'x' }],
      ['parse_mode', 'BBCode', 'unsupported parse_mode'],
      ['entities', undefined, { entities: undefined }],
      ['entities', 'x', { entities: undefined }],
      ['entities', '{}', { entities: undefined }],
      ['entities', '[{"type":"bold","offset":0,"length":1}]', { entities: [{ type: 'bold', offset: 0, length: 1 }] }],
      ['reply_parameters', undefined, NO_REPLY],
      ['reply_parameters', '', NO_REPLY],
      ['reply_parameters', '{}', NO_REPLY],
      ['reply_parameters', '{', "can't parse reply parameters JSON object"],
      ['reply_parameters', 'null', 'object expected as reply parameters'],
      ['reply_parameters', '{"chat_id":1}', 'can\'t find field "message_id"'],
      ['reply_parameters', '{"message_id":null}', 'field "message_id" must be a Number'],
      ['reply_parameters', '{"message_id":7.0}', 'field "message_id" must be a valid Number'],
      ['reply_parameters', '{"message_id":4294967297}', 'field "message_id" must be a valid Number'],
      ['reply_parameters', '{"message_id":-7}', NO_REPLY],
      ['reply_parameters', '{"message_id":"999"}', NOT_FOUND],
      ['reply_parameters', '{"message_id":999,"allow_sending_without_reply":true}', NO_REPLY],
      ['reply_parameters', '{"message_id":999,"allow_sending_without_reply":"true"}', 'field "allow_sending_without_reply" must be of type Boolean'],
      ['reply_to_message_id', '999', NOT_FOUND],
      ['reply_to_message_id', '-999', NO_REPLY],
      ['reply_to_message_id', 'x', NO_REPLY],
      ['reply_to_message_id', '4294967296', NO_REPLY],
      ['reply_markup', undefined, TAKEN],
      ['reply_markup', '', TAKEN],
      ['reply_markup', '{', "can't parse reply keyboard markup JSON object"],
      ['reply_markup', 'null', 'object expected as reply markup'],
      ['reply_markup', '{}', TAKEN],
      ['reply_markup', '{"inline_keyboard":{}}', 'field "inline_keyboard" must be of type Array'],
      ['reply_markup', '{"remove_keyboard":1}', 'field "remove_keyboard" must be of type Boolean'],
      ...noEffect('suggested_post_parameters', '{}'),
      ['suggested_post_parameters', '[]', 'object expected as suggested post parameters'],
      ['suggested_post_parameters', '{', "can't parse suggested post parameters JSON object"],
      ['business_connection_id', undefined, TAKEN],
      ['business_connection_id', '', TAKEN],
      ['business_connection_id', 'x', 'business connection not found'],
      // A group without topics overlooks their numbers.
      ...noEffect('message_thread_id', '5', 'x', '4294967296', '-5'),
      ...noEffect('direct_messages_topic_id', '5', 'x', '18446744073709551616'),
      ...noEffect('link_preview_options', '{}', '{"is_disabled":true}', '{"url":5}'),
      ['link_preview_options', '{', "can't parse link preview options JSON object"],
      ['link_preview_options', 'null', 'object expected as link preview options'],
      ['link_preview_options', '{"is_disabled":"yes"}', 'field "is_disabled" must be of type Boolean'],
      ...noEffect('disable_web_page_preview', 'true'),
      ...noEffect('disable_notification', 'true', 'x'),
      ...noEffect('protect_content', 'true', 'x'),
      ...noEffect('allow_paid_broadcast', 'true', 'x'),
      ...noEffect('message_effect_id', '5', 'x'),
    ],
  },
  {
    method: 'sendMessage',
    source: 'get_reply_parameters, the parameters of old',
    call: { ...SENT, reply_to_message_id: '999' },
    look: 'result',
    lines: yesOrNo('allow_sending_without_reply', NO_REPLY, NOT_FOUND),
  },
  {
    method: 'sendMessage',
    source: 'check_message_topic: a private chat might have topics',
    call: { ...SENT, chat_id: '<person>' },
    lines: [
      ['message_thread_id', '5', 'message thread not found'],
      ['message_thread_id', '4294967301', 'message thread not found'],
      ['message_thread_id', '4294967296', TAKEN],
      ['message_thread_id', '-5', TAKEN],
    ],
  },
  {
    method: 'deleteMessage',
    source: 'process_delete_message_query',
    call: { chat_id: '<supergroup>', message_id: '<message>' },
    lines: [
      ['chat_id', undefined, 'chat identifier is not specified'],
      ['chat_id', 'x', 'chat not found'],
      ['message_id', undefined, 'message identifier is not specified'],
      ['message_id', '', 'message identifier is not specified'],
      ['message_id', 'x', 'message identifier is not specified'],
      ['message_id', '-1', 'message identifier is not specified'],
      ['message_id', '4294967296', 'message identifier is not specified'],
      ['message_id', '999', 'message to delete not found'],
      ['message_id', '<message>.9', TAKEN],
    ],
  },
] // prettier-ignore
