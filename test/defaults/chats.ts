import { CHAT_ID, TAKEN, type MethodTable } from './table.ts'

const PLACE = { chat_id: '<supergroup>' }

/** Methods about a chat itself, and about files. */
export const CHATS: readonly MethodTable[] = [
  {
    method: 'getChat',
    source: 'process_get_chat_query',
    call: PLACE,
    look: 'result',
    lines: [
      ...CHAT_ID,
      ['chat_id', '<supergroup>.0', { type: 'supergroup' }],
      ['chat_id', '<supergroup+2^64>', { type: 'supergroup' }],
      ['chat_id', '@default_place', { type: 'channel' }],
      ['chat_id', '@<username of ann>', 'chat not found'],
      ['chat_id', '@door_bot', { type: 'private' }],
      ['chat_id', '@second_default_bot', { type: 'private' }],
      ['chat_id', '@Default_.Place\n', { type: 'channel' }],
    ],
  },
  {
    method: 'setChatTitle',
    source: 'process_set_chat_title_query, td set_dialog_title',
    call: PLACE,
    look: 'chat',
    lines: [
      ...CHAT_ID,
      ['title', undefined, 'title must be non-empty'],
      ['title', '', 'title must be non-empty'],
      ['title', ' \n', 'title must be non-empty'],
      ['title', '42', { title: '42' }],
      ['title', 't'.repeat(129), { title: 't'.repeat(128) }],
    ],
  },
  {
    method: 'setChatDescription',
    source: 'process_set_chat_description_query, td set_channel_description',
    call: PLACE,
    look: 'chat',
    lines: [
      ...CHAT_ID,
      ['description', undefined, { description: undefined }],
      ['description', '', { description: undefined }],
      ['description', '42', { description: '42' }],
      ['description', 'd'.repeat(256), { description: 'd'.repeat(255) }],
    ],
  },
  {
    method: 'setChatPhoto',
    source: 'process_set_chat_photo_query, get_input_file',
    call: PLACE,
    lines: [
      // The file is looked at before the chat.
      ['chat_id', undefined, 'there is no photo in the request'],
      ['photo', undefined, 'there is no photo in the request'],
      ['photo', '', 'there is no photo in the request'],
      ['photo', 'https://example.org/a.jpg', 'photo must be uploaded as an InputFile'],
      ['photo', 'attach://nothing', 'photo must be uploaded as an InputFile'],
    ],
  },
  {
    method: 'deleteChatPhoto',
    source: 'process_delete_chat_photo_query',
    call: PLACE,
    lines: [...CHAT_ID, ['chat_id', '<person>', "can't change private chat photo"]],
  },
  {
    method: 'getFile',
    source: 'process_get_file_query, check_remote_file_id',
    lines: [
      ['file_id', undefined, 'file_id not specified'],
      ['file_id', '', 'file_id not specified'],
      ['file_id', '42', 'invalid file_id'],
    ],
  },
  { method: 'getMe', source: 'process_get_me_query', lines: [['anything', 'x', TAKEN]] },
]
