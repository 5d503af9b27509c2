import type { InputPeer } from '../../domain/peers.ts'
import type { TypeInputChannel, TypeInputPeer, TypeInputUser } from '../../tl/generated/base.ts'

/** The domain's form of a TL InputPeer (https://core.telegram.org/type/InputPeer). */
export function inputPeer(peer: TypeInputPeer): InputPeer {
  switch (peer._) {
    case 'inputPeerEmpty':
      return { kind: 'empty' }
    case 'inputPeerSelf':
      return { kind: 'self' }
    case 'inputPeerUser':
      return { kind: 'user', userId: peer.userId, accessHash: peer.accessHash }
    case 'inputPeerChat':
      return { kind: 'chat', chatId: peer.chatId }
    case 'inputPeerChannel':
      return { kind: 'channel', channelId: peer.channelId, accessHash: peer.accessHash }
    case 'inputPeerUserFromMessage':
      return {
        kind: 'userFromMessage',
        peer: inputPeer(peer.peer),
        msgId: peer.msgId,
        userId: peer.userId,
      }
    case 'inputPeerChannelFromMessage':
      return {
        kind: 'channelFromMessage',
        peer: inputPeer(peer.peer),
        msgId: peer.msgId,
        channelId: peer.channelId,
      }
  }
}

/** The domain's form of a TL InputChannel (https://core.telegram.org/type/InputChannel). */
export function inputChannel(channel: TypeInputChannel): InputPeer {
  switch (channel._) {
    case 'inputChannelEmpty':
      return { kind: 'empty' }
    case 'inputChannel':
      return { kind: 'channel', channelId: channel.channelId, accessHash: channel.accessHash }
    case 'inputChannelFromMessage':
      return {
        kind: 'channelFromMessage',
        peer: inputPeer(channel.peer),
        msgId: channel.msgId,
        channelId: channel.channelId,
      }
  }
}

/** The domain's form of a TL InputUser (https://core.telegram.org/type/InputUser). */
export function inputUser(user: TypeInputUser): InputPeer {
  switch (user._) {
    case 'inputUserEmpty':
      return { kind: 'empty' }
    case 'inputUserSelf':
      return { kind: 'self' }
    case 'inputUser':
      return { kind: 'user', userId: user.userId, accessHash: user.accessHash }
    case 'inputUserFromMessage':
      return {
        kind: 'userFromMessage',
        peer: inputPeer(user.peer),
        msgId: user.msgId,
        userId: user.userId,
      }
  }
}
