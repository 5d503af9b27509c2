import type { FastifyError, FastifyReply } from 'fastify'
import { RpcError } from '../core/rpc-error.ts'
import { UserError } from '../core/user-error.ts'

/** An error of the control API (RFC 9457, application/problem+json). */
export class Problem extends Error {
  readonly status: number
  /** Stable name, for scripts. */
  readonly code: string

  constructor(status: number, code: string, detail: string) {
    super(detail)
    this.status = status
    this.code = code
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
  500: 'Internal Server Error',
}

/** The problem that an error of any kind is to the caller of the control API. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof RpcError) {
    const taken = error.type.endsWith('_OCCUPIED')
    return new Problem(
      taken ? 409 : 400,
      error.message,
      `${error.message}: ${error.reason ?? 'refused as Telegram refuses it'}`,
    )
  }
  if (error instanceof UserError)
    return new Problem(400, error.code, `${error.message}; ${error.hint}`)
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
        detail: problem.message,
        code: problem.code,
      }),
    )
}
