import { chats } from './chats.ts'
import { folders } from './folders.ts'
import { governing } from './governing.ts'
import { lapses } from './lapses.ts'
import { links } from './links.ts'
import { lists } from './lists.ts'
import { logOut } from './log-out.ts'
import { logins, testDataCentre } from './logins.ts'
import { messages } from './messages.ts'
import { photos } from './photos.ts'
import { publicRequests } from './public-requests.ts'
import { requests } from './requests.ts'
import { returns, returnsLate } from './returns.ts'

/** Every scenario by its name. */
export const SCENARIOS = {
  logins,
  testDataCentre,
  links,
  lists,
  lapses,
  requests,
  publicRequests,
  chats,
  governing,
  folders,
  messages,
  photos,
  returns,
  returnsLate,
  logOut,
}
