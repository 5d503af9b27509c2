import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'

/**
 * Makes sure that this process can reach nothing but itself, and brings its loopback up.
 *
 * TDLib and MadelineProto have Telegram's addresses built in and dial them when they are not told
 * otherwise in time. The only sure fence is a network namespace without any interface but `lo`, so
 * neither starts outside of one.
 *
 * @throws Error outside of such a namespace
 */
export function enterLoopback(): void {
  const others = interfaceNames().filter((name) => name !== 'lo')
  if (others.length > 0) {
    throw new Error(
      `a client that dials Telegram is not run here: besides lo there is ${others.join(', ')}; ` +
        'start it by its test, or put `unshare -n` before the command',
    )
  }
  execFileSync('ip', ['link', 'set', 'lo', 'up'])
  if (networkInterfaces()['lo'] === undefined) throw new Error('lo could not be brought up')
}

/**
 * How many packets and connections of this namespace had nowhere to go, from the kernel's own counter.
 * While it is 0, nothing here has even tried an address outside of the machine.
 */
export function triedOutside(): number {
  const [names = [], values = []] = readFileSync('/proc/net/snmp', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('Ip:'))
    .map((line) => line.split(' '))
  const value = Number(values[names.indexOf('OutNoRoutes')])
  if (Number.isNaN(value)) throw new Error('the kernel does not tell OutNoRoutes')
  return value
}

/** Every interface, up or down; os.networkInterfaces() tells only those that are up. */
function interfaceNames(): string[] {
  return readFileSync('/proc/net/dev', 'utf8')
    .split('\n')
    .slice(2)
    .map((line) => line.split(':')[0]?.trim() ?? '')
    .filter((name) => name !== '')
}
