import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sign } from '@octokit/webhooks-methods'
import * as z from 'zod'
import { GITHUB_EVENTS_PATH } from '../../src/site/paths.ts'
import { close, listen } from '../../src/local/listen.ts'
import { createLocalWebhookEndpoint } from '../../src/local/webhook-endpoint.ts'
import { aSite } from '../support/a-site.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { createFakeSiteStore } from '../support/fake-site-store.ts'
import { NOW } from '../github/a-github.ts'

const SECRET = 'a secret of the App'
const definitions = z.array(z.object({ name: z.string(), examples: z.array(z.looseObject({})) }))
const login = z.looseObject({ login: z.string() })
const about = z.looseObject({
  action: z.string().optional(),
  organization: login.optional(),
  changes: z.looseObject({}).optional(),
  ref: z.string().optional(),
  deleted: z.boolean().optional(),
  repository: z.looseObject({ owner: login.optional() }).optional(),
})
type Example = z.infer<typeof about>

/** All that GitHub gives as examples, for github.com and for each version of GitHub Enterprise Server. */
async function readExamples(): Promise<{ name: string; example: Example }[]> {
  const directory = dirname(fileURLToPath(import.meta.resolve('@octokit/webhooks-examples/package.json')))
  const all: { name: string; example: Example }[] = []
  for (const version of await readdir(directory, { withFileTypes: true })) {
    if (!version.isDirectory()) continue
    const parsed: unknown = JSON.parse(await readFile(join(directory, version.name, 'index.json'), 'utf8'))
    for (const { name, examples } of definitions.parse(parsed))
      all.push(...examples.map((example) => ({ name, example: about.parse(example) })))
  }
  return all
}

/** What is done about an event that is ours, by its kind; of all others nothing, and without a word. */
function expected(name: string, example: Example): [status: number, says: RegExp] {
  const { action, organization } = example
  switch (name) {
    case 'pull_request':
      // None of the labels is ours.
      return organization === undefined ? [202, /doesn't belong to an organization/] : [204, /^$/]
    case 'member':
      return organization === undefined
        ? [202, /doesn't belong to an organization/]
        : [202, /^No site|^Checking the team/]
    case 'membership':
    case 'organization':
    case 'team':
      return [202, /^No site is affected|^Checking the team of plum/]
    case 'push':
      return isOfBranch(example) ? [202, /^No site of this branch|^Sites of this branch: plum/] : [204, /^$/]
    case 'repository':
      if (action === 'renamed' || action === 'transferred') return [202, /^No site is affected|^Renamed for/]
      // Of what was edited only the default branch is followed, and not where it is not known to have been renamed.
      return isOfDefaultBranch(example) ? [202, /^No site is affected/] : [204, /^$/]
    default:
      return [204, /^$/]
  }
}

function isOfBranch({ ref, deleted }: Example): boolean {
  return deleted === false && ref?.startsWith('refs/heads/') === true
}

function isOfDefaultBranch({ action, changes }: Example): boolean {
  return action === 'edited' && changes?.['default_branch'] !== undefined
}

describe("GitHub's own examples of events, signed and posted to the door", () => {
  let server: Server
  let url: string
  let endpoint: ReturnType<typeof createLocalWebhookEndpoint>
  const faults: unknown[] = []
  beforeEach(async () => {
    server = createServer((req, res) => void endpoint(req, res))
    url = `http://127.0.0.1:${await listen(server)}${GITHUB_EVENTS_PATH}`
  })
  afterEach(() => close(server))

  const openEndpoint = async (org: string) => {
    const store = createFakeSiteStore()
    await store.create(aSite({ name: 'plum', spec: { repository: 'Octocoders/Hello-World', sshTeam: 'github' } }))
    const followPullRequest = async () => assert.fail('no label is ours')
    const deps = { org, secret: SECRET, store, clock: createFakeClock(NOW), followPullRequest }
    endpoint = createLocalWebhookEndpoint({
      ...deps,
      log: (event) => void (event.level === 'error' && faults.push(event)),
    })
  }
  const post = async (name: string, body: string) => {
    const headers = {
      'content-type': 'application/json',
      'x-github-event': name,
      'x-hub-signature-256': await sign(SECRET, body),
    }
    const answer = await fetch(url, { method: 'POST', headers, body })
    return { status: answer.status, text: await answer.text() }
  }

  it('are all answered by what is true of them; none is called malformed, and none breaks anything', async () => {
    const all = await readExamples()
    assert.ok(all.length > 700)
    const counts = { silent: 0, said: 0, noOrganization: 0 }
    for (const { name, example } of all) {
      await openEndpoint(example.organization?.login ?? example.repository?.owner?.login ?? 'nobody')
      const { status, text } = await post(name, JSON.stringify(example))
      const [expectedStatus, says] = expected(name, example)
      const where = `${name} ${example.action}: ${status} ${text}`
      assert.equal(status, expectedStatus, where)
      assert.match(text, says, where)
      counts[text === '' ? 'silent' : text.includes("doesn't belong to an organization") ? 'noOrganization' : 'said'] +=
        1
    }
    assert.deepEqual(faults, [])
    assert.ok(counts.noOrganization >= 18 && counts.said > 10 && counts.silent > 100, JSON.stringify(counts))
  })

  it('of a person’s own repository are answered alike where the organization is written as null', async () => {
    await openEndpoint('nobody')
    for (const { name, example } of await readExamples()) {
      if (!['pull_request', 'member'].includes(name) || example.organization !== undefined) continue
      const { status, text } = await post(name, JSON.stringify({ ...example, organization: null }))
      assert.deepEqual(
        [status, /doesn't belong to an organization/.test(text)],
        [202, true],
        `${name} ${example.action}`,
      )
    }
  })

  it('are told apart from what is no JSON, and from what GitHub does not send', async () => {
    await openEndpoint('octocoders')
    const form = await post('pull_request', 'payload=%7B%7D')
    assert.deepEqual([form.status, /content type .* must be application\/json/.test(form.text)], [400, true])
    const bent = await post('pull_request', '{"action":1}')
    assert.deepEqual([bent.status, /content type/.test(bent.text)], [400, false])
  })
})
