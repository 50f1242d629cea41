import type { Site, SiteStatus } from '../../site/site.ts'
import { MINUTE_MS } from '../../site/time.ts'
import type { Step } from '../step.ts'

/** Longer than one edit takes (src/slack/chat.ts, src/github/client.ts): an older one has ended, or never will. */
const LEASE_MS = MINUTE_MS

/** The edit ended with an error, so what is shown now is unknown. */
const EXPIRED = 0

/**
 * For a step that overwrites what it wrote before. Of two edits at once, the slower one, which knows less, would win; so an edit waits
 * until the one before it has ended. An edit that started and whose end wasn't saved is repeated, even if the record says that all is up
 * to date: that was before it.
 */
export function withEditLease(step: Step): Step {
  const { name } = step
  return {
    ...step,
    due: (site, now) => {
      const since = site.status.editLeases?.[name]
      if (since === undefined) return step.due(site, now)
      return since + LEASE_MS <= now ? 'now' : { at: since + LEASE_MS }
    },
    claim: (site, now) => ({ ...step.claim?.(site, now), editLeases: { ...site.status.editLeases, [name]: now } }),
    release: (error, site) => ({
      ...step.release?.(error, site),
      editLeases: { ...site.status.editLeases, [name]: EXPIRED },
    }),
    run: async (site, ports) => ({ ...(await step.run(site, ports)), editLeases: without(site, name) }),
  }
}

function without({ status: { editLeases = {} } }: Site, name: string): SiteStatus['editLeases'] {
  const { [name]: _, ...others } = editLeases
  return Object.keys(others).length === 0 ? undefined : others
}
