/** A command that fits, or why none of those that were tried does. */
export type Fit = { readonly command: string } | { readonly reason: string }

/**
 * The first of several commands that fits; the reason of the first one where none does.
 *
 * @param unfit what is wrong with a command, undefined where it fits
 */
export function firstFit(
  commands: readonly string[],
  unfit: (command: string) => string | undefined,
): Fit {
  let reason = 'no command was named'
  for (const [index, command] of commands.entries()) {
    const fault = unfit(command)
    if (fault === undefined) return { command }
    if (index === 0) reason = fault
  }
  return { reason }
}
