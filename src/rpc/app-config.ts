import type { Limits } from '../core/limits.ts'
import type { Json } from './encode/json-value.ts'

/** What Telegram gives its Premium accounts more than others. */
const PREMIUM = 2

/**
 * The client configuration: this server's own limits, and what clients must not offer here.
 *
 * Source: https://core.telegram.org/api/config#client-configuration
 */
export function appConfig(limits: Limits): Record<string, Json> {
  return {
    about_length_limit_default: limits.userAboutLength,
    about_length_limit_premium: limits.userAboutLength,
    authorization_autoconfirm_period: 604_800,
    autologin_domains: [],
    caption_length_limit_default: 1024,
    caption_length_limit_premium: 1024,
    channels_limit_default: limits.channelsPerUser,
    channels_limit_premium: limits.channelsPerPremiumUser,
    channels_public_limit_default: limits.publicChannelsPerUser,
    channels_public_limit_premium: limits.publicChannelsPerUser * PREMIUM,
    chat_read_mark_expire_period: 604_800,
    chat_read_mark_size_threshold: 100,
    chatlist_invites_limit_default: limits.chatlistInvitesPerFolder,
    chatlist_invites_limit_premium: limits.chatlistInvitesPerPremiumFolder,
    chatlist_update_period: 3600,
    chatlists_joined_limit_default: limits.chatlistsPerUser,
    chatlists_joined_limit_premium: limits.chatlistsPerPremiumUser,
    dialog_filters_chats_limit_default: limits.chatsPerFolder,
    dialog_filters_chats_limit_premium: limits.chatsPerPremiumFolder,
    dialog_filters_enabled: true,
    dialog_filters_limit_default: limits.foldersPerUser,
    dialog_filters_limit_premium: limits.foldersPerPremiumUser,
    dialogs_folder_pinned_limit_default: 100,
    dialogs_folder_pinned_limit_premium: 200,
    dialogs_pinned_limit_default: limits.pinnedDialogsPerUser,
    dialogs_pinned_limit_premium: limits.pinnedDialogsPerPremiumUser,
    dismissed_suggestions: [],
    emojies_send_dice: [],
    hidden_members_group_size_min: 100,
    large_queue_max_active_operations_count: 2,
    pending_suggestions: [],
    pm_read_date_expire_period: 604_800,
    premium_purchase_blocked: true,
    quote_length_max: 1024,
    reactions_uniq_max: 11,
    small_queue_max_active_operations_count: 5,
    stars_purchase_blocked: false,
    stars_subscription_amount_max: limits.starsSubscriptionAmount,
    stars_usd_sell_rate_x1000: 2000,
    stars_usd_withdraw_rate_x1000: 1200,
    stories_posting: 'disabled',
    telegram_antispam_group_size_min: 200,
    url_auth_domains: [],
    whitelisted_domains: [],
  }
}
