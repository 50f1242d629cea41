import { defaultPolicy } from '../../../src/site/policy.ts'
import { createSlackHandler } from '../../../src/slack/handler.ts'
import type { FunctionUrlResult } from '../../../src/slack/function-url.ts'
import { createFakeCodeHost } from '../../support/fake-code-host.ts'
import { type Change, createLastingStore } from './lasting-store.ts'
import { type Said, startQuickSlack } from './quick-slack.ts'
import type { SentRequest } from './sent-request.ts'
import type { Recording } from './valid-requests.ts'

export const SECRET = 'a signing secret'

/** All that came of a request. */
export interface Outcome {
  answer: FunctionUrlResult
  said: Said[]
  changes: Change[]
  /** References under which something was reported. */
  references: string[]
  errors: unknown[]
  ms: number
}

/** The app behind its front door, with recorded sites; each request finds them as they were. */
export async function createSubject({ sites, now }: Recording) {
  const slack = await startQuickSlack()
  const { codeHost } = createFakeCodeHost({
    repositories: { 'acme/website': ['main', 'spring'], 'acme/shop-api': ['develop', 'main'] },
    teams: { designers: [], developers: [] },
  })
  const { store, takeChanges } = await createLastingStore(sites)
  let problems: { reference: string; error: unknown }[] = []
  const handler = createSlackHandler(
    {
      store,
      codeHost,
      clock: { now: () => now },
      policy: defaultPolicy,
      place: { siteHost: (name) => `${name}.example.com`, siteUrl: (name) => `https://${name}.example.com` },
      locale: 'en',
      catalogue: async () => CATALOGUE,
      report: (problem) => problems.push(problem),
    },
    { botToken: 'xoxb-a-token', slackApiUrl: slack.slackApiUrl, signingSecret: SECRET },
  )
  return {
    redirected: slack.redirected,
    close: slack.close,
    handle: async ({ event }: SentRequest): Promise<Outcome> => {
      problems = []
      const start = performance.now()
      const answer = await handler(event)
      const ms = performance.now() - start
      return {
        answer,
        said: slack.takeSaid(),
        changes: takeChanges(),
        references: problems.map(({ reference }) => reference),
        errors: problems.map(({ error }) => error),
        ms,
      }
    },
  }
}

const CATALOGUE = {
  images: [
    { id: 'debian-12', label: 'Debian 12' },
    { id: 'ubuntu-24', label: 'Ubuntu 24.04' },
  ],
  sizes: [
    { id: 'small', label: 'Small' },
    { id: 'large', label: 'Large' },
  ],
  offersSpot: true,
}
