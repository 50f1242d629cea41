/** The calendar and language of the person who reads a date. */
export interface DateContext {
  /** In milliseconds. */
  now: number
  /** `en-US` */
  locale: string
  /** IANA name. */
  timeZone: string
}

type Form = (at: number, context: DateContext) => string

const DAY_MS = 24 * 60 * 60 * 1000

/** One for each language and time zone: making one takes longer than formatting a hundred dates. */
function formatter(options: Intl.DateTimeFormatOptions) {
  const made = new Map<string, Intl.DateTimeFormat>()
  return (locale: string, timeZone: string): Intl.DateTimeFormat => {
    const key = `${locale} ${timeZone}`
    const known = made.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone })
    made.set(key, known)
    return known
  }
}

function formatted(options: Intl.DateTimeFormatOptions): Form {
  const formatterFor = formatter(options)
  return (at, { locale, timeZone }) => formatterFor(locale, timeZone).format(at)
}

const inDigits = formatter({ year: 'numeric', month: '2-digit', day: '2-digit' })

/** `2026-11-23` */
const isoDay: Form = (at, { timeZone }) => inDigits('en-CA', timeZone).format(at)

/** `February 18th, 2014` and so on: in English, Slack counts the day. */
function withOrdinal(options: Intl.DateTimeFormatOptions): Form {
  const formatterFor = formatter(options)
  return (at, { locale, timeZone }) =>
    formatterFor(locale, timeZone)
      .formatToParts(at)
      .map(({ type, value }) =>
        type === 'day' && locale.startsWith('en') ? value + ordinalSuffix(Number(value)) : value,
      )
      .join('')
}

function ordinalSuffix(day: number): string {
  if (day >= 11 && day <= 13) return 'th'
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th'
}

/** "yesterday", "today" and "tomorrow" instead of the date. */
const pretty =
  (form: Form): Form =>
  (at, context) => {
    const days = Math.round((Date.parse(isoDay(at, context)) - Date.parse(isoDay(context.now, context))) / DAY_MS)
    if (Math.abs(days) > 1) return form(at, context)
    return new Intl.RelativeTimeFormat(context.locale, { numeric: 'auto' }).format(days, 'day')
  }

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', DAY_MS],
  ['hour', 60 * 60 * 1000],
  ['minute', 60 * 1000],
  ['second', 1000],
]

const ago: Form = (at, { now, locale }) => {
  const distance = at - now
  const [unit, size] = UNITS.find(([, ms]) => Math.abs(distance) >= ms) ?? (['second', 1000] as const)
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.trunc(distance / size), unit)
}

const date = withOrdinal({ year: 'numeric', month: 'long', day: 'numeric' })
const dateShort = formatted({ year: 'numeric', month: 'short', day: 'numeric' })
const dateLong = withOrdinal({ weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' })

/** Source: Slack, "Date formatting". */
const FORMS: Record<string, Form> = {
  date_num: isoDay,
  date,
  date_short: dateShort,
  date_long: dateLong,
  date_pretty: pretty(date),
  date_short_pretty: pretty(dateShort),
  date_long_pretty: pretty(dateLong),
  day_divider_pretty: pretty(withOrdinal({ weekday: 'long', month: 'long', day: 'numeric' })),
  time: formatted({ hour: 'numeric', minute: '2-digit' }),
  time_secs: formatted({ hour: 'numeric', minute: '2-digit', second: '2-digit' }),
  ago,
}

/** Fills in the tokens of `<!date^…>`. undefined when one is unknown: show the fallback. */
export function formatDate(format: string, at: number, context: DateContext): string | undefined {
  const names = [...format.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  if (names.some((name) => FORMS[name] === undefined) || Number.isNaN(new Date(at).getTime())) return undefined
  return format.replace(/\{(\w+)\}/g, (token, name: string) => FORMS[name]?.(at, context) ?? token)
}

/** At the head of a day's messages: `Monday, November 23rd`. */
export function dayName(at: number, context: DateContext): string {
  return formatDate('{day_divider_pretty}', at, context) ?? ''
}

/** The day of a moment, to compare days. */
export function dayOf(at: number, context: DateContext): string {
  return isoDay(at, context)
}

/** When a message was posted, by its ts (seconds.microseconds). */
export function millisecondsOf(ts: string): number {
  return Math.floor(Number(ts) * 1000)
}
