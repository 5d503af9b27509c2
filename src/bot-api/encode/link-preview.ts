import type { Entity } from '../../domain/messages/entity.ts'

/** https://core.telegram.org/bots/api#linkpreviewoptions, as far as they are ever told. */
export interface BotApiLinkPreviewOptions {
  readonly is_disabled: true
}

/**
 * What is told of the preview of a text's first link: that there is none, since none is ever made.
 * Undefined for a text without a link that would have one.
 *
 * Source: td MessageContent.cpp get_message_content_object
 */
export function encodeLinkPreview(
  text: string,
  entities: readonly Entity[],
): BotApiLinkPreviewOptions | undefined {
  return entities.some((entity) => hasPreview(text, entity)) ? { is_disabled: true } : undefined
}

/** Whether a link would have a preview. Source: td MessageEntity.cpp get_first_url */
function hasPreview(text: string, entity: Entity): boolean {
  if (entity.kind === 'textUrl') return !isOfOwnScheme(entity.url)
  if (entity.kind !== 'url' || entity.length <= 4) return false
  const url = text.slice(entity.offset, entity.offset + entity.length)
  return /[/?#]/.test(url) && !isOfOwnScheme(url)
}

function isOfOwnScheme(url: string): boolean {
  return /^(?:tg:|tonsite:|(?:ton|ftp):$)/i.test(url)
}
