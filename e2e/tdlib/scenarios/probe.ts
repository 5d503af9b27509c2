import { outcome } from '../client.ts'
import type { Scenario } from '../stage.ts'

export const probe: Scenario<unknown> = {
  async play({ world, user, bot }) {
    const { group, supergroup, channel } = world
    const [owner, member, robot] = await Promise.all([
      user(world.owner.phone),
      user(world.member.phone),
      bot(world.bot.token),
    ])
    for (const client of [owner, member]) await client.invoke({ _: 'loadChats', limit: 20 })
    const res: string[] = []
    const call = async (q: any, c: any = owner) => res.push(q._ + ' ' + (q.chat_id ?? '') + ' ' + await Promise.race([outcome(c.invoke(q)), new Promise<string>((r) => setTimeout(() => r('HANGS'), 3000))]))
    await call({ _: 'getBasicGroupFullInfo', basic_group_id: group.id })
    for (const chat_id of [group.botApiChatId, supergroup.botApiChatId, channel.botApiChatId]) {
      await call({ _: 'openChat', chat_id })
      for (const name of ['getChatAdministrators', 'getChatAvailableMessageSenders', 'getChatPinnedMessage', 'getChatInviteLinkCounts', 'getChatSponsoredMessages', 'getChatSimilarChats', 'getChatMessageSender', 'getChatBoostStatus', 'getChatEventLog', 'getChatActiveStories', 'getChatScheduledMessages', 'getChatStatistics', 'getChatBoostLevelFeatures', 'getChatRevenueStatistics', 'getChatStoryAlbums', 'getChatJoinRequests', 'getPrimaryChatInviteLink', 'toggleChatIsMarkedAsUnread','setChatDraftMessage', 'readAllChatMentions', 'clickChatSponsoredMessage'])
        await call({ _: name, chat_id, limit: 10, is_marked_as_unread: true })
      await call({ _: 'getChatInviteLinks', chat_id, creator_user_id: world.owner.id, limit: 10 })
      await call({ _: 'searchChatMessages', chat_id, query: '', limit: 10, filter: { _: 'searchMessagesFilterPhoto' } })
      await call({ _: 'getChatMessageCount', chat_id, filter: { _: 'searchMessagesFilterPhoto' } })
      await call({ _: 'searchChatMembers', chat_id, query: 'o', limit: 10 })
      await call({ _: 'sendChatAction', chat_id, action: { _: 'chatActionTyping' } })
      await call({ _: 'setChatNotificationSettings', chat_id, notification_settings: { _: 'chatNotificationSettings', mute_for: 3600 } })
      await call({ _: 'toggleChatIsPinned', chat_list: { _: 'chatListMain' }, chat_id, is_pinned: true })
    }
    for (const supergroup_id of [supergroup.id, channel.id]) {
      for (const f of ['Recent', 'Contacts', 'Administrators', 'Restricted', 'Banned', 'Bots'])
        await call({ _: 'getSupergroupMembers', supergroup_id, filter: { _: 'supergroupMembersFilter' + f }, limit: 10 })
    }
    for (const name of ['getActiveSessions', 'getContacts', 'getBlockedMessageSenders', 'getSavedMessagesTags', 'getInstalledStickerSets', 'getRecentStickers', 'getFavoriteStickers', 'getArchivedStickerSets', 'getTrendingStickerSets', 'getRecommendedChatFolders', 'getChatFoldersToAdd', 'getSuitableDiscussionChats', 'getInactiveSupergroupChats', 'getAccountTtl', 'getConnectedWebsites', 'getPasswordState', 'getRecoveryEmailAddress', 'getCountries', 'getApplicationConfig', 'getPremiumState', 'getPremiumLimit', 'getStarPaymentOptions', 'getAvailableGifts', 'getThemedEmojiStatuses', 'getDefaultProfilePhotoCustomEmojiStickers', 'getAutoDownloadSettingsPresets', 'getAutosaveSettings', 'getSupportUser', 'getSupportName', 'getApplicationDownloadLink', 'getDefaultMessageAutoDeleteTime', 'getReadDatePrivacySettings', 'getNewChatPrivacySettings', 'getTimeZones', 'getCollectibleItemInfo', 'getOwnedBots', 'getGreetingStickers', 'getAnimatedEmoji', 'getSavedAnimations', 'getSavedNotificationSounds', 'getAttachmentMenuBot', 'getBusinessConnectedBot', 'getCurrentWeather', 'getChatNotificationSettingsExceptions', 'getScopeNotificationSettings', 'getLoginPasskeys', 'getCloseFriends', 'getRecentInlineBots', 'getTopChats', 'getGroupsInCommon', 'getCreatedPublicChats', 'checkCreatedPublicChatsLimit', 'loadQuickReplyShortcuts', 'loadDirectMessagesChatTopics', 'loadActiveStories', 'loadSavedMessagesTopics', 'loadCommunities', 'getReceivedGifts', 'getUpgradedGift', 'getGiftAuctions', 'getLanguagePackStrings', 'getLocalizationTargetInfo', 'searchStickers','searchPublicChats', 'getRecentlyOpenedChats', 'getDefaultChatPhotoCustomEmojiStickers', 'getDefaultBackgroundCustomEmojiStickers','getInstalledBackgrounds', 'getRecommendedChats', 'getStorageStatistics', 'getNetworkStatistics', 'getStarSubscriptions'])
      await call({ _: name, limit: 20, return_deleted: false, query: 'wo', category: { _: 'topChatCategoryUsers' }, type: { _: 'publicChatTypeHasUsername' }, story_list: { _: 'storyListMain' }, block_list: { _: 'blockListMain' }, sticker_type: { _: 'stickerTypeRegular' }, localization_target: 'tdesktop' })
    for (const user_id of [world.owner.id, world.member.id, world.bot.id]) {
      for (const name of ['getUserFullInfo', 'getUserProfilePhotos', 'getUserChatBoosts', 'getGroupsInCommon', 'getUserSavedMessages', 'canSendMessageToUser', 'getUserSupportInfo', 'getUserProfileAudios', 'addContact'])
        await call({ _: name, user_id, limit: 10 })
      await call({ _: 'createPrivateChat', user_id, force: false })
      await call({ _: 'openChat', chat_id: user_id })
      await call({ _: 'getChatHistory', chat_id: user_id, limit: 10 })
    }
    await call({ _: 'importContacts', contacts: [{ _: 'importedContact', phone_number: world.stranger.phone, first_name: 'Str' }] })
    await call({ _: 'getContacts' })
    await call({ _: 'searchContacts', query: 'Str', limit: 10 })
    await call({ _: 'setName', first_name: 'Owner2', last_name: 'L' })
    await call({ _: 'setBio', bio: 'bio' })
    await call({ _: 'setUsername', username: 'world_owner2' })
    await call({ _: 'getRemoteFile', remote_file_id: 'x' })
    await call({ _: 'getChats', limit: 20 })
    await call({ _: 'getChats', chat_list: { _: 'chatListArchive' }, limit: 20 })
    await call({ _: 'searchMessages', query: 'x', limit: 10 })
    await call({ _: 'searchCallMessages', limit: 10 })
    await call({ _: 'getCallsConfig' })
    await call({ _: 'setOption', name: 'online', value: { _: 'optionValueBoolean', value: true } })
    await call({ _: 'getMe' }, robot)
    await call({ _: 'setCommands', commands: [{ _: 'botCommand', command: 'start', description: 'go' }] }, robot)
    await call({ _: 'getCommands' }, robot)
    for (const chat_id of [group.botApiChatId, supergroup.botApiChatId, channel.botApiChatId]) {
      await call({ _: 'getChat', chat_id }, robot)
      await call({ _: 'getChatAdministrators', chat_id }, robot)
      await call({ _: 'getChatMember', chat_id, member_id: { _: 'messageSenderUser', user_id: world.member.id } }, robot)
      await call({ _: 'banChatMember', chat_id, member_id: { _: 'messageSenderUser', user_id: world.member.id } }, robot)
    }
    await new Promise((r) => setTimeout(r, Number(process.env['WAIT'] ?? 20) * 1000))
    return res
  },
}
