import { shownCommands } from '../../domain/bots/commands.ts'
import type { Update } from '../../domain/updates/update.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { BotCommand, BotInfo, TypeUpdate } from '../../tl/generated/base.ts'
import type { Encoder } from './encoder.ts'
import { encodePeer } from './peer.ts'

/** Bots of a group as the viewer meets them there (https://core.telegram.org/constructor/botInfo). */
export async function encodeBotInfos(
  e: Encoder,
  bots: readonly number[],
  chat: ChatRow,
): Promise<BotInfo[]> {
  const infos: BotInfo[] = []
  for (const id of bots) {
    infos.push({ _: 'botInfo', userId: e.user(id), commands: await commandsOf(e, id, chat) })
  }
  return infos
}

/** A bot as the viewer meets it in their private chat. */
export async function encodePrivateBotInfo(e: Encoder, botId: number): Promise<BotInfo> {
  return {
    _: 'botInfo',
    userId: e.user(botId),
    commands: await commandsOf(e, botId, undefined),
    menuButton: { _: 'botMenuButtonDefault' },
  }
}

/**
 * What a bot offers the viewer in a chat from now on; nothing for bots, which are offered none
 * (https://core.telegram.org/constructor/updateBotCommands).
 */
export async function encodeBotCommandsUpdate(
  e: Encoder,
  { botId, peerKind, peerId }: Update & { kind: 'botCommands' },
): Promise<TypeUpdate | undefined> {
  if (e.viewer.isBot) return undefined
  const chat = peerKind === 'user' ? undefined : await e.u.db.chats.byId(peerId)
  return {
    _: 'updateBotCommands',
    peer: encodePeer(e, peerKind, peerId),
    botId: e.user(botId),
    commands: await commandsOf(e, botId, chat),
  }
}

async function commandsOf(
  e: Encoder,
  botId: number,
  chat: ChatRow | undefined,
): Promise<BotCommand[]> {
  return (await shownCommands(e.u, e.viewer, botId, chat)).map(encodeBotCommand)
}

/** https://core.telegram.org/constructor/botCommand */
export function encodeBotCommand({ command, description }: Omit<BotCommand, '_'>): BotCommand {
  return { _: 'botCommand', command, description }
}
