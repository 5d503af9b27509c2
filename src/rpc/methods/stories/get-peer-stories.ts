import { resolvePeer } from '../../../domain/peers.ts'
import { inputPeer } from '../../decode/peer.ts'
import { Encoder } from '../../encode/encoder.ts'
import { method } from '../../method.ts'

/**
 * stories.getPeerStories: https://core.telegram.org/method/stories.getPeerStories
 *
 * Nobody has stories here, but the answer names whose they are. TDLib asks for every chat it opens.
 *
 * @throws as `resolvePeer`
 */
export const getPeerStories = method('stories.getPeerStories', async ({ u, caller }, request) => {
  const found = await resolvePeer(u, caller, inputPeer(request.peer))
  const e = new Encoder(u, caller)
  const peer = found.kind === 'user' ? e.peerUser(found.user.id) : e.peerChat(found.chat)
  return {
    _: 'stories.peerStories',
    stories: { _: 'peerStories', peer, stories: [] },
    chats: await e.chats(),
    users: await e.users(),
  }
})
