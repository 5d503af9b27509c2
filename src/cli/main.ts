#!/usr/bin/env node
import { checkNode } from '../core/check-node.ts'
import { UserError } from '../core/user-error.ts'

async function main(args: readonly string[]): Promise<void> {
  checkNode(process.versions.node)
  // Loaded now and not above, where an old Node would look for node:sqlite before it says that it is old.
  const { start } = await import('./start.ts')
  await start(args, fail)
}

function fail(error: unknown): void {
  if (error instanceof UserError) {
    console.error(`localgram: ${error.what}\n  ${error.hint}   [${error.code}]`)
    process.exit(1)
  }
  console.error('localgram failed by a bug of its own; please report this:')
  console.error(error)
  process.exit(70)
}

main(process.argv.slice(2)).catch(fail)
