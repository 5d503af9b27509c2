import { noUpdates, type Empties } from './empties.ts'

const NO_STORIES = {
  _: 'stories.stories',
  count: 0,
  stories: [],
  chats: [],
  users: [],
} as const
const NO_BOOSTS = { _: 'premium.boostsList', count: 0, boosts: [], users: [] } as const
const NO_COLORS = { _: 'help.peerColors', hash: 0, colors: [] } as const
const NOBODY_FOUND = { _: 'contacts.topPeers', categories: [], chats: [], users: [] } as const

/** Stories, Premium, gifts, and single things of other namespaces. */
export const OTHER_EMPTIES: Empties = {
  'stories.getAllStories': () => ({
    _: 'stories.allStories',
    count: 0,
    // Any place in a list that never moves; TDLib wants one.
    state: '0',
    peerStories: [],
    chats: [],
    users: [],
    stealthMode: { _: 'storiesStealthMode' },
  }),
  'stories.getAllReadPeerStories': (_request, now) => noUpdates(now),
  'stories.getPinnedStories': () => NO_STORIES,
  'stories.getStoriesArchive': () => NO_STORIES,
  'stories.getStoriesByID': () => NO_STORIES,
  'stories.getChatsToSend': () => ({ _: 'messages.chats', chats: [] }),
  'stories.getAlbums': () => ({ _: 'stories.albums', hash: 0n, albums: [] }),
  'stories.getPeerMaxIDs': ({ id }) => id.map(() => ({ _: 'recentStory' as const })),

  'premium.getMyBoosts': () => ({ _: 'premium.myBoosts', myBoosts: [], chats: [], users: [] }),
  'premium.getBoostsList': () => NO_BOOSTS,
  'premium.getUserBoosts': () => NO_BOOSTS,
  'payments.getStarGifts': () => ({
    _: 'payments.starGifts',
    hash: 0,
    gifts: [],
    chats: [],
    users: [],
  }),
  'payments.getSavedStarGifts': () => ({
    _: 'payments.savedStarGifts',
    count: 0,
    gifts: [],
    chats: [],
    users: [],
  }),
  'payments.getStarGiftCollections': () => ({
    _: 'payments.starGiftCollections',
    collections: [],
  }),
  'payments.getStarGiftActiveAuctions': () => ({
    _: 'payments.starGiftActiveAuctions',
    auctions: [],
    users: [],
    chats: [],
  }),
  'payments.getStarsTopupOptions': () => [],
  'payments.getStarsGiftOptions': () => [],
  'payments.getStarsGiveawayOptions': () => [],
  'payments.getPremiumGiftCodeOptions': () => [],
  'payments.getSavedInfo': () => ({ _: 'payments.savedInfo' }),

  'aicompose.getTones': () => ({ _: 'aicompose.tones', hash: 0n, tones: [], users: [] }),
  'communities.getJoinedCommunities': () => ({ _: 'messages.chats', chats: [] }),
  'photos.getUserPhotos': () => ({ _: 'photos.photos', photos: [], users: [] }),
  'phone.getCallConfig': () => ({ _: 'dataJSON', data: '{}' }),

  'channels.getChannelRecommendations': () => ({ _: 'messages.chats', chats: [] }),
  'channels.getInactiveChannels': () => ({
    _: 'messages.inactiveChats',
    dates: [],
    chats: [],
    users: [],
  }),

  'contacts.getTopPeers': () => NOBODY_FOUND,
  'contacts.getSaved': () => [],
  'contacts.getBirthdays': () => ({ _: 'contacts.contactBirthdays', contacts: [], users: [] }),
  'contacts.getSponsoredPeers': () => ({ _: 'contacts.sponsoredPeersEmpty' }),
  'users.getSavedMusic': () => ({ _: 'users.savedMusic', count: 0, documents: [] }),
  'users.getRequirementsToContact': ({ id }) =>
    id.map(() => ({ _: 'requirementToContactEmpty' as const })),

  'help.getPeerColors': () => NO_COLORS,
  'help.getPeerProfileColors': () => NO_COLORS,
  'help.getTimezonesList': () => ({ _: 'help.timezonesList', timezones: [], hash: 0 }),
  'help.getPremiumPromo': () => ({
    _: 'help.premiumPromo',
    statusText: '',
    statusEntities: [],
    videoSections: [],
    videos: [],
    periodOptions: [],
    users: [],
  }),
  'help.getRecentMeUrls': () => ({ _: 'help.recentMeUrls', urls: [], chats: [], users: [] }),
  'help.getPassportConfig': () => ({
    _: 'help.passportConfig',
    hash: 0,
    countriesLangs: { _: 'dataJSON', data: '{}' },
  }),
  // The account of Telegram's own support does not exist here.
  'help.getSupport': () => ({
    _: 'help.support',
    phoneNumber: '',
    user: { _: 'userEmpty', id: 777_000 },
  }),
  'help.getSupportName': () => ({ _: 'help.supportName', name: '' }),
  'help.getUserInfo': () => ({ _: 'help.userInfoEmpty' }),
  'help.dismissSuggestion': () => true,
  'help.hidePromoData': () => true,
  'help.acceptTermsOfService': () => true,
}
