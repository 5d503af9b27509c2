import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { copyExample, type ExampleCopy, type ExampleRun } from '../support/example.ts'
import { startWorld } from '../support/world.ts'
import { enterLoopback, triedOutside } from '../tdlib/namespace.ts'

/**
 * Runs the GramJS document's two examples to the letter, but for the session string that their reader
 * is told to put in, and then as their page in docs/clients goes on. Prints what came of each as JSON.
 *
 * GramJS always dials port 80, so this needs a namespace of its own:
 *
 *     unshare -n node e2e/gramjs/run-examples.ts
 */
const EXPIRY_GIVEN = 'expireDate: 43,'
const LEGACY_GIVEN = 'legacyRevokePermanent: true,'
const NEXT_YEAR = Math.floor(Date.now() / 1000) + 365 * 86_400
/** The whole object as the example prints it; it stays connected after that. */
const PRINTED = /className: 'ChatInviteExported'[\s\S]*\n\}\n/

/** What came of the examples. */
export interface Outcome {
  readonly javascript: ExampleRun
  readonly typescript: ExampleRun
  readonly withDate: ExampleRun
  /** With a date to come, and without asking for a new primary link. */
  readonly additional: ExampleRun
  /** Packets to addresses outside of the namespace. */
  readonly triedOutside: number
}

enterLoopback()
await using world = await startWorld({ alsoPorts: [80] })
const asked = await fetch(`${world.server.url}/control/v1/sessions`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ accountId: world.owner.id, format: 'gramjs' }),
})
const { session } = (await asked.json()) as { session: string }

using example = copyExample('gramjs')
fillIn(example, 'export-chat-invite.js', "StringSession('')", `StringSession('${session}')`)
fillIn(example, 'export-chat-invite.ts', "StringSession('')", `StringSession('${session}')`)
compile(example, 'export-chat-invite.ts', 'compiled.js')
const javascript = await runExample('export-chat-invite.js')
const typescript = await runExample('compiled.js')
fillIn(example, 'export-chat-invite.js', EXPIRY_GIVEN, `expireDate: ${NEXT_YEAR},`)
const withDate = await runExample('export-chat-invite.js', PRINTED)
fillIn(example, 'export-chat-invite.js', LEGACY_GIVEN, '')
const additional = await runExample('export-chat-invite.js', PRINTED)
const outcome: Outcome = {
  javascript,
  typescript,
  withDate,
  additional,
  triedOutside: triedOutside(),
}
process.stdout.write(JSON.stringify(outcome))

function runExample(file: string, until?: RegExp): Promise<ExampleRun> {
  const args = ['-r', './api-id.cjs', file]
  return example.run(process.execPath, args, until === undefined ? {} : { until })
}

/** Puts something in the place of a text that must stand there exactly once. */
function fillIn({ directory }: ExampleCopy, file: string, text: string, value: string): void {
  const path = join(directory, file)
  const parts = readFileSync(path, 'utf8').split(text)
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} of ${text}`)
  writeFileSync(path, parts.join(value))
}

function compile({ directory }: ExampleCopy, file: string, into: string): void {
  const source = readFileSync(join(directory, file), 'utf8')
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 }
  writeFileSync(join(directory, into), ts.transpileModule(source, { compilerOptions }).outputText)
}
