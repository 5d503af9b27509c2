/**
 * Header by which the server knows its own webhook deliveries: whoever holds a bot's token chooses where
 * they go, and they come from this machine, where the control API trusts everybody.
 */
export const WEBHOOK_MARK = 'x-localgram-webhook'
