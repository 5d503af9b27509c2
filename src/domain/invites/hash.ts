import { tgQuery } from '../../core/text/tg-link.ts'

/** How much of another admin's hash may be seen where links are masked (spec section 6.4, one sample). */
const MASK_KEEPS = 8

/** Host and path of every link; `help.getConfig.me_url_prefix` says the same. */
export const LINK_PREFIX = 'https://t.me/'

/** The link of a hash. */
export function linkOf(hash: string): string {
  return `${LINK_PREFIX}+${hash}`
}

/** The link as somebody sees it who may know of it but not use it: `https://t.me/+AbCdEfGh...`. */
export function maskedLinkOf(hash: string): string {
  return `${LINK_PREFIX}+${hash.slice(0, MASK_KEEPS)}...`
}

/**
 * The hash in whatever a client sends for a link: `https://t.me/+H`, `t.me/joinchat/H`, telegram.me,
 * telegram.dog, `tg://join?invite=H`, `tg:join?invite=H`, or the bare hash. Returns undefined where
 * there is none.
 *
 * Spec: section 2.6 ([INF]: links are compared by their hash).
 */
export function hashOfLink(link: string): string | undefined {
  const text = link.trim()
  const inUrl =
    /^(?:https?:\/\/)?(?:www\.)?(?:t|telegram)\.(?:me|dog)\/(?:joinchat\/|\+|%20| )([\w-]+)\/?(?:[?#]|$)/i
  const hash = inUrl.exec(text)?.[1] ?? tgQuery(text, 'join')?.get('invite') ?? text
  return /^[\w-]+$/.test(hash) ? hash : undefined
}

/** Whether a text has the form of an invite hash, of today (16) or of older links (up to 32 characters). */
export function isInviteHash(text: string): boolean {
  return /^[\w-]{16,32}$/.test(text)
}
