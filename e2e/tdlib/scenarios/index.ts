import { chats } from './chats.ts'
import { links } from './links.ts'
import { logOut } from './log-out.ts'
import { logins, testDataCentre } from './logins.ts'
import { messages } from './messages.ts'
import { returns } from './returns.ts'
import { probe } from './probe.ts'

/** Every scenario by its name. */
export const SCENARIOS = { logins, testDataCentre, links, chats, messages, returns, logOut, probe }
