import type { Link } from './link.ts'
import type { OutMessage } from './out-message.ts'
import type { Session } from './session.ts'

/** One session on one connection: what waits to go out there in the next packet. */
export class Lane {
  readonly link: Link
  readonly session: Session
  /** Messages for the next packet, in order. */
  queue: OutMessage[] = []
  /** The flusher has it on its list. */
  scheduled = false
  /** False once the connection is gone, or, on HTTP, answered. */
  live = true
  /** Calls that came on this lane and have no answer yet; an HTTP request waits for them. */
  running = 0
  /** Wall time of the oldest and of the newest message in the queue, for http_wait. */
  firstQueuedMs = 0
  lastQueuedMs = 0

  constructor(link: Link, session: Session) {
    this.link = link
    this.session = session
  }

  /** Puts a message into the next packet, once. */
  put(message: OutMessage, nowMs: number): void {
    if (message.queued) return
    message.queued = true
    if (this.queue.length === 0) this.firstQueuedMs = nowMs
    this.lastQueuedMs = nowMs
    this.queue.push(message)
  }

  /** Empties the queue; messages that are done meanwhile are left out. */
  take(): OutMessage[] {
    const messages = this.queue
    this.queue = []
    let kept = 0
    for (const message of messages) {
      message.queued = false
      if (!message.done) messages[kept++] = message
    }
    messages.length = kept
    return messages
  }

  /** Puts messages back to the front of the queue that were taken but not sent. */
  putBack(messages: readonly OutMessage[]): void {
    if (messages.length === 0) return
    for (const message of messages) message.queued = true
    this.queue.unshift(...messages)
  }
}
