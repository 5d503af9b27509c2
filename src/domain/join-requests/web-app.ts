import { createHmac } from 'node:crypto'
import { markedChannelId } from '../../core/chat-ids.ts'
import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { Caller, Unit } from '../context.ts'
import { INVITE_CHOICES } from '../invites/choices.ts'

/** Version of Mini Apps that brought guard bots (Bot API 10.1). */
const WEB_APP_VERSION = '10.1'

/** Facts about the client that opens a page, handed on to it. */
export interface WebAppViewer {
  /** Such as `android` or `tdesktop`. */
  readonly platform: string
  /** JSON of the client's colours. */
  readonly themeParams: string | undefined
  readonly languageCode: string
}

/**
 * The page that a guard bot wants the requester to open, with the data by which it knows them
 * (messages.requestChatJoinWebView; https://core.telegram.org/bots/webapps#initializing-mini-apps).
 *
 * @throws QUERY_ID_INVALID for a query that is unknown, another account's, without a page, or decided
 */
export async function openJoinWebApp(
  u: Unit,
  caller: Caller,
  queryId: string,
  viewer: WebAppViewer,
): Promise<string> {
  const query = await u.db.joinQueries.byId(queryId)
  if (!query || query.webAppUrl === null || query.userId !== caller.id) {
    throw rpcError(INVITE_CHOICES.queryInvalid)
  }
  const bot = await u.db.users.botById(query.botId)
  const user = await u.db.users.byId(caller.id)
  const chat = await u.db.chats.byId(query.chatId)
  if (!bot || !user || !chat)
    throw rpcError(INVITE_CHOICES.queryInvalid, { reason: 'a side is gone' })
  const data = {
    user: JSON.stringify(webAppUser(user, viewer.languageCode)),
    chat: JSON.stringify(webAppChat(chat)),
    chat_join_request_query_id: queryId,
    auth_date: String(u.now),
  }
  const parts = new URLSearchParams({
    tgWebAppData: new URLSearchParams({ ...data, hash: hashOf(data, bot.token) }).toString(),
    tgWebAppVersion: WEB_APP_VERSION,
    tgWebAppPlatform: viewer.platform,
  })
  if (viewer.themeParams !== undefined) parts.set('tgWebAppThemeParams', viewer.themeParams)
  const separator = query.webAppUrl.includes('#') ? '&' : '#'
  return `${query.webAppUrl}${separator}${parts.toString()}`
}

/** https://core.telegram.org/bots/webapps#webappuser */
function webAppUser(user: UserRow, languageCode: string) {
  return {
    id: user.id,
    first_name: user.firstName,
    last_name: user.lastName,
    username: user.username ?? undefined,
    language_code: languageCode || undefined,
    is_premium: user.premium ? true : undefined,
  }
}

/** https://core.telegram.org/bots/webapps#webappchat */
function webAppChat(chat: ChatRow) {
  return {
    id: markedChannelId(chat.id),
    type: chat.kind,
    title: chat.title,
    username: chat.username ?? undefined,
  }
}

/** https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app */
function hashOf(data: Readonly<Record<string, string>>, token: string): string {
  const lines = Object.entries(data).map(([name, value]) => `${name}=${value}`)
  const secret = createHmac('sha256', 'WebAppData').update(token).digest()
  return createHmac('sha256', secret).update(lines.toSorted().join('\n')).digest('hex')
}
