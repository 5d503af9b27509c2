import { UserError } from '../../core/user-error.ts'

/** The option of the command line that names a port. */
export type PortOption = 'port' | 'also-port'

/**
 * Says in words why a port could not be opened. An error that is nobody's mistake comes back as it is.
 *
 * @param option what named the port, and so what to change
 */
export function listenError(error: Error, port: number, host: string, option: PortOption): Error {
  const code = 'code' in error ? error.code : undefined
  switch (code) {
    case 'EADDRINUSE':
      return new UserError(
        'PORT_IN_USE',
        `Port ${port} on ${host} is taken by another program, maybe another localgram.`,
        option === 'port'
          ? 'Stop that program, or choose another port with --port (0 takes any free one; with npm: npm start -- --port 4431).'
          : 'Stop that program, or choose another port with --also-port.',
        { cause: error },
      )
    case 'EACCES':
    case 'EPERM':
      return new UserError(
        'PORT_NOT_ALLOWED',
        `This user may not open port ${port} on ${host}: ports below 1024 need a privilege.`,
        `Choose a port above 1023 with --${option}, or allow it (Linux: sudo sysctl net.ipv4.ip_unprivileged_port_start=${port}).`,
        { cause: error },
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
    case 'EINVAL':
      return new UserError(
        'BAD_HOST',
        `This machine has no address ${JSON.stringify(host)} to listen on.`,
        'Give one of its own addresses with --host; 127.0.0.1 always works.',
        { cause: error },
      )
    case 'ERR_SOCKET_BAD_PORT':
      return new UserError(
        'BAD_PORT',
        `${port} is not a port: ports go from 0 to 65535.`,
        `Choose another one with --${option} (0 takes any free one).`,
        { cause: error },
      )
    default:
      return error
  }
}
