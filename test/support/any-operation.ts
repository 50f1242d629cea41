import type { ArgumentTypes } from '../../src/site/operations/arguments.ts'
import type { Operation, OperationContext } from '../../src/site/operations/operation.ts'
import type { Site } from '../../src/site/site.ts'
import { DAY_MS } from '../../src/site/time.ts'

/** What somebody sets: another start command than anybody else, and one of two sizes and channels. */
export function settingsOf(by: string) {
  const isOdd = by.length > 0 && (by.codePointAt(by.length - 1) ?? 0) % 2 === 1
  return {
    startCommand: `run by ${by}`,
    note: `note of ${by}`,
    size: isOdd ? 'large' : 'small',
    channel: isOdd ? 'C002' : 'C001',
  }
}

/** Applies whichever operation it is, with arguments that say who ran it. */
export function applyAny({ args, apply }: Operation, site: Site, context: OperationContext): Site {
  const samples: ArgumentTypes = {
    text: `words of ${context.by}`,
    'last-day': { days: 7 },
    person: `owner after ${context.by}`,
    'idle-time': '4h',
    'awake-until': '2026-11-20',
    'user-name': 'guest',
    variables: { NAME: context.by },
    'variable-names': [],
    scope: 'site',
    setting: settingsOf(context.by),
    client: { name: `client of ${context.by}`, tokenHash: `hash of ${context.by}` },
    'shared-client': site.spec.access.shares?.[0]?.client ?? '',
    // None ends by itself: who has a link follows from the history.
    'share-end': context.now + 1000 * DAY_MS,
    'share-path': { path: '/' },
    language: 'en',
    password: `hash of ${context.by}`,
  }
  const values = Object.entries(args).map(([name, { kind }]) => [name, samples[kind]] as const)
  return apply(site, { ...context, ...Object.fromEntries(values) })
}
