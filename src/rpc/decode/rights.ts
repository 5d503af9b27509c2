import {
  ADMIN_RIGHTS,
  BANNED_RIGHTS,
  maskOf,
  type AdminRight,
  type BannedRight,
} from '../../domain/chats/rights.ts'
import type { TypeChatAdminRights, TypeChatBannedRights } from '../../tl/generated/base.ts'

/** The bits of chatAdminRights. */
export function adminRightsMask(rights: TypeChatAdminRights): number {
  const names = Object.keys(ADMIN_RIGHTS) as AdminRight[]
  return maskOf(
    ADMIN_RIGHTS,
    names.filter((name) => rights[name]),
  )
}

/** The bits of chatBannedRights. */
export function bannedRightsMask(rights: TypeChatBannedRights): number {
  const names = Object.keys(BANNED_RIGHTS) as BannedRight[]
  return maskOf(
    BANNED_RIGHTS,
    names.filter((name) => rights[name]),
  )
}
