import { describe, expect, it } from 'vitest'
import { OPTIONS, helpText, variableOf } from './options.ts'
import { parseConfig } from './parse.ts'

describe('the configuration', () => {
  it('has the documented defaults and asks for the demo world', () => {
    expect(parseConfig([], {})).toMatchObject({
      port: 4430,
      host: '127.0.0.1',
      data: '.localgram',
      dc: 2,
      defaultWorld: true,
      logLevel: 'warn',
    })
  })

  it('takes a flag with a blank or an equals sign', () => {
    expect(parseConfig(['--port', '80', '--also-port=81,82'], {})).toMatchObject({
      port: 80,
      alsoPorts: [81, 82],
    })
  })

  it('takes IPv6 addresses with and without brackets, and each port once', () => {
    expect(
      parseConfig(['--host', '[::1]', '--public-host=::1', '--also-port=81,81'], {}),
    ).toMatchObject({
      host: '::1',
      publicHost: '::1',
      alsoPorts: [81],
    })
  })

  it('takes localhost for the address that clients are told', () => {
    expect(parseConfig(['--host', 'localhost'], {}).host).toBe('127.0.0.1')
  })

  it('takes variables, and prefers a flag over its variable', () => {
    const env = { LOCALGRAM_PORT: '1', LOCALGRAM_HOST: '127.0.0.2', LOCALGRAM_DEMO: 'yes' }
    expect(parseConfig(['--port', '2'], env)).toMatchObject({
      port: 2,
      host: '127.0.0.2',
      demo: true,
    })
  })

  it('opens its port once where it is named as a further one too', () => {
    const { port, alsoPorts } = parseConfig(['--port', '80', '--also-port', '80,81'], {})
    expect({ port, alsoPorts }).toEqual({ port: 80, alsoPorts: [81] })
  })

  it.each([[['--data', 'x']], [['--seed', 'x.yaml']], [['--demo']]])(
    'leaves the default world out with %j',
    (args) => {
      expect(parseConfig(args, {}).defaultWorld).toBe(false)
    },
  )

  it.each([
    ['--prot', 'port'],
    ['-p', 'port'],
    ['-d', 'data'],
    ['--mtproxy', 'mtproxy-secret'],
    ['--dat', 'data'],
    ['--qiet', 'quiet'],
  ])('offers for %s the option that was probably meant', (flag, meant) => {
    expect(() => parseConfig([flag, '1'], {})).toThrow(`did you mean --${meant}?`)
  })

  it.each(['-x', '--no', '--verbose', 'start', '--'])('offers nothing for %s', (flag) => {
    expect(() => parseConfig([flag], {})).toThrow(/there is no option (?!.*did you mean)/)
  })

  it.each([
    [['--prot', '1'], 'FLAG_UNKNOWN'],
    [['port'], 'FLAG_UNKNOWN'],
    [['--port'], 'FLAG_EMPTY'],
    [['--port', '--demo'], 'FLAG_EMPTY'],
    [['--port', 'ninety'], 'PORT_INVALID'],
    [['--port', '70000'], 'PORT_INVALID'],
    [['--also-port', '80,x'], 'PORT_INVALID'],
    [['--data', ''], 'DATA_EMPTY'],
    [['--host', ''], 'HOST_INVALID'],
    [['--host', '127.0.0.1 '], 'HOST_INVALID'],
    [['--public-host', 'http://example.org'], 'HOST_INVALID'],
    [['--public-host', '192.0.2.1:4430'], 'HOST_INVALID'],
    [['--host', ':::'], 'HOST_INVALID'],
    [['--dc', '9'], 'DC_INVALID'],
    [['--mtproxy-secret', 'ee00'], 'SECRET_INVALID'],
    [['--log-level', 'loud'], 'LEVEL_INVALID'],
    [['--demo=perhaps'], 'FLAG_INVALID'],
    [['--control-token', ''], 'TOKEN_EMPTY'],
    [['--control-token', ' '], 'TOKEN_EMPTY'],
    [['--control-token', 'sesame '], 'TOKEN_INVALID'],
    [['--control-token', 'schlüssel'], 'TOKEN_INVALID'],
    [['--webhooks', 'nowhere'], 'WEBHOOKS_INVALID'],
  ])('refuses %j with %s and a way to mend it', (args, code) => {
    expect(() => parseConfig(args, {})).toThrow(
      expect.objectContaining({ name: 'UserError', code, hint: expect.stringMatching(/./) }),
    )
  })

  it('names the option that was probably meant', () => {
    expect(() => parseConfig(['--ports', '1'], {})).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('--port') }),
    )
  })

  it('does not repeat a malformed secret', () => {
    expect(() => parseConfig(['--mtproxy-secret', 'hunter2'], {})).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    )
  })

  it('explains every option and its variable in the help', () => {
    const help = helpText()
    for (const { flag } of OPTIONS) {
      expect(help).toContain(`--${flag}`)
      expect(help).toContain(variableOf(flag))
    }
  })
})
