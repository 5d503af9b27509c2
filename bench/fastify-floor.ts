import fastify from 'fastify'

/*
 * The floor of the Bot API: a fastify that reads a call's JSON and answers what createChatInviteLink answers,
 * with no token, rule or database behind it.
 */

const app = fastify({ logger: false })
const answer = Buffer.from(
  JSON.stringify({
    ok: true,
    result: {
      invite_link: 'https://t.me/+AAAAAAAAAAAAAAAA',
      name: 'Bench',
      creator: { id: 6_000_000_002, is_bot: true, first_name: 'Bench', username: 'bench_bot' },
      creates_join_request: false,
      is_primary: false,
      is_revoked: false,
    },
  }),
)
app.post('/createChatInviteLink', (_request, reply) =>
  reply.header('content-type', 'application/json').send(answer),
)
console.log(`ready at ${await app.listen({ port: 0, host: '127.0.0.1' })}`)
process.once('SIGTERM', () => process.exit(0))
