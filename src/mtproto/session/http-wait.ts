import type { Core } from './core.ts'
import type { Lane } from './lane.ts'
import type { HttpWait, Link } from './link.ts'
import { writeEmptyContainer, writePackets } from './packets.ts'

/**
 * When an HTTP request is answered
 * (https://core.telegram.org/mtproto/service_messages#http-wait-long-poll). With http_wait the
 * client decides. Without it, a request whose calls still run waits for them (all of them, for a
 * short while after the first answer, since the rest would need another request), and one that
 * needs no answer is answered at once: Telethon never sends http_wait and pipelines its requests,
 * so that one held back would hold back all that follow.
 */
export function flushHttp(core: Core, lane: Lane): void {
  const { link } = lane
  if (!link.open) return
  const nowMs = core.clock.wallMs()
  const due = dueAt(core, lane)
  if (due > nowMs) {
    link.wakeAfter(due - nowMs, () => core.flusher.schedule(lane))
    return
  }
  // Everything that waited may have been acknowledged meanwhile.
  if (!writePackets(core, lane)) writeEmptyContainer(core, lane)
  leaveAll(link)
}

/** Takes the parameters of http_wait; the last one of a request counts. */
export function setHttpWait(
  core: Core,
  link: Link,
  wait: { readonly maxDelay: number; readonly waitAfter: number; readonly maxWait: number },
): void {
  if (!link.http) return
  const most = core.limits.httpWaitMaxMs
  const clamp = (ms: number): number => Math.min(Math.max(ms, 0), most)
  link.httpWait = {
    maxDelayMs: clamp(wait.maxDelay),
    waitAfterMs: clamp(wait.waitAfter),
    maxWaitMs: clamp(wait.maxWait),
  }
}

/** Takes every session off a connection that can send no more. */
export function leaveAll(link: Link): void {
  for (const lane of [...link.lanes]) lane.session.leave(lane)
}

/** Wall time at which the request must be answered, by what is known now. */
function dueAt(core: Core, lane: Lane): number {
  if (core.stopping) return 0
  const { link, queue, running } = lane
  const acks = lane.session.out.acks.length > 0
  const wait = link.httpWait
  if (!wait) {
    if (running === 0) return 0
    const deadline = link.openedAtMs + core.limits.httpWaitMs
    if (queue.length === 0) return deadline
    return Math.min(deadline, lane.firstQueuedMs + core.limits.httpGatherMs)
  }
  const deadline = link.openedAtMs + wait.maxWaitMs
  if (queue.length === 0) return acks ? 0 : deadline
  return Math.min(deadline, afterFirst(lane, wait))
}

function afterFirst(lane: Lane, wait: HttpWait): number {
  return Math.min(lane.firstQueuedMs + wait.maxDelayMs, lane.lastQueuedMs + wait.waitAfterMs)
}
