import {
  CHAT_ID,
  flag,
  TAKEN,
  userId,
  yesOrNo,
  type Line,
  type Means,
  type MethodTable,
} from './table.ts'

const ANN = { chat_id: '<supergroup>', user_id: '<ann>' }
const ONLY_SUPERGROUPS = 'method is available for supergroup and channel chats only'

/** Until when somebody is shut out or restricted: shorter and longer is for ever (td fix_until_date). */
function untilDate(status: string): Line[] {
  const ends = (date: unknown): Means => ({ status, until_date: date })
  return [
    ['until_date', undefined, ends(0)],
    ['until_date', '', ends(0)],
    ['until_date', 'x', ends(0)],
    ['until_date', '-1', ends(0)],
    ['until_date', '<now+29>', ends(0)],
    ['until_date', '<now+30>', ends('<now+30>')],
    ['until_date', '<now+60>.5', ends('<now+60>')],
    ['until_date', '<now+31622400>', ends('<now+31622400>')],
    ['until_date', '<now+31622401>', ends(0)],
    ['until_date', '4000000000', ends(0)],
    ['until_date', '1795934378137', ends(0)],
    // 60 s from now, and 2^32.
    ['until_date', '<now+4294967356>', ends('<now+60>')],
  ]
}

const RIGHTS = {
  can_change_info: false,
  can_delete_messages: false,
  can_invite_users: false,
  can_restrict_members: false,
  can_promote_members: false,
  can_manage_video_chats: false,
  can_post_stories: false,
  can_edit_stories: false,
  can_delete_stories: false,
  can_pin_messages: false,
  can_manage_topics: false,
  can_manage_tags: false,
  is_anonymous: false,
} as const

const MEMBER: Means = { status: 'member' }
const ADMIN = { ...RIGHTS, status: 'administrator', can_manage_chat: true } as const
const CHANNEL_ADMIN = { status: 'administrator', can_restrict_members: true } as const

/** Methods about members of a chat. */
export const MEMBERS: readonly MethodTable[] = [
  {
    method: 'banChatMember',
    source: 'process_ban_chat_member_query',
    call: ANN,
    look: 'member',
    lines: [
      ...CHAT_ID,
      ['chat_id', '<person>', "can't ban members in private chats"],
      ...userId(),
      ...untilDate('kicked'),
      ...yesOrNo('revoke_messages', { status: 'kicked' }, { status: 'kicked' }),
    ],
  },
  {
    method: 'unbanChatMember',
    source: 'process_unban_chat_member_query',
    call: ANN,
    look: 'member',
    lines: [
      ...CHAT_ID,
      ['chat_id', '<group>', ONLY_SUPERGROUPS],
      ...userId(),
      ...yesOrNo('only_if_banned', MEMBER, { status: 'left' }),
    ],
  },
  {
    method: 'restrictChatMember',
    source: 'process_restrict_chat_member_query',
    call: { ...ANN, permissions: '{"can_send_messages":true}' },
    look: 'member',
    lines: [
      ...CHAT_ID,
      ['chat_id', '<group>', 'method is available only for supergroups'],
      ['chat_id', '<channel>', 'method is available only for supergroups'],
      ...userId(),
      ...untilDate('restricted'),
    ],
  },
  {
    method: 'promoteChatMember',
    source: 'process_promote_chat_member_query, td AdministratorRights',
    call: ANN,
    look: 'member',
    lines: [
      ...CHAT_ID,
      ['chat_id', '<group>', ONLY_SUPERGROUPS],
      ...userId(),
      ...yesOrNo('can_manage_chat', ADMIN, MEMBER),
      ...Object.keys(RIGHTS).flatMap((right) => flag(right, { ...ADMIN, [right]: true }, MEMBER)),
      ['can_manage_voice_chats', 'true', { ...ADMIN, can_manage_video_chats: true }],
      // Rights that supergroups have not make nobody an administrator.
      ...flag('can_post_messages', MEMBER, MEMBER),
      ...flag('can_edit_messages', MEMBER, MEMBER),
      ...flag('can_manage_direct_messages', MEMBER, MEMBER),
    ],
  },
  {
    method: 'promoteChatMember',
    source: 'the same, in channels',
    call: { ...ANN, chat_id: '<channel>' },
    look: 'member',
    lines: [
      // Left out of a promotion, the right to restrict is given: be it a promotion by nothing else.
      ['can_post_messages', 'true', { ...CHANNEL_ADMIN, can_post_messages: true }],
      ['can_manage_tags', 'true', CHANNEL_ADMIN],
      ['can_pin_messages', 'true', CHANNEL_ADMIN],
      ['can_manage_topics', 'true', CHANNEL_ADMIN],
      ['is_anonymous', 'true', { ...CHANNEL_ADMIN, is_anonymous: false }],
      ['can_restrict_members', undefined, MEMBER],
      ['can_restrict_members', 'false', MEMBER],
    ],
  },
  {
    method: 'promoteChatMember',
    source: 'the same, in channels, with can_restrict_members given',
    call: { ...ANN, chat_id: '<channel>', can_restrict_members: 'false' },
    look: 'member',
    lines: [
      ['can_post_messages', 'true', { can_post_messages: true, can_restrict_members: false }],
      ['can_manage_tags', 'true', MEMBER],
      ['is_anonymous', 'true', MEMBER],
    ],
  },
  {
    method: 'getChatMember',
    source: 'process_get_chat_member_query',
    call: ANN,
    look: 'result',
    lines: [...CHAT_ID, ...userId(), ['user_id', '<ann>x', MEMBER]],
  },
  {
    method: 'getChatMemberCount',
    source: 'process_get_chat_member_count_query',
    call: { chat_id: '<supergroup>' },
    look: 'result',
    lines: [...CHAT_ID, ['chat_id', '<person>', { result: 2 }]],
  },
  {
    method: 'getChatAdministrators',
    source: 'process_get_chat_administrators_query; return_bots is newer',
    call: { chat_id: '<with another bot>' },
    look: 'result',
    lines: [
      ...CHAT_ID,
      ['chat_id', '<person>', 'there are no administrators in the private chat'],
      ...yesOrNo('return_bots', { length: 3 }, { length: 2 }),
    ],
  },
  {
    method: 'leaveChat',
    source: 'process_leave_chat_query',
    call: { chat_id: '<supergroup>' },
    look: 'bot',
    lines: [
      ...CHAT_ID,
      ['chat_id', '<person>', "chat member status can't be changed in private chats"],
      ['chat_id', '<supergroup>.', { status: 'left' }],
    ],
  },
  {
    method: 'kickChatMember',
    source: 'init_methods: banChatMember under its old name',
    call: ANN,
    look: 'member',
    lines: [['until_date', undefined, { status: 'kicked', until_date: 0 }]],
  },
  {
    method: 'getChatMembersCount',
    source: 'init_methods: getChatMemberCount under its old name',
    lines: [['chat_id', '<supergroup>', TAKEN]],
  },
]
