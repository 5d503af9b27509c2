import { chats } from './chats.ts'
import { links } from './links.ts'
import { logins, testDataCentre } from './logins.ts'
import { logOut } from './log-out.ts'
import { messages } from './messages.ts'

/** Every scenario by its name. */
export const SCENARIOS = { logins, testDataCentre, links, chats, messages, logOut }
