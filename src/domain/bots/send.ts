import { rpcError } from '../../core/rpc-error.ts'
import type { MessageRow } from '../../store/tables/messages.ts'
import type { Caller, Unit } from '../context.ts'
import type { GivenEntity } from '../messages/entity.ts'
import { sendText } from '../messages/send.ts'
import type { InputPeer } from '../peers.ts'

/** What a bot says. */
export interface BotText {
  readonly text: string
  readonly entities: readonly GivenEntity[]
  readonly replyToId: number | undefined
}

/**
 * Sends a text of a bot, as often as bots may
 * (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).
 *
 * @param group the group or supergroup that is written to, by its id; undefined for every other chat
 * @throws FLOOD_WAIT_%d beyond `botMessagesPerSecond` and `botMessagesPerGroup`; and as `sendText`
 */
export async function sendBotText(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  group: number | undefined,
  { text, entities, replyToId }: BotText,
): Promise<MessageRow> {
  checkRate(u.botSends.take(`${caller.id}`, u.now))
  if (group !== undefined) checkRate(u.botGroupSends.take(`${caller.id} ${group}`, u.now))
  const { message } = await sendText(u, caller, input, {
    text,
    entities,
    replyToId,
    randomId: '0',
    sendAs: undefined,
    scheduleDate: undefined,
  })
  return message
}

function checkRate(seconds: number): void {
  if (seconds > 0) throw rpcError('FLOOD_WAIT_%d', { value: seconds })
}
