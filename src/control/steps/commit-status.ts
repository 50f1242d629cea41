import { commitOutcome, outcomeKey } from '../../site/commit-outcome.ts'
import type { Step } from '../step.ts'
import type { Wording } from '../code-host.ts'

/** Shows beside the commit on GitHub how its deploy went. Once for each commit and outcome. */
export function createCommitStatus(wording: Wording): Step {
  return {
    name: 'commit-status',
    policy: 'notification',
    due: (site) => {
      const outcome = commitOutcome(site)
      const shown = site.status.commitStatus
      if (outcome === undefined) return 'no'
      return shown?.commit === outcome.commit && shown.key === outcomeKey(outcome) ? 'no' : 'now'
    },
    run: async (site, { codeHost }) => {
      const outcome = commitOutcome(site)
      if (outcome === undefined) return {}
      const { commit, state } = outcome
      const texts = wording.commitStatus(site, outcome)
      await codeHost.setStatus(site.spec.repository, { commit, state, context: `pokopoko/${site.name}`, ...texts })
      return { commitStatus: { commit, key: outcomeKey(outcome) } }
    },
  }
}
