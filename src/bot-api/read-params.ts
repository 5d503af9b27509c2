import type { FastifyRequest } from 'fastify'
import { badRequest, BotApiError } from './errors.ts'
import { formEntries, textOf } from './form-entries.ts'
import { jsonEntries } from './json-entries.ts'
import { Params } from './params.ts'

/** Most bytes that all parameters of a call may have together, as on Telegram's server. */
export const PARAMETERS_MAX = 1 << 20

/** Parameters of a call, and what was wrong with a JSON body. */
export interface ReadParams {
  readonly params: Params
  readonly problem?: string | undefined
}

/**
 * Collects the parameters of a call: the query string first, then the body, which may be JSON, a
 * urlencoded form or a multipart form. A body of any other type is not looked at; a GET may have one.
 * Files of a multipart form are read and dropped unless they are asked for.
 *
 * @param query the query string as it stands in the URL
 * @param filesMax bytes that the kept files of a form may have together; 0 for none
 * @throws BotApiError 413 for too much, or too large a file, 400 for a broken multipart form
 * Spec: section 6.1.
 */
export async function readParams(
  request: FastifyRequest,
  query: string,
  filesMax = 0,
): Promise<ReadParams> {
  const params = new Params()
  params.add(formEntries(query))
  if (request.isMultipart()) {
    const { entries, files } = await multipartEntries(request, filesMax)
    params.add(entries)
    for (const [name, bytes] of files) params.addFile(name, bytes)
    return { params }
  }
  const type = (request.headers['content-type'] ?? '').toLowerCase()
  const body = await bodyOf(request)
  if (type.includes('application/x-www-form-urlencoded')) {
    params.add(formEntries(body.toString('latin1')))
  } else if (type.includes('application/json')) {
    const { entries, problem } = jsonEntries(textOf(body))
    params.add(entries)
    return { params, problem }
  }
  return { params }
}

/** The answer to more parameters than anybody needs. */
export function tooMuch(): BotApiError {
  return new BotApiError(413, 'Request Entity Too Large: too many parameters')
}

async function bodyOf(request: FastifyRequest): Promise<Buffer> {
  if (Buffer.isBuffer(request.body)) return request.body
  // fastify reads no body of a GET, Telegram's server does.
  if (request.method !== 'GET') return Buffer.alloc(0)
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of request.raw as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > PARAMETERS_MAX) throw tooMuch()
      chunks.push(chunk)
    }
  } catch (error) {
    // A client that goes away in the middle is no fault of ours.
    throw error instanceof BotApiError ? error : badRequest("can't read the body")
  }
  return Buffer.concat(chunks)
}

/** Texts and kept files of a form. */
interface Form {
  readonly entries: [string, string][]
  readonly files: [string, Buffer][]
}

async function multipartEntries(request: FastifyRequest, filesMax: number): Promise<Form> {
  const form: Form = { entries: [], files: [] }
  let length = 0
  let filesLength = 0
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file') {
        const bytes = await bytesOf(part.file, filesMax - filesLength)
        filesLength += bytes?.length ?? 0
        if (bytes !== undefined) form.files.push([part.fieldname, bytes])
        else if (filesMax > 0) throw new BotApiError(413, 'Request Entity Too Large')
        continue
      }
      // A part that calls itself JSON arrives parsed.
      const value = typeof part.value === 'string' ? part.value : JSON.stringify(part.value)
      length += part.fieldname.length + value.length
      if (length > PARAMETERS_MAX || part.valueTruncated) throw tooMuch()
      form.entries.push([part.fieldname, value])
    }
  } catch (error) {
    throw formError(error)
  }
  return form
}

/** A file's bytes, read to its end also where they are too many to be kept. */
async function bytesOf(file: AsyncIterable<Buffer>, max: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of file) {
    length += chunk.length
    if (length <= max) chunks.push(chunk)
    else chunks.length = 0
  }
  return length <= max ? Buffer.concat(chunks) : undefined
}

/** What is wrong with a form is the client's fault, whatever the parser calls it. */
function formError(error: unknown): BotApiError {
  if (error instanceof BotApiError) return error
  if ((error as { statusCode?: unknown }).statusCode === 413) return tooMuch()
  // A part without a name makes the parser fail by a bug of its own.
  if (error instanceof TypeError) return badRequest("can't parse form data")
  const { message } = error as Error
  return /boundary/i.test(message)
    ? badRequest('boundary not found')
    : badRequest(`can't parse form data: ${message}`)
}
