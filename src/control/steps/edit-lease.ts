import type { Site, SiteStatus } from '../../site/site.ts'
import { MINUTE_MS } from '../../site/time.ts'
import type { Step } from '../step.ts'

/** Longer than one edit takes (src/slack/chat.ts, src/github/client.ts): one begun before has ended, or never will. */
const CLAIM_MS = MINUTE_MS

/** It has ended, and what is written there now is not known. */
const ENDED = 0

/**
 * For a step that overwrites what it wrote before. Of two looks at once the slower one, which knows less, would have the
 * last word; so the next waits until the one before has ended. And what was begun and not written down is done again,
 * even where the record says that all is told: that was before.
 */
export function withEditLease(step: Step): Step {
  const { name } = step
  return {
    ...step,
    due: (site, now) => {
      const since = site.status.editLeases?.[name]
      if (since === undefined) return step.due(site, now)
      return since + CLAIM_MS <= now ? 'now' : { at: since + CLAIM_MS }
    },
    claim: (site, now) => ({ ...step.claim?.(site, now), editLeases: { ...site.status.editLeases, [name]: now } }),
    release: (error, site) => ({
      ...step.release?.(error, site),
      editLeases: { ...site.status.editLeases, [name]: ENDED },
    }),
    run: async (site, world) => ({ ...(await step.run(site, world)), editLeases: without(site, name) }),
  }
}

function without({ status: { editLeases = {} } }: Site, name: string): SiteStatus['editLeases'] {
  const { [name]: _, ...others } = editLeases
  return Object.keys(others).length === 0 ? undefined : others
}
