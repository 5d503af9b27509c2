/**
 * Loaded with --import: lets `import 'localgram'` of an example mean the sources, where a reader's project has the
 * package.
 */
import { registerHooks } from 'node:module'

const SOURCE = new URL('../../src/index.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'localgram' ? { url: SOURCE, shortCircuit: true } : next(specifier, context),
})
