import { createSiteStore } from '../../src/aws/site-store.ts'
import { dynamoDbClient } from '../../src/aws/dynamodb-client.ts'
import type { CodeHost } from '../../src/control/ports.ts'
import { defaultPolicy } from '../../src/site/policy.ts'
import { createSlackHandler } from '../../src/slack/handler.ts'

/** The request that is measured asks nothing of the code host. */
const noCodeHost: CodeHost = {
  repositories: async () => [],
  branches: async () => [],
  teams: async () => [],
  exists: async () => 'no-repository',
  members: async () => [],
  grant: async () => Promise.reject(new Error('No code host')),
  revoke: async () => {},
  grants: async () => [],
}

/** Our whole Slack app on the real table's client, as a function's handler. */
export const handler = createSlackHandler(
  {
    store: createSiteStore({ client: dynamoDbClient(), tableName: 'sites' }),
    codeHost: noCodeHost,
    clock: { now: Date.now },
    policy: defaultPolicy,
    catalogue: async () => ({ images: [{ id: 'image', label: 'Image' }], sizes: [{ id: 'size', label: 'Size' }] }),
    place: { siteUrl: (name) => `https://${name}.example.com`, siteHost: (name) => `${name}.example.com` },
    locale: 'en',
    report: ({ error }) => {
      throw error
    },
  },
  {
    signingSecret: process.env['BENCH_SIGNING_SECRET'] ?? '',
    botToken: 'xoxb-bench',
    slackApiUrl: process.env['BENCH_SLACK_API_URL'] ?? '',
  },
)
