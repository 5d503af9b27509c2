import type { AnyMethod } from '../../method.ts'
import { getFile } from './get-file.ts'
import { saveBigFilePart } from './save-big-file-part.ts'
import { saveFilePart } from './save-file-part.ts'

/** Every implemented method of the namespace `upload`. */
export const uploadMethods: readonly AnyMethod[] = [getFile, saveBigFilePart, saveFilePart]
