/**
 * The border between the session layer and the RPC layer above it: bytes of a call go up, bytes of
 * its result come down. The session layer knows nothing of methods, layers and users.
 */

/**
 * One MTProto session (https://core.telegram.org/mtproto/description#session) as the RPC layer sees
 * it.
 */
export interface RpcSession {
  /** The client's session_id, as a signed 64-bit number. */
  readonly id: bigint
  /** The auth key the session runs on (permanent or temporary), 16 hex digits. */
  readonly keyId: string
  /**
   * The permanent key behind the session: the key itself, or the one a temporary key is bound to.
   * Undefined while a temporary key is unbound; then the RPC layer allows only the few methods of
   * https://core.telegram.org/api/pfs.
   */
  readonly permKeyId: string | undefined
  /** unique_id of the session's new_session_created; differs each time a session is made anew. */
  readonly uniqueId: bigint
  /** Whether a connection is there that a push would go out on now. */
  readonly online: boolean
  /** Address of the newest connection, for lists of active sessions. */
  readonly remote: string
  /**
   * Sends a content-related message that answers nothing (updates). While the client is away it
   * waits, up to a bound; beyond it the session is forgotten, so that the client's next message
   * brings new_session_created and the client fetches the difference.
   */
  push(body: Uint8Array): void
  /**
   * For invokeAfterMsg: resolves when that call was answered (or dropped); undefined when the
   * session remembers no call of this msg_id.
   */
  answered(msgId: bigint): Promise<void> | undefined
}

/** One RPC call. */
export interface RpcCall {
  /** The method's TL bytes, wrappers included, gzip_packed already undone at this level. */
  readonly body: Buffer
  readonly msgId: bigint
  readonly session: RpcSession
  /** The connection the call came on. */
  readonly connectionId: number
  /** Aborts when the client drops the answer (rpc_drop_answer) or the session ends. */
  readonly signal: AbortSignal
}

/** What the RPC layer gives to the session layer. */
export interface RpcPort {
  /**
   * Runs a call and resolves with the bytes that go into `rpc_result.result`; an rpc_error is such
   * bytes too. A rejection is a bug: it is logged and the client gets rpc_error 500 INTERNAL.
   */
  call(call: RpcCall): Promise<Uint8Array>
  /** A session was made; comes before its first call. */
  sessionOpened(session: RpcSession): void
  /** The first connection of a session came, or its last one went. */
  sessionOnline(session: RpcSession, online: boolean): void
  /** The session is forgotten: no further call, and pushes to it go nowhere. */
  sessionClosed(session: RpcSession): void
}
