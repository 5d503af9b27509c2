import type { MessageRef } from '../../domain/messages/history.ts'
import type { TypeInputMessage } from '../../tl/generated/base.ts'

/**
 * The domain's form of a TL InputMessage (https://core.telegram.org/type/InputMessage). Nothing is ever
 * pinned here, and id 0 is never found.
 */
export function messageRef(message: TypeInputMessage): MessageRef {
  switch (message._) {
    case 'inputMessageID':
    case 'inputMessageCallbackQuery':
      return { by: 'id', id: message.id }
    case 'inputMessageReplyTo':
      return { by: 'replyOf', id: message.id }
    case 'inputMessagePinned':
      return { by: 'id', id: 0 }
  }
}
