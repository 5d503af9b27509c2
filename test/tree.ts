import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Root of the repository. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Files below a folder of the repository whose names end so, as paths from the root. */
export function filesOf(folder: string, ending = '.ts'): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes('node_modules'))
    .sort()
}

/** Text of a file, by its path from the root. */
export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

/** Whether a file is a test, or what tests share: it stands beside the code and is not part of it. */
export function isTestSupport(path: string): boolean {
  return /\.test\.ts$|\/conformance\/|\/testing(-\w+)?\.ts$|-testing\.ts$/.test(path)
}

/** A relative import of a file: the line it stands in and the file it names, from the root. */
export interface Import {
  readonly line: number
  readonly target: string
}

/** All relative imports and re-exports of a file, dynamic ones with a fixed name included. */
export function importsOf(path: string): Import[] {
  const imports: Import[] = []
  textOf(path)
    .split('\n')
    .forEach((text, i) => {
      const match = /(?:\bfrom\s+|\bimport\s*\(?\s*)'(\.[^']+)'/.exec(text)
      if (match?.[1] !== undefined)
        imports.push({ line: i + 1, target: join(path, '..', match[1]) })
    })
  return imports
}
