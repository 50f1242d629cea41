import type { Site } from './site.ts'

/** Whose number of sites this one counts towards: while it has, or is to have, a machine that people want. */
export function quotaOwnerOf({ spec: { desired, owner } }: Site): string | undefined {
  return desired === 'up' || desired === 'asleep' ? owner : undefined
}
