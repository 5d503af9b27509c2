import { tgQuery } from '../../core/text/tg-link.ts'
import { LINK_PREFIX } from '../invites/hash.ts'

/** The link of a slug (https://core.telegram.org/api/links#chat-folder-links). */
export function linkOfSlug(slug: string): string {
  return `${LINK_PREFIX}addlist/${slug}`
}

/**
 * The slug in what a client sends for one. TDLib sends the whole link where a folder's owner edits or
 * deletes it, so a link is as good as its slug. What is neither comes back as it is.
 */
export function slugOfLink(text: string): string {
  const link = text.trim()
  const inUrl =
    /^(?:https?:\/\/)?(?:www\.)?(?:t|telegram)\.(?:me|dog)\/addlist\/([\w-]+)\/?(?:[?#]|$)/i
  return inUrl.exec(link)?.[1] ?? tgQuery(link, 'addlist')?.get('slug') ?? link
}
