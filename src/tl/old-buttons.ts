import type { Fields } from './conversions.ts'
import type { TlObject } from './object.ts'

/*
 * Keyboards before layer 229: every kind of button was a constructor of its own, and reply and inline
 * keyboards shared them. Since then a button has a `type`, and inline keyboards have their own rows.
 */

/** The old button constructors and the types that took their place. */
const BUTTONS: readonly (readonly [old: string, type: string])[] = [
  ['keyboardButton', 'buttonTypeDefault'],
  ['keyboardButtonRequestPhone', 'buttonTypeRequestPhone'],
  ['keyboardButtonRequestGeoLocation', 'buttonTypeRequestGeoLocation'],
  ['keyboardButtonRequestPoll', 'buttonTypeRequestPoll'],
  ['keyboardButtonRequestPeer', 'buttonTypeRequestPeer'],
  ['inputKeyboardButtonRequestPeer', 'inputButtonTypeRequestPeer'],
  ['keyboardButtonSimpleWebView', 'buttonTypeSimpleWebView'],
  ['keyboardButtonUrl', 'inlineButtonTypeUrl'],
  ['keyboardButtonUrlAuth', 'inlineButtonTypeUrlAuth'],
  ['inputKeyboardButtonUrlAuth', 'inputInlineButtonTypeUrlAuth'],
  ['keyboardButtonWebView', 'inlineButtonTypeWebView'],
  ['keyboardButtonCallback', 'inlineButtonTypeCallback'],
  ['keyboardButtonGame', 'inlineButtonTypeGame'],
  ['keyboardButtonBuy', 'inlineButtonTypeBuy'],
  ['keyboardButtonSwitchInline', 'inlineButtonTypeSwitchInline'],
  ['keyboardButtonUserProfile', 'inlineButtonTypeUserProfile'],
  ['inputKeyboardButtonUserProfile', 'inputInlineButtonTypeUserProfile'],
  ['keyboardButtonCopy', 'inlineButtonTypeCopy'],
]

const typeOfOld = new Map(BUTTONS)
const oldOfType = new Map(BUTTONS.map(([old, type]) => [type, old]))

/** A button as layers below 229 have it; undefined for a type that they lack. */
export function oldButton({ style, text, type }: Fields): TlObject | undefined {
  const old = oldOfType.get((type as TlObject)._)
  return old === undefined ? undefined : object(old, { ...(type as Fields), style, text })
}

/** What clients below layer 229 send, by definition or name; a part of conversions.ts. */
export const BUTTON_UPGRADES: Readonly<Record<string, (old: Fields) => TlObject>> = {
  ...Object.fromEntries([...typeOfOld.keys()].map((old) => [old, newButton])),
  // The id is the newest layer's own, but an old client's inline buttons can stand in it: as text.
  replyKeyboardMarkup: (markup) =>
    object(markup._, {
      ...markup,
      rows: (markup.rows as readonly Fields[]).map((row) =>
        object(row._, { buttons: (row.buttons as readonly Fields[]).map(replyButton) }),
      ),
    }),
}

/** The rows of an inline keyboard of a client below layer 229; buttons that are not inline go. */
export function inlineRows(rows: readonly Fields[]): TlObject[] {
  return rows.map(({ buttons }) =>
    object('keyboardInlineButtonRow', { buttons: (buttons as readonly Fields[]).filter(isInline) }),
  )
}

function newButton(button: Fields): TlObject {
  if (button.type !== undefined) return button
  const { _, style, text, ...rest } = button
  const name = typeOfOld.get(_) ?? 'buttonTypeDefault'
  const needsQuantity = name.endsWith('RequestPeer') && rest.maxQuantity === undefined
  const type = object(name, needsQuantity ? { ...rest, maxQuantity: 1 } : rest)
  const isReply = name.startsWith('buttonType') || name.startsWith('inputButtonType')
  return object(isReply ? 'keyboardButton' : 'keyboardInlineButton', {
    ...(style === undefined ? {} : { style }),
    text,
    type,
  })
}

function isInline(button: Fields): boolean {
  return button._ === 'keyboardInlineButton'
}

function replyButton(button: Fields): TlObject {
  if (!isInline(button)) return button
  const { style, text } = button
  return object('keyboardButton', { style, text, type: object('buttonTypeDefault', {}) })
}

function object(name: string, fields: Readonly<Record<string, unknown>>): Fields {
  return { ...fields, _: name }
}
