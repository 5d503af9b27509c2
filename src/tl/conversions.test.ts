import { describe, expect, test } from 'vitest'

import { decodeResult, encodeResult } from './api.ts'
import { seenIn } from './conformance/old-client.ts'
import { NEWEST_LAYER, newestLines } from './layers.ts'

const updates = { _: 'updates', updates: [], users: [], chats: [], date: 5, seq: 0 }
const invite = { _: 'chatInviteExported', link: 'https://t.me/+AbCd', adminId: 7, date: 5 }

describe('a link', () => {
  test('loses what an old layer has no word for', () => {
    const object = {
      ...invite,
      title: 'spring',
      usageLimit: 3,
      subscriptionExpired: 1,
      subscriptionPricing: { _: 'starsSubscriptionPricing', period: 2592000, amount: 5n },
    }
    expect(seenIn(185, object)).toEqual({ ...invite, title: 'spring', usageLimit: 3 })
    expect(seenIn(186, object)).toEqual(object)
  })

  test('is shown to a visitor with a colour only where there are colours', () => {
    const object = {
      _: 'chatInvite',
      channel: true as const,
      verified: true as const,
      title: 't',
      photo: { _: 'photoEmpty', id: 0n },
      participantsCount: 1,
      color: 3,
    }
    expect(seenIn(165, object)).toEqual({ ...object, color: undefined })
    expect(seenIn(161, object)).toEqual({ ...object, color: undefined, verified: undefined })
    expect(seenIn(166, object)).toEqual(object)
  })

  test.each(['messages.importChatInvite', 'channels.joinChannel'])(
    'when joined by %s gives bare Updates before layer 227',
    (method) => {
      const result = { _: 'messages.chatInviteJoinResultOk', updates }
      const seen = (layer: number): unknown =>
        decodeResult(method, encodeResult(method, result, layer), layer)
      expect([seen(158), seen(225)]).toEqual([updates, updates])
      expect(seen(227)).toEqual(result)
    },
  )

  test('that a guard bot watches cannot be joined by old layers', () => {
    const result = {
      _: 'messages.chatInviteJoinResultWebView',
      botId: 1,
      queryId: 2n,
      users: [],
    }
    expect(encodeResult('messages.importChatInvite', result, 228)).toBeInstanceOf(Buffer)
    for (const layer of [158, 225, 227]) {
      expect(() => encodeResult('messages.importChatInvite', result, layer)).toThrow(
        expect.objectContaining({ layerLacksIt: true }) as Error,
      )
    }
  })

  test('that a guard bot watches gives the bot’s page itself in layer 227', () => {
    const webview = { _: 'webViewResultUrl', queryId: 2n, url: 'https://example.com' }
    const result = { _: 'messages.chatInviteJoinResultWebView', botId: 1, users: [] }
    const seen = (layer: number): unknown => {
      const all = { ...result, queryId: 2n, webview }
      const bytes = encodeResult('messages.importChatInvite', all, layer)
      return decodeResult('messages.importChatInvite', bytes, layer)
    }
    expect(seen(227)).toEqual({ ...result, webview })
    expect(seen(228)).toEqual({ ...result, queryId: 2n })
    expect(() => seen(225)).toThrow(expect.objectContaining({ layerLacksIt: true }) as Error)
  })

  test('of a folder has a plain title before layer 196', () => {
    const title = { _: 'textWithEntities', text: 'News', entities: [] }
    const object = { _: 'chatlists.chatlistInvite', title, peers: [], chats: [], users: [] }
    expect(seenIn(195, object)).toEqual({ ...object, title: 'News' })
    expect(seenIn(196, object)).toEqual(object)
  })
})

describe('a result', () => {
  test.each(['messages.createChat', 'messages.addChatUser', 'channels.inviteToChannel'])(
    'of %s is bare Updates before layer 177',
    (method) => {
      const result = { _: 'messages.invitedUsers', updates, missingInvitees: [] }
      expect(decodeResult(method, encodeResult(method, result, 176), 176)).toEqual(updates)
      expect(decodeResult(method, encodeResult(method, result, 177), 177)).toEqual(result)
    },
  )

  test('of messages.getDialogFilters is a bare list before layer 176', () => {
    const result = {
      _: 'messages.dialogFilters',
      filters: [{ _: 'dialogFilterDefault' }],
    }
    expect(encodeResult('messages.getDialogFilters', result, 175).toString('hex')).toBe(
      `15c4b51c01000000${idHex('dialogFilterDefault')}`,
    )
  })

  test('with a balance of Stars is a whole number before layer 195', () => {
    const status = {
      _: 'payments.starsStatus',
      balance: { _: 'starsAmount', amount: 250n, nanos: 5 },
      history: [transaction],
      chats: [],
      users: [],
    }
    expect(seenIn(193, status)).toMatchObject({ balance: 250n, history: [{ stars: 9n }] })
    expect(seenIn(195, status)).toMatchObject({
      balance: status.balance,
      history: [{ stars: transaction.amount }],
    })
    expect(seenIn(229, status)).toMatchObject(status)
  })
})

const transaction = {
  _: 'starsTransaction',
  id: 'x',
  amount: { _: 'starsAmount', amount: 9n, nanos: 0 },
  date: 5,
  peer: { _: 'starsTransactionPeerUnsupported' },
}

describe('an object', () => {
  test('in a list is left out where an old layer lacks it', () => {
    const known = { _: 'updateChannel', channelId: 5 }
    const unknown = { _: 'updateJoinChatWebViewDecision', queryId: 1n }
    expect(seenIn(200, { ...updates, updates: [unknown, known, unknown] })).toEqual({
      ...updates,
      updates: [known],
    })
  })

  test('that must be there becomes the empty one', () => {
    const message = {
      _: 'messageService',
      id: 1,
      peerId: { _: 'peerChat', chatId: 5 },
      date: 5,
      action: { _: 'messageActionChatJoinedViaCommunity', communityId: 5 },
    }
    expect(seenIn(200, message)).toEqual({ ...message, action: { _: 'messageActionEmpty' } })
  })

  test('that is missing is the empty one of its type, in every layer', () => {
    const read = seenIn(NEWEST_LAYER, { _: 'chatInvite', title: 't' })
    expect(read).toEqual({
      _: 'chatInvite',
      title: 't',
      photo: { _: 'photoEmpty', id: 0n },
      participantsCount: 0,
      color: 0,
    })
  })

  test('that ends has its own constructor before layer 198: the emoji status', () => {
    const status = { _: 'emojiStatus', documentId: 5n, until: 9 }
    expect(seenIn(197, status)).toEqual({ ...status, _: 'emojiStatusUntil' })
    expect(seenIn(197, { _: 'emojiStatus', documentId: 5n })._).toBe('emojiStatus')
  })
})

function idHex(name: string): string {
  const id = Buffer.alloc(4)
  id.writeUInt32LE(newestLines().constructors.get(name)?.id ?? 0)
  return id.toString('hex')
}
