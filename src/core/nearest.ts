/**
 * The name that somebody probably meant who wrote another: one that begins so, or the one with the fewest
 * letters mistyped, left out, added, or swapped with the next. Two at most, and of a short word fewer, for
 * two letters away from `-p` is every short name.
 */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const begun = word === '' ? undefined : names.find((name) => name.startsWith(word))
  if (begun !== undefined) return begun
  for (let slips = 1; slips <= Math.min(2, word.length / 2); slips++) {
    const near = names.find((name) => isNear(word, name, slips))
    if (near !== undefined) return near
  }
  return undefined
}

function isNear(a: string, b: string, slips: number): boolean {
  let same = 0
  while (same < a.length && a[same] === b[same]) same++
  const [x, y] = [a.slice(same), b.slice(same)]
  if (x === y) return true
  if (slips === 0) return false
  const swapped = x.length > 1 && x[0] === y[1] && x[1] === y[0]
  return (
    (swapped && isNear(x.slice(2), y.slice(2), slips - 1)) ||
    isNear(x.slice(1), y.slice(1), slips - 1) ||
    isNear(x.slice(1), y, slips - 1) ||
    isNear(x, y.slice(1), slips - 1)
  )
}
