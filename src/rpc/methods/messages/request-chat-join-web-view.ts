import { rpcError } from '../../../core/rpc-error.ts'
import { openJoinWebApp } from '../../../domain/join-requests/web-app.ts'
import { method } from '../../method.ts'

/**
 * messages.requestChatJoinWebView, layer 228 (spec section 5.4): the page of a guard bot. For users:
 * Telegram's list of methods by caller is older than this one.
 */
export const requestChatJoinWebView = method(
  'messages.requestChatJoinWebView',
  async ({ u, caller, client }, { queryId, platform, themeParams }) => {
    if (caller.isBot) throw rpcError('BOT_METHOD_INVALID')
    const url = await openJoinWebApp(u, caller, String(queryId), {
      platform,
      themeParams: themeParams?.data,
      languageCode: client.device.langCode,
    })
    return { _: 'webViewResultUrl', queryId, url }
  },
)
