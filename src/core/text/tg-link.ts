import { Scanner } from './scanner.ts'

/**
 * The parameters of a link such as `tg://join?invite=H`, `tg:join?invite=H`; undefined where the link is
 * none with that host. Of parameters of one name the first counts.
 *
 * Source: https://core.telegram.org/api/links; td LinkManager.cpp `check_tg_url_host`
 */
export function tgQuery(
  link: string | Scanner,
  host: string,
): ReadonlyMap<string, string> | undefined {
  const source = link instanceof Scanner ? link : new Scanner(link)
  // Scheme and host are short: the rest is not looked at before it is known that they are right.
  const begin = /^tg:(?:\/\/)?([a-z]+)\/?\?/i.exec(source.slice(0, `tg://${host}/?`.length))
  if (begin?.[1]?.toLowerCase() !== host) return undefined
  const end = source.next('#', begin[0].length)
  const values = new Map<string, string>()
  for (let at = begin[0].length; at < end;) {
    const until = Math.min(source.next('&', at), end)
    const [name = '', ...value] = source.slice(at, until).split('=')
    if (!values.has(name)) values.set(name, value.join('='))
    at = until + 1
  }
  return values
}
