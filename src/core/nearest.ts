/**
 * The name that somebody probably meant who wrote another: at most two letters mistyped, left out, added,
 * or swapped with the next.
 */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  for (const name of names) if (isNear(word, name, 2)) return name
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
