import { BANNED_RIGHTS, maskOf, type BannedRight } from './rights.ts'

/** Flags that mean several others, and those. */
const EVERYTHING = Object.keys(BANNED_RIGHTS) as BannedRight[]
const MEDIA: readonly BannedRight[] = [
  'sendPhotos', 'sendVideos', 'sendRoundvideos', 'sendAudios', 'sendVoices', 'sendDocs',
] // prettier-ignore
const SENDING: readonly BannedRight[] = [
  'sendPlain', 'sendStickers', 'sendGifs', 'sendGames', 'sendInline', 'sendPolls', 'embedLinks', 'sendMedia',
  ...MEDIA,
] // prettier-ignore

/**
 * What is taken, told whole: a flag that means several brings each of them, and all of those bring the
 * flag. TDLib and Telegram Desktop read and write the single ones only, older clients the others: so what
 * one of them says every other one reads.
 *
 * - `sendMessages` is every way to send, `sendMedia` every kind of file.
 * - `viewMessages` is everything: official clients name all of it in a ban. [INF] that a client which names
 *   nothing else means the same.
 *
 * Source: td DialogParticipant.cpp RestrictedRights; https://core.telegram.org/constructor/chatBannedRights
 *
 * @param mask bits of chatBannedRights
 */
export function wholeBannedRights(mask: number): number {
  if (has(mask, ['viewMessages'])) return maskOf(BANNED_RIGHTS, EVERYTHING)
  const media = has(mask, ['sendMedia']) || has(mask, MEDIA)
  const files = media ? mask | maskOf(BANNED_RIGHTS, ['sendMedia', ...MEDIA]) : mask
  const all = has(files, ['sendMessages']) || has(files, SENDING)
  return all ? files | maskOf(BANNED_RIGHTS, ['sendMessages', ...SENDING]) : files
}

function has(mask: number, names: readonly BannedRight[]): boolean {
  const all = maskOf(BANNED_RIGHTS, names)
  return (mask & all) === all
}
