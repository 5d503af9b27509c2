import type { FastifyRequest } from 'fastify'
import type { HeldBytes } from '../core/held-bytes.ts'
import { BodyError, readBody, type BodyFault } from '../core/read-body.ts'
import { badRequest, BotApiError } from './errors.ts'
import { formEntries, textOf } from './form-entries.ts'
import { jsonEntries } from './json-entries.ts'
import { Params } from './params.ts'

/** Most bytes that all parameters of a call may have together, as on Telegram's server. */
export const PARAMETERS_MAX = 1 << 20

/** From how many bytes on a body is kept only for those whose token is right. */
const LONG_BODY = 16 * 1024

/** What the reading of a body is bounded by. */
export interface BodyBounds {
  /** Bytes of all bodies that are being read. */
  readonly held: HeldBytes
  /** Bytes that the kept files of a form may have together; 0 for none. */
  readonly filesMax: number
}

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
 * @throws BotApiError 413 for too much, or too large a file, 429 where all bodies together are too much,
 *   400 for a broken multipart form
 * Spec: section 6.1.
 */
export async function readParams(
  request: FastifyRequest,
  query: string,
  bounds: BodyBounds,
): Promise<ReadParams> {
  const params = new Params()
  params.add(formEntries(query))
  if (request.isMultipart()) {
    const { entries, files } = await multipartEntries(request, bounds)
    params.add(entries)
    for (const [name, bytes] of files) params.addFile(name, bytes)
    return { params }
  }
  const type = (request.headers['content-type'] ?? '').toLowerCase()
  const body = await bodyOf(request, bounds.held)
  if (type.includes('application/x-www-form-urlencoded')) {
    params.add(formEntries(body.toString('latin1')))
  } else if (type.includes('application/json')) {
    const { entries, problem } = jsonEntries(textOf(body))
    params.add(entries)
    return { params, problem }
  }
  return { params }
}

/** Whether a body may be so long that it is read only for a bot. */
export function isLongBody({ headers }: FastifyRequest): boolean {
  const { 'content-length': length, 'transfer-encoding': encoding } = headers
  return encoding !== undefined || Number(length ?? 0) > LONG_BODY
}

/** The answer to more parameters than anybody needs. */
export function tooMuch(): BotApiError {
  return new BotApiError(413, 'Request Entity Too Large: too many parameters')
}

/** Of a GET as well, which fastify would not read and Telegram's server does. */
async function bodyOf(request: FastifyRequest, held: HeldBytes): Promise<Buffer> {
  try {
    return await readBody(request.raw, PARAMETERS_MAX, held)
  } catch (error) {
    throw error instanceof BodyError ? bodyError(error.fault) : error
  }
}

function bodyError(fault: BodyFault): BotApiError {
  if (fault === 'too long') return tooMuch()
  if (fault === 'no room')
    return new BotApiError(429, 'Too Many Requests: retry after 1', { retry_after: 1 })
  // A client that goes away in the middle is no fault of ours.
  return badRequest("can't read the body")
}

/** Texts and kept files of a form. */
interface Form {
  readonly entries: [string, string][]
  readonly files: [string, Buffer][]
}

async function multipartEntries(
  request: FastifyRequest,
  { held, filesMax }: BodyBounds,
): Promise<Form> {
  const form: Form = { entries: [], files: [] }
  const release = holdForm(request, held, PARAMETERS_MAX + filesMax)
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
    // What still comes of the form is dropped.
    request.raw.resume()
    throw formError(error)
  } finally {
    release()
  }
  return form
}

/**
 * Counts what comes of a form, up to what is kept of it. The parser reads the request itself and buffers
 * begun fields, so that the count is taken beside it, and an error of the request is what ends it.
 *
 * @returns ends the count
 */
function holdForm({ raw }: FastifyRequest, held: HeldBytes, most: number): () => void {
  let share = 0
  const onData = (chunk: Buffer): void => {
    const more = Math.min(chunk.length, most - share)
    share += more
    held.bytes += more
    if (more > 0 && held.isFull) raw.emit('error', new BodyError('no room'))
  }
  raw.on('data', onData)
  return () => {
    raw.off('data', onData)
    held.bytes -= share
  }
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
  if (error instanceof BodyError) return bodyError(error.fault)
  if ((error as { statusCode?: unknown }).statusCode === 413) return tooMuch()
  // A part without a name makes the parser fail by a bug of its own.
  if (error instanceof TypeError) return badRequest("can't parse form data")
  const { message } = error as Error
  return /boundary/i.test(message)
    ? badRequest('boundary not found')
    : badRequest(`can't parse form data: ${message}`)
}
