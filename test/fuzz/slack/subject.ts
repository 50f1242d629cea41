import { logLease, type LogRequest } from '../../../src/control/log-request.ts'
import { createSlackHandler } from '../../../src/slack/handler.ts'
import type { FunctionUrlResult } from '../../../src/slack/function-url.ts'
import { createFakeCodeHost } from '../../support/fake-code-host.ts'
import { createFakeEnvironments } from '../../support/fake-environments.ts'
import { type Fixture, fixtureNames, fixtureOf } from './fixtures.ts'
import { type Change, createLastingStore } from './lasting-store.ts'
import { readers } from './people.ts'
import { type Said, startQuickSlack } from './quick-slack.ts'
import { countedOf } from './counted.ts'
import type { SentRequest } from './sent-request.ts'
import type { Recording } from './valid-requests.ts'

export const SECRET = 'a signing secret'
/** Where all sites are. */
export const SITES_AT = 'sites.example.com'

/** All that came of a request. */
export interface Outcome {
  answer: FunctionUrlResult
  said: Said[]
  changes: Change[]
  /** Which were to be read. */
  logs: LogRequest[]
  /** References under which something was reported. */
  references: string[]
  errors: unknown[]
  ms: number
}

/** The app behind its front door, by the rules of each house, with recorded sites; each request finds them as they were. */
export async function createSubject({ sites, now }: Recording) {
  const slack = await startQuickSlack()
  const { codeHost, setReaders } = createFakeCodeHost({
    repositories: { 'acme/website': ['main', 'spring'], 'acme/shop-api': ['develop', 'main'] },
    teams: { designers: [], developers: [] },
  })
  for (const [repository, { logins }] of Object.entries(readers)) setReaders(repository, logins)
  const { store, takeChanges } = await createLastingStore(sites)
  let logs: LogRequest[] = []
  let problems: { reference: string; error: unknown }[] = []
  const handlerIn = ({ policy, catalogue }: Fixture) =>
    createSlackHandler(
      {
        store,
        codeHost,
        environments: createFakeEnvironments().environments,
        // They are read at once.
        askForLogs: async (request) => {
          logs.push(request)
          await store.releaseLease(logLease(request), request.holder)
        },
        clock: { now: () => now },
        policy,
        addresses: { siteHost: (name) => `${name}.${SITES_AT}`, siteUrl: (name) => `https://${name}.${SITES_AT}` },
        locale: 'en',
        catalogue: async () => catalogue,
        log: ({ level, reference = '', error }) => void (level === 'error' && problems.push({ reference, error })),
      },
      { botToken: 'xoxb-a-token', slackApiUrl: slack.slackApiUrl, signingSecret: SECRET },
    )
  const handlers = new Map(fixtureNames.map((name) => [name, handlerIn(fixtureOf(name, countedOf(sites).length))]))
  return {
    redirected: slack.redirected,
    close: slack.close,
    handle: async ({ event, fixture }: SentRequest): Promise<Outcome> => {
      problems = []
      logs = []
      const handler = handlers.get(fixture)
      if (handler === undefined) throw new Error(`no house ${fixture}`)
      const start = performance.now()
      const answer = await handler(event)
      const ms = performance.now() - start
      return {
        answer,
        said: slack.takeSaid(),
        changes: await takeChanges(),
        logs,
        references: problems.map(({ reference }) => reference),
        errors: problems.map(({ error }) => error),
        ms,
      }
    },
  }
}
