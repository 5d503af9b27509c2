/** The two doors to the rules. */
export type Door = 'mtproto' | 'bot-api'

/**
 * What is counted while the server runs, for `GET /metrics`. Names that are passed here become labels, of which
 * each makes a time series: they MUST come from a bounded set, never from what a client made up.
 */
export interface Metrics {
  /** A call over MTProto was answered. @param outcome `ok`, or the error's name without its number */
  rpcCall(method: string, outcome: string): void
  /** A call of the Bot API was answered. @param method Telegram's spelling */
  botApiCall(method: string, code: number): void
  /** Somebody called what Telegram has and localgram has not. */
  unsupported(door: Door, method: string): void
  /** Units of work became durable together. @param seconds that the commit took */
  committed(units: number, seconds: number): void
}

/** Counts nothing. */
export const NO_METRICS: Metrics = {
  rpcCall: () => undefined,
  botApiCall: () => undefined,
  unsupported: () => undefined,
  committed: () => undefined,
}
