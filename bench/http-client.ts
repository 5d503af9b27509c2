import { connect, type Socket } from 'node:net'
import { once } from 'node:events'

/** How a client finds a server. */
interface Address {
  readonly host: string
  readonly port: number
}

/**
 * One HTTP/1.1 connection that is kept open, with one request under way: as little as a client can cost, since it
 * shares the cores with the server.
 */
export class HttpConnection {
  readonly #socket: Socket
  #waiting: PromiseWithResolvers<undefined> | undefined
  #got = ''

  private constructor(socket: Socket) {
    this.#socket = socket
    // One byte a character: lengths count bytes.
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => {
      this.#read(text)
    })
    socket.on('error', (error) => this.#waiting?.reject(error))
    socket.on('close', () => this.#waiting?.reject(new Error('the server closed a connection')))
  }

  /** Connects. */
  static async open({ host, port }: Address): Promise<HttpConnection> {
    const socket = connect({ host, port, noDelay: true })
    await once(socket, 'connect')
    return new HttpConnection(socket)
  }

  /** Sends a whole request. @throws Error where the answer is not 200 */
  send(request: Buffer): Promise<undefined> {
    const waiting = Promise.withResolvers<undefined>()
    this.#waiting = waiting
    this.#socket.write(request)
    return waiting.promise
  }

  /** Ends the connection. */
  close(): void {
    this.#waiting = undefined
    this.#socket.destroy()
  }

  #read(text: string): void {
    this.#got += text
    const headEnd = this.#got.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const length = Number(/content-length: (\d+)/i.exec(this.#got)?.[1])
    if (this.#got.length < headEnd + 4 + length) return
    const answer = this.#got
    this.#got = ''
    if (answer.startsWith('HTTP/1.1 200 ')) this.#waiting?.resolve(undefined)
    else this.#waiting?.reject(new Error(`the server answered ${answer}`))
  }
}

/** A POST with a JSON body, as bytes. */
export function jsonRequest({ host, port }: Address, path: string, body: object): Buffer {
  const text = JSON.stringify(body)
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: ${host}:${port}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(text)}`,
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}`)
}
