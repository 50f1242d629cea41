import type { ControlTexts } from '../texts.ts'

export const days = (count: number) => (count === 1 ? '1 day' : `${count} days`)

export const controlTexts: ControlTexts = {
  buttons: {
    open: 'Open',
    untilDate: 'Pick a date…',
    deleteNow: 'Delete now',
    create: 'Create test site',
    nextPage: 'Show more',
    logs: 'Logs',
    logFile: 'More',
    select: 'Select…',
    cancel: 'Cancel',
    close: 'Close',
  },
  spoken: {
    open: ({ site }) => `Open ${site}`,
    untilDate: ({ site }) => `Pick a date: ${site}`,
    deleteNow: ({ site }) => `Delete now: ${site}`,
    logs: ({ site }) => `Logs: ${site}`,
    logFile: ({ site }) => `More of this log, as a file: ${site}`,
  },
  extendSiteBy: ({ days: count, site }) => `Extend ${days(count)}: ${site}`,
  days: ({ days: count }) => days(count),
  extendBy: ({ days: count }) => `Extend ${days(count)}`,
}
