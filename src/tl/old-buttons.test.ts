import { describe, expect, test } from 'vitest'

import { seenIn, sentFrom } from './conformance/old-client.ts'
import type { Fields } from './conversions.ts'

describe('a keyboard', () => {
  const data = Buffer.from('x')
  const inline = {
    _: 'replyInlineMarkup',
    rows: [
      {
        _: 'keyboardInlineButtonRow',
        buttons: [
          { _: 'keyboardInlineButton', text: 'a', type: { _: 'inlineButtonTypeUrl', url: 'u' } },
          { _: 'keyboardInlineButton', text: 'b', type: { _: 'inlineButtonTypeCallback', data } },
        ],
      },
    ],
  }
  const oldInline = {
    _: 'replyInlineMarkup',
    rows: [
      {
        _: 'keyboardButtonRow',
        buttons: [
          { _: 'keyboardButtonUrl', text: 'a', url: 'u' },
          { _: 'keyboardButtonCallback', text: 'b', data },
        ],
      },
    ],
  }
  const reply = {
    _: 'replyKeyboardMarkup',
    rows: [
      {
        _: 'keyboardButtonRow',
        buttons: [
          { _: 'keyboardButton', text: 'a', type: { _: 'buttonTypeDefault' } },
          { _: 'keyboardButton', text: 'b', type: { _: 'buttonTypeRequestPhone' } },
        ],
      },
    ],
  }
  const oldReply = {
    _: 'replyKeyboardMarkup',
    rows: [
      {
        _: 'keyboardButtonRow',
        buttons: [
          { _: 'keyboardButton', text: 'a' },
          { _: 'keyboardButtonRequestPhone', text: 'b' },
        ],
      },
    ],
  }

  test('has buttons of the old kinds below layer 229', () => {
    expect(seenIn(228, inline)).toEqual(oldInline)
    expect(seenIn(158, inline)).toEqual(oldInline)
    expect(seenIn(158, reply)).toEqual(oldReply)
    expect(seenIn(229, inline)).toEqual(inline)
  })

  test('of an old client is read as the new kinds', () => {
    const call = (replyMarkup: Fields): Fields => ({
      _: 'messages.sendMessage',
      peer: { _: 'inputPeerSelf' },
      message: 'm',
      randomId: 1n,
      replyMarkup,
    })
    expect(sentFrom(158, call(oldInline))).toEqual(call(inline))
    expect(sentFrom(228, call(oldReply))).toEqual(call(reply))
  })
})
