import type { UserRow } from '../../store/tables/users.ts'
import type { UserFull } from '../../tl/generated/base.ts'
import { encodePrivateBotInfo } from './bot-info.ts'
import type { Encoder } from './encoder.ts'
import { encodePeerSettings } from './peer-settings.ts'

/** Everything about an account as the viewer sees it (https://core.telegram.org/constructor/userFull). */
export async function encodeFullUser(e: Encoder, user: UserRow): Promise<UserFull> {
  const self = user.id === e.viewer.id
  const common = self ? [] : await e.u.db.members.commonChatIds(e.viewer.id, user.id)
  return {
    _: 'userFull',
    blocked: await e.u.db.blocked.has(e.viewer.id, 'user', user.id),
    canPinMessage: true,
    id: e.user(user.id),
    about: user.about || undefined,
    settings: await encodePeerSettings(e, user.id),
    notifySettings: { _: 'peerNotifySettings' },
    botInfo: user.isBot === 1 ? await encodePrivateBotInfo(e, user.id) : undefined,
    commonChatsCount: common.length,
  }
}
