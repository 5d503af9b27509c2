import type { SqlValue } from '../sql.ts'

/** One row of a table, without the columns that later schemas added. */
export interface OldRow {
  readonly table: string
  readonly row: Readonly<Record<string, SqlValue>>
}

const row = (table: string, columns: OldRow['row']): OldRow => ({ table, row: columns })

/**
 * Rows for every table of the first schema, in an order in which they may be written. Frozen like that
 * schema: they are what a database of that time holds.
 */
export const FIRST_ROWS: readonly OldRow[] = [
  row('meta', { key: 'counter:user', value: '6000000002' }),
  row('users', { id: 1, phone: '9996611111', firstName: 'Ann', createdAt: 100, pts: 7, password: '{}' }),
  row('users', { id: 2, firstName: 'Helper', username: 'a_bot', isBot: 1, createdAt: 100 }),
  row('bots', { userId: 2, ownerId: 1, token: '2:secret', canReadAllGroupMessages: 1 }),
  row('usernames', { name: 'a_bot', kind: 'user', id: 2 }),
  row('contacts', { ownerId: 1, userId: 2, firstName: 'My', lastName: 'bot', date: 101 }),
  row('auth_keys', { id: 'aa', key: Buffer.alloc(256, 7), kind: 'perm', dc: 2, createdAt: 100 }),
  row('authorizations', {
    keyId: 'aa', accountId: 1, hash: '5', layer: 198, apiId: 4, deviceModel: 'Phone', systemVersion: '1',
    appVersion: '2', systemLangCode: 'en', langPack: '', langCode: 'en', createdAt: 100, activeAt: 101,
  }), // prettier-ignore
  row('login_codes', { phone: '9996611111', n: 1, codeHash: 'c0de', code: '11111', expiresAt: 400, attempts: 2, resends: 1 }),
  row('login_codes', { phone: '9996612222', n: 1, codeHash: 'c0df', code: '22222', expiresAt: 500, verifiedKeyId: 'aa' }),
  row('login_tokens', { token: 'f0', keyId: 'aa', apiId: 4, expiresAt: 130, exceptIds: '[1]', acceptedBy: 2 }),
  row('srp_challenges', { id: '-9', accountId: 1, secret: Buffer.from('s'), verifier: Buffer.from('v'), expiresAt: 700 }),
  row('exported_authorizations', { token: 'e0', accountId: 1, expiresAt: 700 }),
  row('chats', { id: 10, kind: 'supergroup', title: 'Chat', creatorId: 1, date: 102, pts: 3, requestsPending: 1 }),
  row('members', { chatId: 10, userId: 1, status: 'creator', date: 102 }),
  row('members', { chatId: 10, userId: 2, status: 'member', date: 103, inviterId: 1, inviteId: 5 }),
  row('invites', { id: 5, chatId: 10, adminId: 1, permanent: 1, date: 102, usage: 1, title: 'Way in' }),
  row('join_requests', { chatId: 10, userId: 1, inviteId: 5, date: 104, about: 'let me in' }),
  row('join_queries', { queryId: 'q', chatId: 10, userId: 1, botId: 2, webAppUrl: null }),
  row('folders', {
    accountId: 1, id: 2, kind: 'filter', position: 0, title: 'Work', entities: '[]', pinned: '[]',
    included: '[]', excluded: '[]', seenChats: '[]',
  }), // prettier-ignore
  row('chatlist_invites', { id: 6, ownerId: 1, folderId: 2, date: 105, chatIds: '[10]' }),
  row('admin_log', { chatId: 10, id: 1, date: 106, userId: 1, filter: 4, payload: '{}' }),
  row('messages', {
    boxKind: 'channel', boxId: 10, id: 1, uid: 1, peerKind: 'channel', peerId: 10, fromId: 1, authorId: 1,
    date: 107, text: 'hello', randomId: '99', pts: 2,
  }), // prettier-ignore
  row('dialogs', { accountId: 1, peerKind: 'channel', peerId: 10, topMessage: 1, topDate: 107, readInbox: 1 }),
  row('login_tries', { phone: '9996611111', tries: 2, until: 900 }),
  row('bot_commands', { botId: 2, scope: 'default', languageCode: '', commands: '[]' }),
  row('acquaintances', { botId: 2, userId: 1, mayWrite: 1 }),
  row('blocked_peers', { ownerId: 1, peerKind: 'user', peerId: 2, date: 108 }),
  row('photos', {
    id: 3, chatId: 10, date: 109, type: 'jpeg', width: 1, height: 1, size: 1, bytes: Buffer.from('p'),
  }), // prettier-ignore
  row('chat_bots', { chatId: 10, botId: 2 }),
  row('peeks', { chatId: 10, userId: 2, expiresAt: 999 }),
  row('bot_queues', { botId: 2, lastId: 4, asked: 1 }),
  row('bot_updates', { botId: 2, id: 4, chatId: 10, date: 110, payload: '{}' }),
  row('leftovers', { kind: 'chat', id: 11, since: 111 }),
  row('updates', { boxKind: 'channel', boxId: 10, n: 1, pts: 2, ptsCount: 1, date: 107, payload: '{}' }),
] // prettier-ignore
