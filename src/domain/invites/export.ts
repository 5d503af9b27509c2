import { rpcError } from '../../core/rpc-error.ts'
import { cleanLine } from '../../core/text/clean.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { InviteRow } from '../../store/tables/invites.ts'
import { logAdminEvent } from '../admin-log/log.ts'
import type { Caller, Unit } from '../context.ts'
import { resolveChat, type InputPeer } from '../peers.ts'
import { requireInviteRight } from './access.ts'
import { INVITE_CHOICES, SUBSCRIPTION_PERIODS } from './choices.ts'
import { newInvite, replacePrimary } from './primary.ts'

/** Parameters of messages.exportChatInvite; absent and 0 are different for the client, equal for the rule. */
export interface ExportOptions {
  readonly legacyRevokePermanent: boolean
  readonly requestNeeded: boolean
  /** Unix seconds; 0 is no expiry. */
  readonly expireDate: number | undefined
  /** 0 is no limit. */
  readonly usageLimit: number | undefined
  readonly title: string | undefined
  readonly pricing: { readonly period: number; readonly amount: number | bigint } | undefined
}

/**
 * Exports an invite link: an additional one, or with `legacyRevokePermanent` a new primary link in
 * place of the caller's old one (https://core.telegram.org/method/messages.exportChatInvite).
 *
 * Checks stand in the order of spec section 3.1: peer, chat, membership, monoforum, right, pricing
 * chat (before the period: observed), period, amount, expiry, usage limit.
 *
 * @throws the 13 documented errors, each by its condition in spec section 3.1
 */
export async function exportInvite(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  options: ExportOptions,
): Promise<InviteRow> {
  const chat = await resolveChat(u, caller, input)
  await requireInviteRight(u, caller, chat)
  checkPricing(u, chat, options.pricing)
  checkExpireDate(u, options.expireDate)
  checkUsageLimit(u, options.usageLimit)
  if (options.legacyRevokePermanent) {
    // A primary link has neither title, dates, limit nor price (spec 2.2): they are checked, then dropped.
    const { old, fresh } = await replacePrimary(u, chat, caller.id, options.requestNeeded)
    if (old) await logAdminEvent(u, chat, caller.id, { kind: 'inviteRevoke', invite: old })
    return fresh
  }
  if (!(await u.db.invites.hasRoom(chat.id, caller.id, u.limits.invitesPerAdmin))) {
    throw rpcError(INVITE_CHOICES.tooManyInvites, {
      reason: `${u.limits.invitesPerAdmin} links of one admin`,
    })
  }
  const invite = newInvite(u, chat, caller.id)
  invite.title = cleanInviteTitle(u, options.title)
  invite.expireDate = options.expireDate || null
  invite.requestNeeded = options.requestNeeded ? 1 : 0
  // A link has either a limit or an approval; approval wins (spec 2.3: setting it clears the limit).
  invite.usageLimit = options.requestNeeded ? null : options.usageLimit || null
  invite.subscriptionPeriod = options.pricing?.period ?? null
  invite.subscriptionAmount = options.pricing === undefined ? null : Number(options.pricing.amount)
  return u.db.invites.insert(invite)
}

/** Cuts and cleans a title as clients do (spec section 2.3); null when nothing is left. */
export function cleanInviteTitle(u: Unit, title: string | undefined): string | null {
  return cleanLine(title ?? '', u.limits.inviteTitleLength) || null
}

/** @throws EXPIRE_DATE_INVALID for a date that is set and not in the future */
export function checkExpireDate(u: Unit, expireDate: number | undefined): void {
  if (expireDate !== undefined && expireDate !== 0 && expireDate <= u.now) {
    throw rpcError('EXPIRE_DATE_INVALID', { reason: `${expireDate} is not after ${u.now}` })
  }
}

/** @throws USAGE_LIMIT_INVALID outside 0..99999 */
export function checkUsageLimit(u: Unit, usageLimit: number | undefined): void {
  if (usageLimit !== undefined && (usageLimit < 0 || usageLimit > u.limits.inviteUsageLimit)) {
    throw rpcError('USAGE_LIMIT_INVALID', {
      reason: `${usageLimit} is not in 0..${u.limits.inviteUsageLimit}`,
    })
  }
}

function checkPricing(u: Unit, chat: ChatRow, pricing: ExportOptions['pricing']): void {
  if (pricing === undefined) return
  if (chat.kind !== 'channel') {
    throw rpcError('PRICING_CHAT_INVALID', {
      reason: `a subscription needs a channel, this is a ${chat.kind}`,
    })
  }
  const periods = u.settings.testMode ? SUBSCRIPTION_PERIODS.test : SUBSCRIPTION_PERIODS.production
  if (!periods.includes(pricing.period)) {
    throw rpcError('SUBSCRIPTION_PERIOD_INVALID', {
      reason: `${pricing.period} s is none of ${periods.join(', ')}`,
    })
  }
  if (pricing.amount < 1 || pricing.amount > u.limits.starsSubscriptionAmount) {
    throw rpcError(INVITE_CHOICES.amountInvalid, {
      reason: `${pricing.amount} Stars are not in 1..${u.limits.starsSubscriptionAmount}`,
    })
  }
}
