import type { ControlTexts } from '../texts.ts'

const daysOf = (days: number) => (days === 1 ? '1 day' : `${days} days`)

export const controlTexts: ControlTexts = {
  buttons: {
    open: 'Open',
    extend: 'Extend',
    untilDate: 'Until a date…',
    redeploy: 'Redeploy',
    sleep: 'Sleep',
    wake: 'Wake',
    password: 'Password',
    delete: 'Delete',
    deleteNow: 'Delete now',
    retry: 'Retry',
    restore: 'Restore',
    handOver: 'Hand over…',
    adopt: 'Adopt',
    deleteWithoutArchive: 'Delete without archive…',
    create: 'Create test site',
    nextPage: 'Show more',
    cancel: 'Cancel',
    close: 'Close',
  },
  spoken: {
    open: ({ site }) => `Open ${site}`,
    extend: ({ site }) => `Extend ${site}`,
    untilDate: ({ site }) => `Until a date: ${site}`,
    redeploy: ({ site }) => `Redeploy ${site}`,
    sleep: ({ site }) => `Sleep ${site}`,
    wake: ({ site }) => `Wake ${site}`,
    password: ({ site }) => `Password of ${site}`,
    delete: ({ site }) => `Delete ${site}`,
    deleteNow: ({ site }) => `Delete now: ${site}`,
    retry: ({ site }) => `Retry ${site}`,
    restore: ({ site }) => `Restore ${site}`,
    adopt: ({ site }) => `Adopt ${site}`,
  },
  extendSiteBy: ({ days, site }) => `Extend ${daysOf(days)}: ${site}`,
  days: ({ days }) => daysOf(days),
  extendBy: ({ days }) => `Extend ${daysOf(days)}`,
  confirmDelete: {
    title: ({ name }) => `Delete ${name}?`,
    kept: ({ days }) => `It goes offline at once. An archive is kept, and it can be restored for ${daysOf(days)}.`,
    maybeKept: ({ days }) =>
      `It goes offline at once. If it was ever ready, an archive is kept and it can be restored for ${daysOf(days)}; else it is gone.`,
  },
}
