/**
 * Every number that bounds what one client, one session or one connection can make the server hold
 * or do. Nothing in the session layer grows without one of these.
 */
export const DEFAULT_SESSION_LIMITS = {
  /** Sessions of all keys together; beyond it the one that was idle longest is forgotten. */
  sessions: 100_000,
  /** Sessions of one auth key; beyond it the key's session that was idle longest is forgotten. */
  sessionsPerKey: 64,
  /** Sessions that speak over one connection at the same time. */
  sessionsPerConnection: 16,
  /** Seconds after which a session without a connection is forgotten. */
  idleSessionSeconds: 900,
  /** Forgotten sessions that are told apart, so that none of their packets is taken a second time. */
  forgottenSessions: 10_000,

  /**
   * Client messages a session remembers to recognise repetitions (security guidelines, "last N").
   */
  rememberedMessages: 4096,
  /**
   * Client messages that all sessions without a connection remember together, some 150 bytes each; beyond it
   * those that are away longest forget what their client has acknowledged.
   */
  rememberedAway: 65_536,
  /** Seconds a client message may be old (code 16). */
  messageAgeSeconds: 300,
  /** Seconds a client message may lie in the future (code 17). */
  messageAheadSeconds: 30,
  /**
   * Messages of one container
   * (https://core.telegram.org/mtproto/service_messages#simple-container).
   */
  containerMessages: 1024,
  /** Identifiers in one msgs_ack, msgs_state_req or msg_resend_req. */
  idsPerMessage: 8192,
  /** Bytes that the gzip_packed messages of one packet may grow to together. */
  inflatedBytes: 4 * 1024 * 1024,
  /** Calls of one session that run at the same time; further ones get FLOOD_WAIT_1. */
  runningCalls: 8192,

  /** Answers from this size on are sent as gzip_packed when that makes them smaller. */
  gzipFromBytes: 1024,
  /** Answers above this size are not packed: they are file parts that do not shrink. */
  gzipToBytes: 1024 * 1024,
  /** Messages put into one outgoing container. */
  outgoingContainerMessages: 512,
  /** Bytes of one outgoing container; a single larger message still goes out alone. */
  outgoingContainerBytes: 512 * 1024,
  /** Unacknowledged and waiting messages one session keeps. */
  heldMessages: 4096,
  /** Bytes of unacknowledged and waiting messages one session keeps. */
  heldBytes: 8 * 1024 * 1024,
  /** The same for all sessions together; beyond it sessions without a connection are forgotten. */
  heldBytesTotal: 512 * 1024 * 1024,
  /** Bytes a connection may have unsent before it is closed as a reader that is too slow. */
  connectionBufferBytes: 12 * 1024 * 1024,

  /** Milliseconds that calls have to end when the server stops; what is not answered then, clients repeat. */
  drainMs: 5_000,
  /** Milliseconds a call may run before its receipt is acknowledged on its own. */
  ackDelayMs: 500,
  /**
   * Seconds after which an unacknowledged message is sent again on a live connection. Clients may
   * hold an acknowledgment back for a minute (Telethon sends it with its next ping), hence so long.
   */
  resendAfterSeconds: 90,
  /** Times a message is sent again without the client asking. */
  resendTimes: 2,
  /** Seconds after which an unacknowledged message that was sent is given up. */
  resendLifeSeconds: 300,
  /** Messages above this size are announced (msg_detailed_info) instead of sent a second time. */
  detailedInfoBytes: 32 * 1024,

  /** Packets of one connection that wait for its key to load or its handshake step to finish. */
  waitingPackets: 4096,
  /** Bytes of those packets. */
  waitingBytes: 4 * 1024 * 1024,
  /** Faulty messages in a row on one connection before it is closed with -429. */
  faultyMessages: 256,
  /** Packets per minute and address that do not decrypt before -404 becomes -429. */
  badPacketsPerMinute: 1200,
  /**
   * Key exchanges per minute that one address may begin before its connections are closed with -429:
   * each costs milliseconds of the one thread that serves all. On a developer's machine every client is
   * 127.0.0.1, and TDLib begins three at a time, hence so many.
   */
  keyExchangesPerMinute: 3000,
  /** Longest ping_delay_disconnect in seconds. */
  disconnectDelaySeconds: 3600,

  /** max_wait of an HTTP request without http_wait, in milliseconds (the documented default). */
  httpWaitMs: 25_000,
  /** Longest max_wait a client may ask for, in milliseconds. */
  httpWaitMaxMs: 50_000,
  /** Milliseconds an HTTP request waits for the rest of its own answers after the first one. */
  httpGatherMs: 50,
  /** Seconds after its last HTTP request during which a session still counts as online. */
  httpOnlineSeconds: 30,
} as const

/** The limits a server runs with; `createMtprotoServer({ limits })` overrides single ones. */
export type SessionLimits = { readonly [K in keyof typeof DEFAULT_SESSION_LIMITS]: number }
