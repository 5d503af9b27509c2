import { tablesOf, tableText, type Report } from './report.ts'

/** docs/benchmarks.md of a run. */
export function documentOf(report: Report): string {
  const sections = tablesOf(report).map((table) => `## ${table.title}\n\n${tableText(table)}\n`)
  return `${INTRODUCTION}\n${sections.join('\n')}\n${LIMITS}`
}

const INTRODUCTION = `# Benchmarks

Written by \`npm run bench -- --write\`; do not edit. Every figure stands beside a floor that was measured
in the same run, so that the ratio means something on another machine, or on this one when it is busy.

How it is measured:

- The server is a process of its own, started as its users start it, with an empty data directory on
  disk: each link is durable (SQLite, WAL, \`synchronous=FULL\`) before its answer leaves.
- The client speaks MTProto over TCP (intermediate transport) with keys that are logged in already. One
  packet for each request, so many requests under way on each connection; answers are acknowledged. It
  shares the machine's cores with the server.
- The floor is MTProto's \`ping\` on the same connections with the same window: everything that a request
  costs before anybody looks at what it says. The kinds take turns of a second or so, so that all see the
  same machine.
- "of the floor" compares requests per second. "server CPU" is the CPU time of the server process for one
  request, and "floor / CPU" what a ping takes of it: that ratio hardly depends on what else the machine
  does. "busy" is the part of one core that the server used; far below 1, the client or the disk was what
  everybody waited for.
- The Bot API is called over HTTP/1.1 on connections that are kept open. Its floor is a fastify in a process of
  its own that answers the same bytes from one route, with no token, rule or database behind it.
- Joins: every account joins 32 supergroups and leaves them again, in rounds; each join stores a member,
  counts the link's use, posts a service message and is pushed to the members who are online. The
  fan-out is one join whose service message reaches every online member, in a packet of its own for each
  with that member's access hashes; its floor is one ping from each of them.
- Waits: one client pings all the time while a single call lets in everybody who asks, each with a session. The
  floor is the longest gap in its pings while nothing else is done, which is mostly the machine's own.
- The soak puts one load on one server ten times; memory is read after a garbage collection.
- Layers: what a visit to a chat's invite links brings, written in every layer in turn. The floor is the
  newest layer, in which nothing is converted; no layer may take 1.5 times as long.
`

const LIMITS = `## What limits an export

The goal is half of the floor. It is not reached, and these are the reasons:

- With one connection, the disk: an answer waits for an fsync, and only what is under way at the same
  time shares one. While it lasts, nothing else is done.
- With many requests under way, the processor: one core runs the server. A ping is little more than the
  decryption of a packet, since the pongs of a turn leave in one packet. A link is unguessable, and so
  each one lands on another page of the index by which it is found; that page is written to the log and
  later to the database. "insert a link on disk" in the last table is SQLite alone, without a request, a
  rule or an answer: where it takes longer than a whole ping, no server that stores each link durably on
  one core can reach half of the floor.
- With one request at a time on each connection, batches are smaller, so that fewer links share a page of
  the log and an fsync; but a ping gets a packet of its own too.
`
