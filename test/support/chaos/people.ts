import type { SiteStore, Ports } from '../../../src/control/ports.ts'
import { applyOperation, findSite } from '../../../src/control/run-operation.ts'
import { addDays, dateIn } from '../../../src/site/calendar.ts'
import { ConflictError } from '../../../src/site/errors.ts'
import { expiryRange } from '../../../src/site/expiry.ts'
import { operator } from '../../../src/site/permissions.ts'
import type { Policy } from '../../../src/site/policy.ts'
import { operations } from '../../../src/site/operations/all.ts'
import type { Operation } from '../../../src/site/operations/operation.ts'
import { retry } from '../../../src/site/operations/retry.ts'
import type { Site } from '../../../src/site/site.ts'
import type { Instant } from '../../../src/site/time.ts'
import { UserError } from '../../../src/site/user-error.ts'
import { newSite } from '../a-life.ts'
import { applyAny } from '../any-operation.ts'
import { butFor } from './but-for.ts'
import type { PlannedRequest } from './scenario.ts'
import type { Tally } from './tally.ts'

/** What somebody was told is done. */
export interface Acknowledged {
  siteId: string
  by: string
  at: Instant
}

/** People who ask, each once and under a name of his own, and remember what they were told. */
export interface People {
  create(name: string, days: number): (ports: Ports) => Promise<void>
  ask(wish: PlannedRequest): (ports: Ports) => Promise<void>
  acknowledged: Acknowledged[]
}

/** Two own all sites at first, whoever creates them: each has several. */
export function ownerOf(by: string): string {
  return `UOWNER${Number(by.slice(1)) % 2}`
}

export function createPeople(policy: Policy, tally: Tally): People {
  const acknowledged: Acknowledged[] = []
  let people = 0

  /** UserErrors and a name in use are answers too. Of any other error a person is told that it did not work. */
  const answered = async (by: string, work: () => Promise<Site>) => {
    try {
      const site = await work()
      const at = site.history.find((entry) => entry.by === by)?.at
      if (at === undefined) throw new Error(`${by} was told of somebody else's request`)
      acknowledged.push({ siteId: site.id, by, at })
      tally.count('requests acknowledged')
    } catch (error) {
      if (!(error instanceof UserError || error instanceof ConflictError)) throw error
      const wasOvertaken = error instanceof UserError && error.code === 'changed-meanwhile'
      tally.count(wasOvertaken ? 'requests overtaken too often' : 'requests refused')
    }
  }
  return {
    acknowledged,
    create: (name, days) => async (ports) => {
      const by = `U${(people += 1)}`
      const site = aWishedSite(name, days, by, ports.clock.now(), policy)
      await answered(by, () => ports.store.create(forPullRequest(site, people)))
    },
    ask: (wish) => async (ports) => {
      const by = `U${(people += 1)}`
      const deps = { store: countingConflicts(ports.store, tally), clock: ports.clock, policy }
      await answered(by, async () => {
        const operation = picked(await findSite(deps.store, wish), wish)
        return applyOperation(deps, wish, operator(by), operation, (site, context) =>
          applyAny(operation, site, context),
        )
      })
    },
  }
}

function aWishedSite(name: string, days: number, by: string, now: Instant, policy: Policy): Site {
  const { first } = expiryRange(now, policy)
  const wished = addDays(dateIn(policy.timeZone, now), days)
  const site = newSite(name, now, policy, wished < first ? first : wished)
  const [entry] = site.history
  return entry === undefined
    ? site
    : { ...site, spec: { ...site.spec, owner: ownerOf(by) }, history: [{ ...entry, by }] }
}

/** With all that there is to tell. */
function forPullRequest(site: Site, number: number): Site {
  const pullRequest = { number, head: '1'.repeat(40), at: site.createdAt, action: 'labeled' }
  return { ...site, spec: { ...site.spec, pullRequest } }
}

/** How often a person and the reconciler, or two people, met in the same record. */
function countingConflicts(store: SiteStore, tally: Tally): SiteStore {
  const save = async (site: Site) => {
    try {
      return await store.save(site)
    } catch (error) {
      if (error instanceof ConflictError) tally.count('conflicts of requests')
      throw error
    }
  }
  return butFor(store, { save })
}

/** As somebody picks it who looks at the site, or who doesn't. */
function picked(site: Site, { nth, sensible }: PlannedRequest): Operation {
  const possible = sensible ? operations.filter((one) => one.isPossible(site)) : operations
  return possible[nth % possible.length] ?? retry
}
