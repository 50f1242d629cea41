import type { CalendarDate } from '../site/time.ts'

/** `7` is a number of days; anything else is taken for a date. */
export function howFar(typed: string): { days: number } | { until: CalendarDate } {
  return /^[1-9]\d{0,3}$/.test(typed) ? { days: Number(typed) } : { until: typed }
}
