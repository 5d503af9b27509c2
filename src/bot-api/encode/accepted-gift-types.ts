/** https://core.telegram.org/bots/api#acceptedgifttypes */
export interface BotApiAcceptedGiftTypes {
  readonly unlimited_gifts: boolean
  readonly limited_gifts: boolean
  readonly unique_gifts: boolean
  readonly premium_subscription: boolean
  readonly gifts_from_channels: boolean
}

/** All kinds of gifts, or none. */
export function acceptedGiftTypes(accepted: boolean): BotApiAcceptedGiftTypes {
  return {
    unlimited_gifts: accepted,
    limited_gifts: accepted,
    unique_gifts: accepted,
    premium_subscription: accepted,
    gifts_from_channels: accepted,
  }
}
