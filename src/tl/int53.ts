/**
 * Which `long` fields are ids of users, chats, channels and communities, and therefore JS numbers in
 * objects: those ids are below 2^53 (Telegram documents 52 bits), and everything in the server that
 * counts, stores and compares them does so with numbers. All other longs are bigints: access hashes,
 * random ids, query ids, ids of files, and amounts.
 */

/**
 * Names of fields that are such an id, or a vector of them, in whatever definition they occur; and
 * `definition.field` where the field's name alone says too little.
 */
export const INT53_FIELDS: ReadonlySet<string> = new Set([
  'actor_id',
  'admin_disallowed_chat_id',
  'admin_id',
  'approved_by',
  'author_id',
  'auto_setting_from',
  'bot_id',
  'bot_manager_id',
  'broadcast_id',
  'business_bot_id',
  'channel_id',
  'channels',
  'chat_id',
  'chats',
  'community_id',
  'completed_by',
  'contact_id',
  'creator_chat_ids',
  'except_ids',
  'exclude_users',
  'from_id',
  'guard_bot_id',
  'inviter_id',
  'joined_chat_ids',
  'kicked_by',
  'linked_chat_id',
  'linked_community_id',
  'linked_monoforum_id',
  'migrated_from_chat_id',
  'new_creator_id',
  'other_uids',
  'owner_id',
  'participant_id',
  'personal_channel_id',
  'promoted_by',
  'provider_id',
  'receiver_id',
  'recent_requesters',
  'recent_viewers',
  'recent_voters',
  'recipient_id',
  'requested_by',
  'sender_id',
  'to_id',
  'top_bidders',
  'user_id',
  'users',
  'via_bot_id',
  'via_business_bot_id',
  'winners',

  'auth.exportedAuthorization.id',
  'auth.importAuthorization.id',
  'channel.id',
  'channelAdminLogEventActionChangeLinkedChat.new_value',
  'channelAdminLogEventActionChangeLinkedChat.prev_value',
  'channelForbidden.id',
  'channelFull.id',
  'chat.id',
  'chatEmpty.id',
  'chatForbidden.id',
  'chatFull.id',
  'community.id',
  'communityForbidden.id',
  'communityFull.id',
  'contacts.editCloseFriends.id',
  'messages.getChats.id',
  'messages.getCommonChats.max_id',
  'user.id',
  'userEmpty.id',
  'userFull.id',
])

/** Whether a `long` field is an id and therefore a JS number. Names as in the schema. */
export function isInt53(definition: string, field: string): boolean {
  return INT53_FIELDS.has(field) || INT53_FIELDS.has(`${definition}.${field}`)
}
