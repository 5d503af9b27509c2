import type {
  AutoDownloadSettings,
  AutoSaveSettings,
  PeerNotifySettings,
} from '../../tl/generated/base.ts'
import type { AccountPrivacyRules } from '../../tl/generated/account.ts'
import { noUpdates, type Empties } from './empties.ts'

const DEFAULT_NOTIFY: PeerNotifySettings = {
  _: 'peerNotifySettings',
  showPreviews: true,
  silent: false,
  muteUntil: 0,
}

const EVERYBODY: AccountPrivacyRules = {
  _: 'account.privacyRules',
  rules: [{ _: 'privacyValueAllowAll' }],
  chats: [],
  users: [],
}

const NOTHING_SAVED: AutoSaveSettings = { _: 'autoSaveSettings' }

/** Telegram's own numbers for a fast network; there are no files here that they would matter for. */
const DOWNLOAD: AutoDownloadSettings = {
  _: 'autoDownloadSettings',
  photoSizeMax: 1_048_576,
  videoSizeMax: 10_485_760n,
  fileSizeMax: 1_048_576n,
  videoUploadMaxbitrate: 100,
  smallQueueActiveOperationsMax: 0,
  largeQueueActiveOperationsMax: 0,
}

const NO_STATUSES = { _: 'account.emojiStatuses', hash: 0n, statuses: [] } as const
const NO_EMOJIS = { _: 'emojiList', hash: 0n, documentId: [] } as const

/** Settings, which all stand at their defaults, and lists that an account keeps of things there are none of. */
export const ACCOUNT_EMPTIES: Empties = {
  'account.getNotifySettings': () => DEFAULT_NOTIFY,
  'account.getReactionsNotifySettings': () => ({
    _: 'reactionsNotifySettings',
    messagesNotifyFrom: { _: 'reactionNotificationsFromContacts' },
    storiesNotifyFrom: { _: 'reactionNotificationsFromContacts' },
    pollVotesNotifyFrom: { _: 'reactionNotificationsFromContacts' },
    sound: { _: 'notificationSoundDefault' },
    showPreviews: true,
  }),
  'account.getNotifyExceptions': (_request, now) => noUpdates(now),
  'account.getContactSignUpNotification': () => false,
  'account.getPrivacy': () => EVERYBODY,
  'account.getGlobalPrivacySettings': () => ({ _: 'globalPrivacySettings' }),
  'account.getContentSettings': () => ({ _: 'account.contentSettings' }),
  'account.getAccountTTL': () => ({ _: 'accountDaysTTL', days: 365 }),
  'account.getAutoDownloadSettings': () => ({
    _: 'account.autoDownloadSettings',
    low: DOWNLOAD,
    medium: DOWNLOAD,
    high: DOWNLOAD,
  }),
  'account.getAutoSaveSettings': () => ({
    _: 'account.autoSaveSettings',
    usersSettings: NOTHING_SAVED,
    chatsSettings: NOTHING_SAVED,
    broadcastsSettings: NOTHING_SAVED,
    exceptions: [],
    chats: [],
    users: [],
  }),
  'account.getWebBrowserSettings': () => ({
    _: 'account.webBrowserSettings',
    externalExceptions: [],
    inappExceptions: [],
    hash: 0n,
  }),
  'account.getWebAuthorizations': () => ({
    _: 'account.webAuthorizations',
    authorizations: [],
    users: [],
  }),
  'account.getPasskeys': () => ({ _: 'account.passkeys', passkeys: [] }),
  'account.getConnectedBots': () => ({ _: 'account.connectedBots', connectedBots: [], users: [] }),
  'account.getBusinessChatLinks': () => ({
    _: 'account.businessChatLinks',
    links: [],
    chats: [],
    users: [],
  }),
  'account.getThemes': () => ({ _: 'account.themes', hash: 0n, themes: [] }),
  'account.getChatThemes': () => ({ _: 'account.themes', hash: 0n, themes: [] }),
  'account.getUniqueGiftChatThemes': () => ({
    _: 'account.chatThemes',
    hash: 0n,
    themes: [],
    chats: [],
    users: [],
  }),
  'account.getWallPapers': () => ({ _: 'account.wallPapers', hash: 0n, wallpapers: [] }),
  'account.getSavedRingtones': () => ({ _: 'account.savedRingtones', hash: 0n, ringtones: [] }),
  'account.getSavedMusicIds': () => ({ _: 'account.savedMusicIds', ids: [] }),
  'account.getDefaultEmojiStatuses': () => NO_STATUSES,
  'account.getRecentEmojiStatuses': () => NO_STATUSES,
  'account.getChannelDefaultEmojiStatuses': () => NO_STATUSES,
  'account.getCollectibleEmojiStatuses': () => NO_STATUSES,
  'account.getDefaultProfilePhotoEmojis': () => NO_EMOJIS,
  'account.getDefaultGroupPhotoEmojis': () => NO_EMOJIS,
  'account.getDefaultBackgroundEmojis': () => NO_EMOJIS,
  'account.getChannelRestrictedStatusEmojis': () => NO_EMOJIS,
  // There are no push notifications: the device is taken note of and never called.
  'account.registerDevice': () => true,
  'account.unregisterDevice': () => true,
  'account.updateDeviceLocked': () => true,
}
