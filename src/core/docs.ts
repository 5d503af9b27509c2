import { join } from 'node:path'

/**
 * The absolute path of a page of the documentation, in a clone and in an installed package alike: what
 * a message names must be there for its reader, wherever they started the server.
 *
 * @param page the file or folder below `docs/`
 */
export function docsPath(page: string): string {
  return join(import.meta.dirname, '..', '..', 'docs', page)
}
