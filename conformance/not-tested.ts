/** What a server decides about links and no row tries, with the reason. */
export const NOT_TESTED: readonly (readonly [what: string, why: string])[] = [
  [
    'Paying for a link: `subscription_form_id`, payments.sendStarsForm, renewal, and the list of those whose subscription ran out.',
    'There are no payments; a link with a price is refused with STARS_PAYMENT_REQUIRED.',
  ],
  [
    'Periods of 60 and 300 seconds, which the test environment takes beside 30 days.',
    'The rows run on a server that is no test environment; unit tests try it.',
  ],
  [
    'What clients of older layers are sent and send.',
    'The rows speak layers 227 and newest; layers from 158 on are tried by unit tests and other clients.',
  ],
  [
    'The bare messages.exportChatInvite of layers up to 123.',
    'Clients below layer 158 are not spoken to.',
  ],
  [
    'That limits hold when many join at once.',
    'A race of 200 clients over the wire is a test of its own.',
  ],
  ['The texts and objects of the Bot API.', 'They have tests of their own.'],
  [
    '`verified`, `scam`, `fake` and `bot_verification` of a preview.',
    'Nothing here is marked by Telegram.',
  ],
  [
    'FLOOD_WAIT for making many links.',
    'The numbers are unknown; only hashes that lead nowhere are counted.',
  ],
  [
    'An expiry that is too far ahead, and a title that the server itself finds too long.',
    'Neither the bound nor the error is known; a far date is taken and a long title is cut.',
  ],
]
