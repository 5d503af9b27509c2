import { BOT_API_ADMIN_RIGHTS, type BotApiAdminRight } from '../domain/chats/right-names.ts'
import { ADMIN_RIGHTS, maskOf } from '../domain/chats/rights.ts'
import { flag, type Parameter } from './parameters.ts'

/** One flag for each right (https://core.telegram.org/bots/api#promotechatmember). */
export const ADMIN_RIGHT_PARAMETERS = Object.fromEntries(
  Object.keys(BOT_API_ADMIN_RIGHTS).map((name) => [name, flag()]),
) as { readonly [K in BotApiAdminRight]: Parameter<boolean> }

/** Bits of chatAdminRights for the flags; whoever has any right manages the chat as well (TDLib). */
export function adminRightsOf(flags: Readonly<Record<BotApiAdminRight, boolean>>): number {
  const names = (Object.keys(BOT_API_ADMIN_RIGHTS) as BotApiAdminRight[]).filter(
    (name) => flags[name],
  )
  if (names.length === 0) return 0
  return maskOf(ADMIN_RIGHTS, [...names.map((name) => BOT_API_ADMIN_RIGHTS[name]), 'other'])
}
