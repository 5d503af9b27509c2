import type { TlObject } from './object.ts'
import { BUTTON_UPGRADES, inlineRows, oldButton } from './old-buttons.ts'

/*
 * Every place where layers differ in more than names and optional fields. Objects inside the server
 * are of the newest layer; here stands how they become older ones (down) and how what old clients
 * send becomes new (up). What is not listed follows the plain rule: by name, dropping what the other
 * side does not know, zero for what it misses. A test lists the differences that no rule covers.
 */

/** An object whose fields are looked at one by one. */
export type Fields = TlObject & Readonly<Record<string, unknown>>

/** From the newest layer to older ones, by constructor; a rule holds in every layer below `below`. */
export interface Downgrade {
  readonly name: string
  readonly below: number
  /** Returns undefined when no object of that layer can say the same. */
  convert(object: Fields): TlObject | undefined
}

export const DOWNGRADES: readonly Downgrade[] = [
  // Keyboards were split into reply and inline buttons with a `type` in layer 229.
  { name: 'keyboardButton', below: 229, convert: oldButton },
  { name: 'keyboardInlineButton', below: 229, convert: oldButton },
  {
    name: 'keyboardInlineButtonRow',
    below: 229,
    convert: ({ buttons }) => object('keyboardButtonRow', { buttons }),
  },
  // Layer 227 wanted the web page itself, where 228 names the query that fetches it: it can be said
  // where the answer carries the page beside its own fields.
  {
    name: 'messages.chatInviteJoinResultWebView',
    below: 228,
    convert: (result) => (result.webview === undefined ? undefined : result),
  },
  // Gifts and gift codes counted months until layer 216, days since.
  { name: 'messageActionGiftPremium', below: 217, convert: withMonths },
  { name: 'messageActionGiftCode', below: 217, convert: withMonths },
  { name: 'payments.checkedGiftCode', below: 217, convert: withMonths },
  // `amount` was called `stars` until layer 205, and was a plain number until 193.
  { name: 'starsTransaction', below: 206, convert: (t) => ({ ...t, stars: t.amount }) },
  { name: 'starsTransaction', below: 195, convert: (t) => ({ ...t, stars: amountOf(t.stars) }) },
  // An emoji status that ends had its own constructor until layer 197.
  {
    name: 'emojiStatus',
    below: 198,
    convert: (status) =>
      status.until === undefined ? status : { ...status, _: 'emojiStatusUntil' },
  },
  // One requested peer became several in layer 169.
  {
    name: 'messageActionRequestedPeer',
    below: 169,
    convert: (a) => ({ ...a, peer: first(a.peers) }),
  },
]

/**
 * From a type of the newest layer to the type that a field or a method's result had before, written
 * `new>old`. Undefined means that the value says nothing to that layer.
 */
export const COERCIONS: Readonly<Record<string, (value: never) => unknown>> = {
  // Inviting and creating tell whom they could not add since layer 177.
  'messages.InvitedUsers>Updates': (result: Fields) => result.updates,
  // Guard bots (layer 227): a join may answer with their web page, which older layers cannot show.
  'messages.ChatInviteJoinResult>Updates': (result: Fields) =>
    result._ === 'messages.chatInviteJoinResultOk' ? result.updates : undefined,
  // Folders: a list with flags since 176; titles (also of polls) with formatting since 179 and 196.
  'messages.DialogFilters>Vector<DialogFilter>': (result: Fields) => result.filters,
  'TextWithEntities>string': (text: Fields) => text.text,
  // Stars became decimal in layer 195.
  'StarsAmount>long': amountOf,
  // Mini apps: three result types became one in layer 183.
  'WebViewResult>SimpleWebViewResult': ({ url }: Fields) =>
    object('simpleWebViewResultUrl', { url }),
  'WebViewResult>AppWebViewResult': ({ url }: Fields) => object('appWebViewResultUrl', { url }),
  // Web pages came with the chats they name: layers 165 and 197.
  'messages.WebPage>WebPage': (result: Fields) => result.webpage,
  'messages.WebPagePreview>MessageMedia': (result: Fields) => result.media,
  // Reports got a dialogue of options in layer 189.
  'ReportResult>Bool': (result: Fields) => result._ === 'reportResultReported',
  'stories.CanSendStoryCount>Bool': () => true,
  // The newest story of a peer: its number, with more around it since layer 217.
  'RecentStory>int': (story: Fields) => story.maxId,
  'Vector<RecentStory>>Vector<int>': (stories: readonly Fields[]) =>
    stories.map((story) => story.maxId ?? 0),
  // Name colours: a number until layer 166.
  'PeerColor>int': (color: Fields) => color.color,
  // Peers where there could only be users.
  'Peer>long': peerId,
  'Vector<Peer>>Vector<long>': (peers: readonly Fields[]) => peers.map(peerId),
  // Rows convert themselves.
  'Vector<KeyboardInlineButtonRow>>Vector<KeyboardButtonRow>': (rows: readonly Fields[]) => rows,
  'Vector<MessageExtendedMedia>>MessageExtendedMedia': first,
  'PaidReactionPrivacy>Bool': (privacy: Fields) => privacy._ === 'paidReactionPrivacyAnonymous',
  'true>Bool': (value: boolean) => value,
  'double>int': Math.trunc,
}

/**
 * From what old clients send to the newest layer, by definition (`name#id`), or by name where all
 * definitions of that name need it. A definition that the newest layer lacks and that is not listed
 * keeps its old name and fields.
 */
export const UPGRADES: Readonly<Record<string, (old: Fields) => TlObject>> = {
  // Layers up to 91 had one method for basic groups and one for channels, and each group one link:
  // to export was to replace it. The flag's own documentation calls that the legacy behaviour.
  'messages.exportChatInvite#7d885289': ({ chatId }) =>
    object('messages.exportChatInvite', {
      legacyRevokePermanent: true,
      peer: object('inputPeerChat', { chatId }),
    }),
  'channels.exportInvite#c7560885': ({ channel }) =>
    object('messages.exportChatInvite', {
      legacyRevokePermanent: true,
      peer: channelAsPeer(channel as Fields),
    }),
  // Layers 92 to 123: one method, still without options.
  'messages.exportChatInvite#df7534c': (call) => ({ ...call, legacyRevokePermanent: true }),
  // Replies had their own fields until layer 158; for drafts until 165.
  'messages.sendMessage#1cc20387': withReplyTo,
  'messages.sendMedia#7547c966': withReplyTo,
  'messages.sendMultiMedia#b6f11a1c': withReplyTo,
  'messages.sendInlineBotResult#d3fbdccb': withReplyTo,
  'messages.requestWebView#178b480b': withReplyTo,
  'messages.prolongWebView#7ff34309': withReplyTo,
  'messages.saveDraft#b4331e3f': withReplyTo,
  'messages.sendScreenshotNotification#c97df020': withReplyTo,
  // Signatures became two switches in layer 186.
  'channels.toggleSignatures#1f69b606': (call) =>
    object(call._, { ...call, signaturesEnabled: call.enabled === true ? true : undefined }),
  // Ownership can be passed on in basic groups too since layer 223.
  'channels.editCreator#8f38cd1f': (call) =>
    object('messages.editChatCreator', {
      ...call,
      peer: channelAsPeer(call.channel as Fields),
    }),
  // Advertisements were asked for by channel until layer 191.
  'channels.getSponsoredMessages#ec210fbf': ({ channel }) =>
    object('messages.getSponsoredMessages', { peer: channelAsPeer(channel as Fields) }),
  // Before layer 182 the server chose how many transactions to return.
  'payments.getStarsTransactions#673ac2f9': (call) => object(call._, { ...call, limit: 100 }),
  emojiStatusUntil: (status) => ({ ...status, _: 'emojiStatus' }),
  ...BUTTON_UPGRADES,
}

/** From an older type of a field to the newest one, written `old>new`. */
export const LIFTS: Readonly<Record<string, (value: never) => unknown>> = {
  'string>TextWithEntities': (text: string) => object('textWithEntities', { text, entities: [] }),
  'long>StarsAmount': (amount: bigint) => object('starsAmount', { amount, nanos: 0 }),
  'int>double': (value: number) => value,
  // Ids had 32 bits until layer 132; these fields are numbers in both forms.
  'int>long': (id: number) => id,
  'int>string': (value: number) => String(value),
  'int>PeerColor': (color: number) => object('peerColor', { color }),
  'Bool>true': trueOrAbsent,
  'Bool>PaidReactionPrivacy': reactionPrivacy,
  'true>PaidReactionPrivacy': reactionPrivacy,
  'InputUser>InputPeer': userAsPeer,
  // Old inline keyboards have the rows and buttons of reply keyboards.
  'Vector<KeyboardButtonRow>>Vector<KeyboardInlineButtonRow>': inlineRows,
}

/**
 * What may stand where a type is asked for, though it is of another, and what it is read as. Pyrogram
 * and kurigram put the InputPeer of a user or channel wherever an InputUser or InputChannel belongs,
 * and Telegram takes it: the fields are the same.
 */
export const STAND_INS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  InputUser: {
    inputPeerEmpty: 'inputUserEmpty',
    inputPeerSelf: 'inputUserSelf',
    inputPeerUser: 'inputUser',
    inputPeerUserFromMessage: 'inputUserFromMessage',
  },
  InputChannel: {
    inputPeerEmpty: 'inputChannelEmpty',
    inputPeerChannel: 'inputChannel',
    inputPeerChannelFromMessage: 'inputChannelFromMessage',
  },
}

function object(name: string, fields: Readonly<Record<string, unknown>>): Fields {
  return { ...fields, _: name }
}

function first(values: unknown): unknown {
  return Array.isArray(values) ? (values[0] as unknown) : undefined
}

function amountOf(amount: unknown): unknown {
  return (amount as Fields | undefined)?._ === 'starsAmount' ? (amount as Fields).amount : undefined
}

function withMonths(action: Fields): TlObject {
  return object(action._, { ...action, months: Math.round(Number(action.days ?? 0) / 30) })
}

function peerId(peer: Fields): unknown {
  return peer.userId ?? peer.chatId ?? peer.channelId
}

function withReplyTo({ replyToMsgId, topMsgId, ...call }: Fields): TlObject {
  const target = replyToMsgId ?? topMsgId
  if (target === undefined) return call
  const replyTo = object('inputReplyToMessage', { replyToMsgId: target, topMsgId })
  return object(call._, { ...call, replyTo })
}

function channelAsPeer(channel: Fields): TlObject {
  return {
    ...channel,
    _: channel._.replace(/^inputChannel/, 'inputPeerChannel').replace(
      'PeerChannelEmpty',
      'PeerEmpty',
    ),
  }
}

function userAsPeer(user: Fields): TlObject {
  const name = user._.replace(/^inputUser/, 'inputPeerUser')
  return { ...user, _: name.replace(/^inputPeerUser(Empty|Self)$/, 'inputPeer$1') }
}

function trueOrAbsent(value: boolean): true | undefined {
  return value || undefined
}

function reactionPrivacy(hidden: boolean): TlObject {
  return object(hidden ? 'paidReactionPrivacyAnonymous' : 'paidReactionPrivacyDefault', {})
}
