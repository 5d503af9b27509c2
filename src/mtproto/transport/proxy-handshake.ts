import type { ByteQueue } from './byte-queue.ts'

/** What came of looking at the bytes so far. `answer` goes to the client first. */
export type ProxyStep =
  | { readonly state: 'wait' }
  | { readonly state: 'next'; readonly answer: Buffer }
  | { readonly state: 'open'; readonly answer: Buffer; readonly target: string }
  | { readonly state: 'refused'; readonly reason: string; readonly answer?: Buffer }

/** The server's side of a proxy protocol, up to where the tunnelled stream begins. */
export interface ProxyHandshake {
  readonly name: 'socks5' | 'http-connect'
  /** Takes one message from the queue. To be called again after `next`, and with more bytes after `wait`. */
  step(queue: ByteQueue): ProxyStep
}
