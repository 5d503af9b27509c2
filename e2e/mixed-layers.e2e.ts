import { expect, it } from 'vitest'
import { hasPython } from '../tools/python-clients.ts'
import { startWatching } from './support/python.ts'
import { rawClientOf } from './support/raw-clients.ts'
import { startWorld } from './support/world.ts'

/** What the messages say that everybody in the chats hears, sorted. */
const HEARD = [
  'MessageActionChatJoinedByLink',
  'MessageActionChatJoinedByLink',
  'hello 0',
  'hello 1',
]

// Without Python the test command has said so already, and failed in CI.
it.skipIf(!hasPython('pyrogram') || !hasPython('kurigram'))(
  'Pyrogram (158) and kurigram (229) in the same chats hear the same, live and from getDifference',
  async () => {
    await using world = await startWorld()
    const { server, owner, stranger, group, supergroup } = world
    const watchers = await Promise.all([
      startWatching('pyrogram', world, { watcher: 'owner', messages: HEARD.length }),
      startWatching('kurigram', world, { watcher: 'member', messages: HEARD.length }),
    ])
    const [host, guest] = [
      await rawClientOf(server, owner.id),
      await rawClientOf(server, stranger.id),
    ]
    const found = await host.call('contacts.resolveUsername', { username: supergroup.username })
    const [channel] = found.chats
    if (channel?._ !== 'channel') throw new Error('@username is no channel')
    const peers = [
      { _: 'inputPeerChat', chatId: group.id },
      { _: 'inputPeerChannel', channelId: channel.id, accessHash: channel.accessHash ?? 0n },
    ] as const
    for (const [i, peer] of peers.entries()) {
      const invite = await host.call('messages.exportChatInvite', { peer })
      const hash = ('link' in invite ? invite.link : '').split('+')[1] ?? ''
      await guest.call('messages.importChatInvite', { hash })
      await host.call('messages.sendMessage', { peer, message: `hello ${i}`, randomId: BigInt(i) })
    }
    const [old, newest] = await Promise.all(watchers.map((one) => one.outcome()))
    expect(old).toEqual({ layer: 158, live: HEARD, later: HEARD })
    expect(newest).toEqual({ layer: 229, live: HEARD, later: HEARD })
    host.close()
    guest.close()
  },
)
