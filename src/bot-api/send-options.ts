import type { KnownChat } from './chats.ts'
import { badRequest } from './errors.ts'
import { fieldsOf, type JsonFields } from './json-fields.ts'
import { json, schemaOfType, type Parameter } from './parameters.ts'
import { wrappedInteger } from './params.ts'

/** A suggestion of a post, which goes no further than to a refusal. */
export interface SuggestedPost {
  /** What TDLib says against it once it knows the chat. */
  readonly problem: string | undefined
}

/** Bounds of an amount, and the words for one outside of them. */
interface Price {
  readonly min: bigint
  readonly max: bigint
  /** Of the currency's own smallest part, what TDLib counts by. */
  readonly unit: bigint
  readonly refusal: string
}

/** td OptionManager.cpp, suggested_post_star_count_min and its siblings. */
const PRICES: ReadonlyMap<string, Price> = new Map([
  ['XTR', { min: 5n, max: 100_000n, unit: 1n, refusal: 'invalid amount of Telegram Stars specified' }],
  ['TON', { min: 1n, max: 1_000_000n, unit: 10_000_000n, refusal: 'invalid amount of Toncoin cents specified' }],
]) // prettier-ignore

/**
 * `suggested_post_parameters`, which is checked and dropped.
 *
 * @throws BotApiError 400
 * Source: Client.cpp get_input_suggested_post_info
 */
export const suggestedPost: Parameter<SuggestedPost | undefined> = {
  ...json('SuggestedPostParameters', 'suggested post parameters', (value) => {
    if (value === undefined) return undefined
    const fields = fieldsOf(value, 'object expected as suggested post parameters')
    const date = fields.integer('send_date')
    const price = fields.fields('price')
    const late = date < 0 ? 'invalid post send date specified' : undefined
    return { problem: (price && priceProblem(price)) ?? late }
  }),
  isDropped: (params, name) => suggestedPost.read(params, name) !== undefined,
}

/** @throws BotApiError 400 for what is no price at all */
function priceProblem(fields: JsonFields): string | undefined {
  const currency = fields.requiredText('currency')
  const amount = BigInt(fields.requiredLong('amount'))
  const price = PRICES.get(currency)
  if (!price) throw badRequest('invalid suggested post price currency specified')
  const { min, max, unit, refusal } = price
  if (amount % unit !== 0n) {
    throw badRequest(`suggested post price must be divisible by ${unit} nanotoncoins`)
  }
  const count = amount / unit
  return count !== 0n && (count < min || count > max) ? refusal : undefined
}

/** `message_effect_id`, 0 where there is none. It has no effect here, but chats that know none refuse it. */
export const messageEffect: Parameter<boolean> = {
  required: false,
  schema: schemaOfType('String'),
  read: (params, name) => wrappedInteger(params.raw(name), 64) !== 0n,
  isDropped: (params, name) => messageEffect.read(params, name),
}

/**
 * Refuses options that a chat does not know: effects are for private chats, suggestions for the direct
 * messages of channels.
 *
 * @throws BotApiError 400
 * Source: td MessageSendOptions.cpp get_message_send_options
 */
export function checkSendOptions(
  known: KnownChat,
  options: {
    readonly message_effect_id: boolean
    readonly suggested_post_parameters: SuggestedPost | undefined
  },
): void {
  const { message_effect_id: hasEffect, suggested_post_parameters: post } = options
  if (hasEffect && known.kind !== 'private') {
    throw badRequest("can't use message effects in the chat")
  }
  if (post?.problem !== undefined) throw badRequest(post.problem)
  const isMonoforum = known.kind === 'shared' && known.chat.kind === 'monoforum'
  if (post && !isMonoforum) {
    throw badRequest('suggested posts can be sent only to channel direct messages')
  }
}
