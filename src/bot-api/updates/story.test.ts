import { expect, it } from 'vitest'
import { createTestRpc } from '../../rpc/testing.ts'
import { markedChatId } from '../../core/chat-ids.ts'
import { openWorldOf } from './testing.ts'

it('a bot hears over HTTP who asks over MTProto, lets them in, and hears that they came', async () => {
  const rpc = await createTestRpc()
  const owner = await rpc.createUser({ firstName: 'Olga' })
  const ann = await rpc.createUser({ firstName: 'Ann', about: 'I like birds' })
  const bot = await rpc.createBot()
  await using stack = new AsyncDisposableStack()
  const w = await openWorldOf(rpc, { owner, ann, bot })
  stack.defer(() => w.close())
  const chat = await w.chat('supergroup')
  const allowed_updates = ['chat_join_request', 'chat_member']
  const earlier = await w.updates({ allowed_updates })
  const first = (earlier.at(-1)?.update_id ?? 0) + 1
  const link = await w.link(chat, owner, { requestNeeded: 1 })

  const waiting = w.updates({ offset: first, timeout: 50 })
  const client = await rpc.connect({ account: ann })
  await expect(client.call('messages.importChatInvite', { hash: link.hash })).rejects.toThrow(
    'INVITE_REQUEST_SENT',
  )
  const [asked, ...none] = await waiting
  expect(none).toEqual([])
  expect(asked?.chat_join_request).toEqual({
    chat: { id: markedChatId(chat), title: 'Birds', type: 'supergroup' },
    from: { id: ann.id, is_bot: false, first_name: 'Ann', language_code: 'en' },
    user_chat_id: ann.id,
    date: rpc.clock.now(),
    bio: 'I like birds',
    invite_link: {
      invite_link: `https://t.me/+${link.hash.slice(0, 8)}...`,
      creator: { id: owner.id, is_bot: false, first_name: 'Olga' },
      pending_join_request_count: 1,
      creates_join_request: true,
      is_primary: false,
      is_revoked: false,
    },
  })

  const note = { chat_id: ann.id, text: 'Why do you ask?' }
  expect(await w.call('sendMessage', note)).toMatchObject({
    status: 200,
    body: { result: { chat: { id: ann.id, type: 'private' }, text: note.text } },
  })

  const offset = (asked?.update_id ?? 0) + 1
  const next = w.updates({ offset, timeout: 50 })
  const ids = { chat_id: markedChatId(chat), user_id: ann.id }
  expect((await w.call('approveChatJoinRequest', ids)).body.result).toBe(true)
  const [came] = await next
  expect(came?.chat_member).toMatchObject({
    from: { id: bot.id },
    old_chat_member: { status: 'left', user: { id: ann.id } },
    new_chat_member: { status: 'member', user: { id: ann.id } },
    invite_link: { invite_link: `https://t.me/+${link.hash.slice(0, 8)}...` },
  })
  expect(came?.chat_member).not.toHaveProperty('via_join_request')
  expect(await w.updates({ offset: (came?.update_id ?? 0) + 1 })).toEqual([])
  expect(await w.updates()).toEqual([])
})
