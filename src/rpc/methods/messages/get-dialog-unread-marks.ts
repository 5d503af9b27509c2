import { method } from '../../method.ts'

/** messages.getDialogUnreadMarks: https://core.telegram.org/method/messages.getDialogUnreadMarks (nothing is marked) */
export const getDialogUnreadMarks = method('messages.getDialogUnreadMarks', () =>
  Promise.resolve([]),
)
