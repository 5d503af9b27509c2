import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { ROOT } from './tree.ts'

const children: ChildProcess[] = []
const directories: string[] = []
/** Where the processes find what an earlier one has compiled. */
const compiled = mkdtempSync(join(tmpdir(), 'localgram-compiled-'))

afterAll(() => {
  rmSync(compiled, { recursive: true, force: true })
})

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await once(child, 'close')
    }
  }
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true })
})

function temporary(): string {
  const directory = mkdtempSync(join(tmpdir(), 'localgram-cli-'))
  directories.push(directory)
  return directory
}

interface Run {
  readonly child: ChildProcess
  readonly output: () => string
  readonly errors: () => string
}

function localgram(args: readonly string[]): Run {
  const child = spawn(process.execPath, [join(ROOT, 'src/cli/main.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  })
  children.push(child)
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  return { child, output: () => output, errors: () => errors }
}

async function ready(run: Run): Promise<string> {
  while (run.child.exitCode === null) {
    const url = /ready at (\S+)/.exec(run.output())?.[1]
    if (url !== undefined) return url
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`localgram ended: ${run.errors()}`)
}

async function refusal(args: readonly string[]): Promise<string> {
  const run = localgram(args)
  await once(run.child, 'close')
  expect(run.child.exitCode).toBe(1)
  return run.errors()
}

describe('localgram on the command line', () => {
  it('makes the demo world once, shows how to connect, and ends cleanly on SIGTERM', async () => {
    const data = join(temporary(), 'data')
    const args = ['--port', '0', '--data', data, '--demo']
    const first = localgram(args)
    const url = await ready(first)
    const card = first.output()
    expect(card).toContain(`${url}/bot`)
    expect(card).not.toMatch(/--control-token|--public-host/)
    const curl = /curl -s (\S+)\/exportChatInviteLink .* -d '(.+)'/.exec(card)
    const exported = await fetch(`${curl?.[1] ?? ''}/exportChatInviteLink`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: curl?.[2] ?? '',
    })
    expect(await exported.json()).toMatchObject({
      ok: true,
      result: expect.stringMatching(/^https:\/\/t\.me\/\+/),
    })
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' })
    first.child.kill('SIGTERM')
    await once(first.child, 'close')
    expect(first.child.exitCode).toBe(0)
    expect(first.errors()).toBe('')
    const second = localgram(args)
    const users = await (await fetch(`${await ready(second)}/control/v1/users`)).json()
    expect(users).toHaveLength(2)
    // The port before the key may be another.
    const keyOf = (shown: string): string | undefined =>
      /GramJS session string.*\n +1\S{20,}(\S{320})\n/.exec(shown)?.[1]
    expect(keyOf(card)).toMatch(/^[\w+/=]+$/)
    expect(keyOf(second.output()), 'the login of the first card').toBe(keyOf(card))
  })

  it('shows on the card that the clock was moved', async () => {
    const args = ['--port', '0', '--data', join(temporary(), 'data')]
    const first = localgram(args)
    const url = await ready(first)
    expect(first.output()).not.toContain('Clock')
    const body = JSON.stringify({ seconds: 90_000 })
    const headers = { 'content-type': 'application/json' }
    await fetch(`${url}/control/v1/clock/advance`, { method: 'POST', headers, body })
    // The move is stored once it was answered.
    first.child.kill('SIGKILL')
    await once(first.child, 'close')
    const second = localgram(args)
    await ready(second)
    expect(second.output()).toMatch(/Clock +25 h ahead .*\/control\/v1\/clock.*reset/)
  })

  it('shows on the card what other machines need, where they reach the server', async () => {
    const everywhere = ['--port', '0', '--data', ':memory:', '--host', '0.0.0.0']
    const open = localgram(everywhere)
    await ready(open)
    expect(open.output()).toContain('--control-token <secret> opens it')
    expect(open.output()).toContain('--public-host <address> tells clients on other machines')
    const told = localgram([...everywhere, '--public-host', '127.0.0.2', '--control-token', 'x'])
    await ready(told)
    expect(told.output()).not.toMatch(/--control-token|--public-host/)
  })

  it('keeps its key and database from other users of the machine', async () => {
    const data = join(temporary(), 'data')
    const first = localgram(['--port', '0', '--data', data, '--quiet'])
    await ready(first)
    first.child.kill('SIGTERM')
    await once(first.child, 'close')
    // As a copy that somebody put back may be.
    for (const file of ['server-key.pem', 'localgram.db']) chmodSync(join(data, file), 0o644)
    await ready(localgram(['--port', '0', '--data', data, '--quiet']))
    for (const file of ['server-key.pem', 'localgram.db']) {
      expect(statSync(join(data, file)).mode & 0o077, file).toBe(0)
    }
  })

  it('says once on standard error what is not there, however quiet the log is', async () => {
    const run = localgram(['--port', '0', '--data', ':memory:', '--demo', '--log-level', 'silent'])
    await ready(run)
    const bot = /curl -s (\S+)\/exportChatInviteLink/.exec(run.output())?.[1] ?? ''
    for (const method of ['editMessageText', 'EDITMESSAGETEXT']) {
      expect((await fetch(`${bot}/${method}`)).status).toBe(400)
    }
    run.child.kill('SIGTERM')
    await once(run.child, 'close')
    expect(run.errors()).toBe(
      'localgram: editMessageText: this method of the Bot API is not implemented; said once\n',
    )
  })

  it('starts empty with --data', async () => {
    const url = await ready(localgram(['--port', '0', '--data', ':memory:', '--quiet']))
    expect(await (await fetch(`${url}/control/v1/users`)).json()).toEqual([])
  })

  it('says which port is taken and how to take another', async () => {
    const squatter = createServer().listen(0, '127.0.0.1')
    await once(squatter, 'listening')
    const { port } = squatter.address() as AddressInfo
    const errors = await refusal(['--port', String(port), '--data', ':memory:'])
    squatter.close()
    expect(errors).toContain(String(port))
    expect(errors).toContain('npm start -- --port')
  })

  it('refuses a wrong flag before it makes anything', async () => {
    const data = join(temporary(), 'data')
    expect(await refusal(['--data', data, '--prot', '1'])).toMatch(/--prot[\s\S]*--port/)
    expect(existsSync(data)).toBe(false)
  })

  it('refuses a malformed world file with its line before it makes anything', async () => {
    const directory = temporary()
    const seed = join(directory, 'world.yaml')
    writeFileSync(seed, 'users:\n  - { as: a }\n')
    expect(await refusal(['--data', join(directory, 'data'), '--seed', seed])).toMatch(
      /users\[0\] \(line 2\) needs firstName, a text/,
    )
    expect(existsSync(join(directory, 'data'))).toBe(false)
  })

  it('refuses a data directory that is a file, and a second server on the same one', async () => {
    const directory = temporary()
    const file = join(directory, 'file')
    writeFileSync(file, '')
    expect(await refusal(['--data', file, '--port', '0'])).toContain('DATA_UNREADABLE')
    const data = join(directory, 'data')
    await ready(localgram(['--data', data, '--port', '0', '--quiet']))
    expect(await refusal(['--data', data, '--port', '0'])).toContain('DATA_IN_USE')
  })

  it('refuses a damaged database and leaves it as it is', async () => {
    const data = join(temporary(), 'data')
    const run = localgram(['--data', data, '--port', '0', '--quiet'])
    await ready(run)
    run.child.kill('SIGTERM')
    await once(run.child, 'close')
    const damaged = 'not a database any more '.repeat(400)
    writeFileSync(join(data, 'localgram.db'), damaged)
    expect(await refusal(['--data', data, '--port', '0'])).toContain('DATA_CORRUPT')
    expect(statSync(join(data, 'localgram.db')).size).toBe(damaged.length)
  })
})
