import type { Teller } from '../teller.ts'
import { envelope } from './envelope.ts'
import { joining } from './joining.ts'
import { links } from './links.ts'
import { looking } from './looking.ts'
import { members } from './members.ts'
import { messages } from './messages.ts'
import { settings } from './settings.ts'

/** The whole story, in the order of the record: a bot, four people and six chats, in 235 calls. */
export async function tellStory(teller: Teller): Promise<void> {
  await looking(teller)
  const made = await links(teller)
  const open = await joining(teller, made)
  await members(teller)
  await messages(teller, open)
  await settings(teller)
  await envelope(teller)
}
