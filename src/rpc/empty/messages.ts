import { rpcError } from '../../core/rpc-error.ts'
import { noUpdates, type Empties } from './empties.ts'

const NO_STICKERS = { _: 'messages.allStickers', hash: 0n, sets: [] } as const
const NO_FEATURED = {
  _: 'messages.featuredStickers',
  hash: 0n,
  count: 0,
  sets: [],
  unread: [],
} as const
const NO_REACTIONS = { _: 'messages.reactions', hash: 0n, reactions: [] } as const
const NO_GROUPS = { _: 'messages.emojiGroups', hash: 0, groups: [] } as const
const NO_SETS = { _: 'messages.foundStickerSets', hash: 0n, sets: [] } as const
const NO_SAVED_DIALOGS = {
  _: 'messages.savedDialogs',
  dialogs: [],
  messages: [],
  chats: [],
  users: [],
} as const

/** Stickers, reactions, folders, web apps and the like. */
export const MESSAGES_EMPTIES: Empties = {
  // An invented set would do harm: TDLib checks what is in the sets it asks for by name.
  'messages.getStickerSet': () => {
    throw rpcError('STICKERSET_INVALID', { reason: 'there are no stickers' })
  },
  'messages.getAllStickers': () => NO_STICKERS,
  'messages.getMaskStickers': () => NO_STICKERS,
  'messages.getEmojiStickers': () => NO_STICKERS,
  'messages.getFeaturedStickers': () => NO_FEATURED,
  'messages.getFeaturedEmojiStickers': () => NO_FEATURED,
  'messages.getOldFeaturedStickers': () => NO_FEATURED,
  'messages.getArchivedStickers': () => ({ _: 'messages.archivedStickers', count: 0, sets: [] }),
  'messages.getMyStickers': () => ({ _: 'messages.myStickers', count: 0, sets: [] }),
  'messages.getAttachedStickers': () => [],
  'messages.searchStickerSets': () => NO_SETS,
  'messages.searchEmojiStickerSets': () => NO_SETS,
  'messages.getStickers': () => ({ _: 'messages.stickers', hash: 0n, stickers: [] }),
  'messages.searchStickers': () => ({ _: 'messages.foundStickers', hash: 0n, stickers: [] }),
  'messages.getRecentStickers': () => ({
    _: 'messages.recentStickers',
    hash: 0n,
    packs: [],
    stickers: [],
    dates: [],
  }),
  'messages.getFavedStickers': () => ({
    _: 'messages.favedStickers',
    hash: 0n,
    packs: [],
    stickers: [],
  }),
  'messages.getSavedGifs': () => ({ _: 'messages.savedGifs', hash: 0n, gifs: [] }),
  'messages.getCustomEmojiDocuments': () => [],
  'messages.searchCustomEmoji': () => ({ _: 'emojiList', hash: 0n, documentId: [] }),

  'messages.getAvailableReactions': () => ({
    _: 'messages.availableReactions',
    hash: 0,
    reactions: [],
  }),
  'messages.getTopReactions': () => NO_REACTIONS,
  'messages.getRecentReactions': () => NO_REACTIONS,
  'messages.getPaidReactionPrivacy': (_request, now) => noUpdates(now),
  'messages.getDefaultTagReactions': () => NO_REACTIONS,
  'messages.getSavedReactionTags': () => ({
    _: 'messages.savedReactionTags',
    tags: [],
    hash: 0n,
  }),
  'messages.getAvailableEffects': () => ({
    _: 'messages.availableEffects',
    hash: 0,
    effects: [],
    documents: [],
  }),
  'messages.getEmojiGroups': () => NO_GROUPS,
  'messages.getEmojiStatusGroups': () => NO_GROUPS,
  'messages.getEmojiProfilePhotoGroups': () => NO_GROUPS,
  'messages.getEmojiStickerGroups': () => NO_GROUPS,
  'messages.getEmojiKeywords': ({ langCode }) => ({
    _: 'emojiKeywordsDifference',
    langCode,
    fromVersion: 0,
    version: 1,
    keywords: [],
  }),
  'messages.getEmojiKeywordsDifference': ({ langCode, fromVersion }) => ({
    _: 'emojiKeywordsDifference',
    langCode,
    fromVersion,
    version: fromVersion,
    keywords: [],
  }),
  'messages.getEmojiKeywordsLanguages': () => [],

  'messages.getSavedDialogs': () => NO_SAVED_DIALOGS,
  'messages.getPinnedSavedDialogs': () => NO_SAVED_DIALOGS,
  'messages.getQuickReplies': () => ({
    _: 'messages.quickReplies',
    quickReplies: [],
    messages: [],
    chats: [],
    users: [],
  }),
  'messages.getDefaultHistoryTTL': () => ({ _: 'defaultHistoryTTL', period: 0 }),
  'messages.getAttachMenuBots': () => ({ _: 'attachMenuBots', hash: 0n, bots: [], users: [] }),
  'messages.getSponsoredMessages': () => ({ _: 'messages.sponsoredMessagesEmpty' }),
  'messages.getFactCheck': () => [],
  'messages.getSplitRanges': () => [],
}
