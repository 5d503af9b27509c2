import { describe, expect, test } from 'vitest'

import { decodeRequest } from './api.ts'
import { ExactCodec } from './conformance/exact-codec.ts'
import { sentFrom } from './conformance/old-client.ts'
import { everyLine } from './layers.ts'
import type { TlLine } from './schema.ts'

describe('a call of an old client', () => {
  const legacy = new ExactCodec({
    layer: 91,
    constructors: legacyLines(false),
    methods: legacyLines(true),
  })

  test('that exports the one link of a chat replaces the primary link', () => {
    const bytes = legacy.encode({ _: 'messages.exportChatInvite', chatId: 42 })
    expect(bytes.toString('hex')).toBe('8952887d2a000000')
    expect(decodeRequest(bytes)).toEqual({
      _: 'messages.exportChatInvite',
      legacyRevokePermanent: true,
      peer: { _: 'inputPeerChat', chatId: 42 },
    })
  })

  test('that exports the one link of a channel is the same call with a peer', () => {
    const channel = { _: 'inputChannel', channelId: 42, accessHash: 5n }
    expect(decodeRequest(legacy.encode({ _: 'channels.exportInvite', channel }))).toEqual({
      _: 'messages.exportChatInvite',
      legacyRevokePermanent: true,
      peer: { ...channel, _: 'inputPeerChannel' },
    })
  })

  test('of layers 92 to 123 replaces the primary link too', () => {
    // inputPeerChannel#20adaef8, whose id has 32 bits
    expect(decodeRequest(Buffer.from('4c53f70df8aead202a0000000500000000000000', 'hex'))).toEqual({
      _: 'messages.exportChatInvite',
      legacyRevokePermanent: true,
      peer: { _: 'inputPeerChannel', channelId: 42, accessHash: 5n },
    })
  })

  test('of layers 124 to 133 makes a further link unless it says otherwise', () => {
    // inputPeerChat#179be863, whose id has 32 bits
    expect(decodeRequest(Buffer.from('d7bcb9140000000063e89b172a000000', 'hex'))).toEqual({
      _: 'messages.exportChatInvite',
      peer: { _: 'inputPeerChat', chatId: 42 },
    })
  })

  test('names what it replies to in the newest way', () => {
    const call = {
      _: 'messages.sendMessage',
      peer: { _: 'inputPeerSelf' },
      message: 'm',
      randomId: 1n,
    }
    expect(sentFrom(158, { ...call, replyToMsgId: 7, topMsgId: 3 })).toEqual({
      ...call,
      replyTo: { _: 'inputReplyToMessage', replyToMsgId: 7, topMsgId: 3 },
    })
    expect(sentFrom(158, call)).toEqual(call)
  })

  test('names folders in the newest way', () => {
    const filter = { _: 'dialogFilter', id: 2, pinnedPeers: [], includePeers: [], excludePeers: [] }
    const title = { _: 'textWithEntities', text: 'News', entities: [] }
    expect(
      sentFrom(160, {
        _: 'messages.updateDialogFilter',
        id: 2,
        filter: { ...filter, title: 'News' },
      }),
    ).toEqual({ _: 'messages.updateDialogFilter', id: 2, filter: { ...filter, title } })
  })

  test('toggles signatures by a flag', () => {
    const channel = { _: 'inputChannel', channelId: 4, accessHash: 5n }
    const call = { _: 'channels.toggleSignatures', channel }
    expect(sentFrom(185, { ...call, enabled: true })).toMatchObject({
      ...call,
      signaturesEnabled: true,
    })
    expect(sentFrom(185, { ...call, enabled: false })).not.toHaveProperty('signaturesEnabled', true)
  })

  test('passes ownership on as basic groups do it', () => {
    const channel = { _: 'inputChannel', channelId: 4, accessHash: 5n }
    const rest = { userId: { _: 'inputUserSelf' }, password: { _: 'inputCheckPasswordEmpty' } }
    expect(sentFrom(200, { _: 'channels.editCreator', channel, ...rest })).toMatchObject({
      _: 'messages.editChatCreator',
      peer: { ...channel, _: 'inputPeerChannel' },
      ...rest,
    })
  })

  test('has the flags of its own layer where the newest one has other flags under the same id', () => {
    const call = { _: 'messages.getChatInviteImporters', offsetDate: 0, limit: 1 }
    const rest = { peer: { _: 'inputPeerSelf' }, offsetUser: { _: 'inputUserSelf' } }
    expect(sentFrom(158, { ...call, ...rest, requested: true })).toEqual({
      ...call,
      ...rest,
      requested: true,
    })
  })
})

function legacyLines(isMethod: boolean): Map<string, TlLine> {
  const lines = [...everyLine()].filter((line) => line.isMethod === isMethod)
  const oldest = [
    'messages.exportChatInvite#7d885289',
    'channels.exportInvite#c7560885',
    'inputChannel#f35aec28',
  ]
  return new Map(
    lines
      .filter((line) => oldest.includes(`${line.name}#${line.id.toString(16)}`))
      .map((line) => [line.name, line]),
  )
}
