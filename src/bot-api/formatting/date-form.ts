import { DATE_FORM_LETTERS } from '../encode/entity.ts'
import type { Style } from './formatted.ts'

/**
 * The style of a date in a text; undefined for a format of other letters than Telegram has.
 *
 * @param format letters, or `r` alone (https://core.telegram.org/bots/api#date-time-entity-formatting)
 */
export function dateStyle(date: number, format: string): Style | undefined {
  const forms = Object.entries(DATE_FORM_LETTERS)
  if (format === 'r' || format === 'R') return { kind: 'formattedDate', date, relative: true }
  if (!/^[tTdDwW]*$/.test(format)) return undefined
  const letters = format.replaceAll('W', 'w')
  const chosen = forms.filter(([, letter]) => letters.includes(letter))
  return {
    kind: 'formattedDate',
    date,
    ...Object.fromEntries(chosen.map(([form]) => [form, true])),
  }
}
