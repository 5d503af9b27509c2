import { method } from '../../method.ts'

/** help.getInviteText: https://core.telegram.org/method/help.getInviteText */
export const getInviteText = method('help.getInviteText', () =>
  Promise.resolve({ _: 'help.inviteText', message: 'Join me on localgram.' }),
)
