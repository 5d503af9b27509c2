import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { NEWEST_LAYER } from '../../src/tl/layers.ts'
import { parseSchema } from '../../src/tl/schema.ts'
import { generateErrors, type RpcErrorsFile } from './errors.ts'
import { generateServiceTypes, generateTypes } from './types.ts'

const schema = join(import.meta.dirname, '../../schema')

/**
 * Everything that `npm run generate` writes, made anew from `schema/`.
 *
 * @returns folder below the root -> file name -> text
 */
export async function generatedFiles(): Promise<Map<string, Map<string, string>>> {
  const errors = JSON.parse(read('rpc-errors.json')) as RpcErrorsFile
  const layerFile = `layer-${NEWEST_LAYER}.tl`
  const types = generateTypes(parseSchema(read(layerFile)), layerFile)
  types.set('mtproto.ts', generateServiceTypes(parseSchema(read('mtproto.tl')), 'mtproto.tl'))
  return new Map([
    ['src/core/generated', await generateErrors(errors)],
    ['src/tl/generated', types],
  ])
}

function read(file: string): string {
  return readFileSync(join(schema, file), 'utf8')
}
