import type { ArgumentTypes } from '../../src/site/operations/arguments.ts'
import type { Operation, OperationContext } from '../../src/site/operations/operation.ts'
import type { Site } from '../../src/site/site.ts'

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
    setting: { startCommand: `run by ${context.by}` },
    password: `hash of ${context.by}`,
  }
  const values = Object.entries(args).map(([name, { kind }]) => [name, samples[kind]] as const)
  return apply(site, { ...context, ...Object.fromEntries(values) })
}
