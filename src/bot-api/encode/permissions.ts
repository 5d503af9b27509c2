import { wholeBannedRights } from '../../domain/chats/banned-rights.ts'
import { BANNED_RIGHTS, maskOf } from '../../domain/chats/rights.ts'
import {
  MEDIA_PERMISSIONS,
  PERMISSIONS,
  TAKEN_WITHOUT,
  type Permission,
} from '../permission-names.ts'

/** https://core.telegram.org/bots/api#chatpermissions as it is told. */
export type ToldPermissions = Readonly<Record<Permission, boolean>> & {
  /**
   * Whether media of any kind may be sent: of Bot API before 6.5, but written to this day, and
   * libraries of that time fail without it.
   */
  readonly can_send_media_messages: boolean
}

/**
 * What members may do whom `banned` (bits of chatBannedRights) binds. Nobody sends anything who may not
 * send messages, and no media who may not send media.
 *
 * Source: Client.cpp json_store_permissions of telegram-bot-api
 */
export function encodePermissions(banned: number): ToldPermissions {
  const whole = wholeBannedRights(banned)
  const { can_send_messages, ...others } = Object.fromEntries(
    PERMISSIONS.map((name) => {
      const taken = maskOf(BANNED_RIGHTS, TAKEN_WITHOUT[name])
      return [name, (whole & taken) !== taken]
    }),
  ) as Record<Permission, boolean>
  return {
    can_send_messages,
    can_send_media_messages: MEDIA_PERMISSIONS.some((name) => others[name]),
    ...others,
  }
}
