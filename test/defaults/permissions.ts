import { CHAT_ID, type Line, type Means, type MethodTable } from './table.ts'

const ALL = [
  'can_send_messages', 'can_send_audios', 'can_send_documents', 'can_send_photos', 'can_send_videos',
  'can_send_video_notes', 'can_send_voice_notes', 'can_send_polls', 'can_send_other_messages',
  'can_add_web_page_previews', 'can_react_to_messages', 'can_edit_tag', 'can_change_info',
  'can_invite_users', 'can_pin_messages', 'can_manage_topics',
] as const // prettier-ignore

type Permission = (typeof ALL)[number]

const MEDIA = ALL.filter((name) => /audios|documents|photos|videos|_notes/.test(name))
const TEXT: readonly Permission[] = ['can_send_messages', 'can_react_to_messages']

/** These and no others are granted. */
function only(...granted: readonly Permission[]): Means {
  return Object.fromEntries(ALL.map((name) => [name, granted.includes(name)]))
}

/** Lines for `permissions`: the object, and what it grants. */
function grants(parameter: string, cases: readonly (readonly [object | string, Means])[]): Line[] {
  return cases.map(([given, means]) => [
    parameter,
    typeof given === 'string' ? given : JSON.stringify(given),
    means,
  ])
}

const yes = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, true]))
const wrong = (name: string): string =>
  `can't parse chat permissions: Field "${name}" must be of type Boolean`

const PERMISSIONS: readonly Line[] = [
  ['permissions', '', "can't parse permissions JSON object"],
  ['permissions', '{', "can't parse permissions JSON object"],
  ['permissions', 'null', 'object expected as permissions'],
  ['permissions', '[]', 'object expected as permissions'],
  ...grants('permissions', [
    [{ can_send_messages: null }, wrong('can_send_messages')],
    [{ can_send_messages: 'true' }, wrong('can_send_messages')],
    [{ can_pin_messages: 1 }, wrong('can_pin_messages')],
    [{ can_send_media_messages: 0 }, wrong('can_send_media_messages')],
    [{}, only()],
    [yes('can_send_messages'), only(...TEXT)],
    [yes('can_send_photos'), only('can_send_photos')],
    [yes('can_send_media_messages'), only(...TEXT, ...MEDIA)],
    // The old name is overlooked beside any of the new ones.
    [{ can_send_media_messages: true, can_send_photos: false }, only()],
    [yes('can_send_media_messages', 'can_send_audios'), only('can_send_audios')],
    [yes('can_send_other_messages'), only('can_send_other_messages', 'can_send_messages', ...MEDIA)],
    [yes('can_add_web_page_previews'), only('can_add_web_page_previews', 'can_send_messages', ...MEDIA)],
    [yes('can_send_polls'), only('can_send_polls', 'can_send_messages')],
    [yes('can_pin_messages'), only('can_pin_messages', 'can_manage_topics', 'can_edit_tag')],
    [{ can_pin_messages: true, can_manage_topics: false, can_edit_tag: false }, only('can_pin_messages')],
    [{ can_send_messages: true, can_react_to_messages: false }, only('can_send_messages')],
    [yes('can_react_to_messages'), only('can_react_to_messages')],
    [yes('can_change_info', 'can_invite_users'), only('can_change_info', 'can_invite_users')],
    // The first of two counts.
    ['{"can_invite_users":true,"can_invite_users":false}', only('can_invite_users')],
  ]),
] // prettier-ignore

const INDEPENDENT: readonly Line[] = grants('permissions', [
  [yes('can_send_media_messages'), only(...MEDIA)],
  [yes('can_send_other_messages'), only('can_send_other_messages')],
  [yes('can_add_web_page_previews'), only('can_add_web_page_previews')],
  [yes('can_send_polls'), only('can_send_polls')],
  [yes('can_send_messages'), only(...TEXT)],
])

const independent = (yesMeans: Means, noMeans: Means): Line[] => [
  ['use_independent_chat_permissions', undefined, noMeans],
  ['use_independent_chat_permissions', 'no', noMeans],
  ['use_independent_chat_permissions', 'true', yesMeans],
]

const POLLS = JSON.stringify(yes('can_send_polls'))
const WHOLE_GROUP = { chat_id: '<supergroup>' }
const ANN = { ...WHOLE_GROUP, user_id: '<ann>' }

/** What every method that takes ChatPermissions makes of them, and of the parameters of old. */
export const PERMISSION_TABLES: readonly MethodTable[] = [
  {
    method: 'setChatPermissions',
    source: 'get_chat_permissions',
    call: WHOLE_GROUP,
    look: 'chat',
    lines: [
      ...CHAT_ID,
      ['chat_id', '<channel>', "can't change channel chat permissions"],
      ['permissions', undefined, only()],
      ...PERMISSIONS,
      // Without the object the old ones are not looked at.
      ['can_send_messages', 'true', only()],
    ],
  },
  {
    method: 'setChatPermissions',
    source: 'get_chat_permissions',
    call: { ...WHOLE_GROUP, permissions: POLLS },
    look: 'chat',
    lines: independent(only('can_send_polls'), only('can_send_polls', 'can_send_messages')),
  },
  {
    method: 'setChatPermissions',
    source: 'get_chat_permissions',
    call: { ...WHOLE_GROUP, use_independent_chat_permissions: 'true' },
    look: 'chat',
    lines: INDEPENDENT,
  },
  {
    method: 'restrictChatMember',
    source: 'get_chat_permissions',
    call: ANN,
    look: 'member',
    lines: [
      ['permissions', undefined, only()],
      ...PERMISSIONS,
      // All that a library knew before Bot API 9.5.
      [
        'permissions',
        JSON.stringify(yes(...ALL.filter((name) => !['can_edit_tag', 'can_react_to_messages'].includes(name)))),
        { status: 'member' },
      ],
      ['can_send_messages', 'true', only(...TEXT)],
      ['can_send_media_messages', 'true', only(...TEXT, ...MEDIA)],
      ['can_send_other_messages', 'true', only(...TEXT, ...MEDIA, 'can_send_other_messages')],
      ['can_add_web_page_previews', 'true', only(...TEXT, ...MEDIA, 'can_add_web_page_previews')],
      ['can_send_polls', 'true', only()],
    ],
  },
  {
    method: 'restrictChatMember',
    source: 'get_chat_permissions, the parameters of old that free somebody',
    call: { ...ANN, can_add_web_page_previews: 'true' },
    look: 'member',
    lines: [['can_send_other_messages', '1', { status: 'member' }]],
  },
  {
    method: 'restrictChatMember',
    source: 'get_chat_permissions',
    call: { ...ANN, permissions: POLLS },
    look: 'member',
    lines: independent(only('can_send_polls'), only('can_send_polls', 'can_send_messages')),
  },
  {
    method: 'restrictChatMember',
    source: 'get_chat_permissions',
    call: { ...ANN, use_independent_chat_permissions: 'true' },
    look: 'member',
    lines: [...INDEPENDENT, ['can_send_media_messages', 'true', only(...MEDIA)]],
  },
  {
    method: 'restrictChatMember',
    source: 'process_restrict_chat_member_query, is_legacy',
    call: { ...ANN, user_id: '<restricted>' },
    look: 'member',
    lines: [
      // An old call leaves alone what it does not know of: the person may send polls and invite.
      ['can_send_messages', 'true', only(...TEXT, 'can_send_polls', 'can_invite_users')],
      ['can_send_messages', 'false', only('can_send_polls', 'can_invite_users')],
      ['permissions', '{"can_send_messages":true}', only(...TEXT)],
      ['permissions', undefined, only()],
    ],
  },
] // prettier-ignore
