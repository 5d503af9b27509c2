import { badRequest } from './errors.ts'
import { json, type Parameter } from './parameters.ts'

/**
 * `link_preview_options`: whether a preview is to be above the text. There are no previews here, so nothing
 * else of it has an effect.
 *
 * @throws BotApiError 400 for what is no LinkPreviewOptions
 */
export const previewAboveText: Parameter<boolean> = json(
  'LinkPreviewOptions',
  'link preview options',
  (value) => {
    if (value === undefined) return false
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw badRequest('object expected as link preview options')
    }
    const above: unknown = new Map<string, unknown>(Object.entries(value)).get('show_above_text')
    if (above === undefined || above === null || typeof above === 'boolean') return above === true
    throw badRequest('field "show_above_text" must be of type Boolean')
  },
)
