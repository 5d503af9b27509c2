import type { FastifyError, FastifyReply } from 'fastify'
import { docsPath } from '../core/docs.ts'
import { RpcError } from '../core/rpc-error.ts'
import { StorageError } from '../core/storage-error.ts'
import { UserError } from '../core/user-error.ts'
import { sentenceOf } from './sentences.ts'

/**
 * A refusal of the control API (RFC 9457, application/problem+json). `startServer()`'s methods throw the
 * same one.
 */
export class Problem extends UserError {
  readonly status: number

  /**
   * @param status of HTTP
   * @param code stable name, for scripts
   * @param detail what is wrong, with what to do where that does not go without saying
   */
  constructor(status: number, code: string, detail: string, options?: ErrorOptions) {
    // Over HTTP only the detail goes out, so the hint speaks to those who call in process.
    super(code, detail, `${docsPath('control-api.md')} says what each call takes`, options)
    this.status = status
  }
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
}

/**
 * Runs what may be refused as Telegram refuses it, and says then in words what is wrong.
 *
 * @param wanted what was asked for, which the words name
 * @throws Problem in the place of RpcError
 */
export async function inWords<T>(wanted: object, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof RpcError)) throw error
    const status = error.type.endsWith('_OCCUPIED') ? 409 : 400
    throw new Problem(status, error.message, sentenceOf(error, wanted), { cause: error })
  }
}

/** The problem that an error of any kind is to the caller of the control API. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof StorageError) return new Problem(500, error.code, error.message)
  if (error instanceof UserError) return new Problem(400, error.code, error.message)
  const { statusCode, code, message } = error as Partial<FastifyError>
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new Problem(statusCode, code ?? 'BAD_REQUEST', message ?? 'the request is malformed')
  }
  return new Problem(500, 'INTERNAL', 'localgram failed; the log has the cause')
}

/** Sends a problem. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title: TITLES[problem.status] ?? 'Error',
        status: problem.status,
        detail: problem.what,
        code: problem.code,
      }),
    )
}
