import assert from 'node:assert/strict'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { verify } from '@octokit/webhooks-methods'
import { z } from 'zod'
import { aGithub, type GithubFixture, makeReceiver, type Received } from './github-fixture.ts'
import { createSignal } from './signal.ts'

const SECRET = 'the secret of the App'
const teamsSchema = z.record(z.string(), z.array(z.looseObject({ login: z.string() })))
const pushSchema = z.object({
  ref: z.string(),
  after: z.string(),
  repository: z.object({ full_name: z.string() }),
})
const payloadSchema = z.object({
  action: z.string(),
  member: z.object({ login: z.string() }),
  team: z.object({ slug: z.string() }),
  organization: z.object({ login: z.string() }),
})

describe('the App of the emulator', () => {
  let fixture: GithubFixture
  let receiver: Awaited<ReturnType<typeof makeReceiver>>
  let news: ReturnType<typeof createSignal>
  let answer: number
  beforeEach(async () => {
    news = createSignal()
    answer = 202
    receiver = await makeReceiver(() => {
      news.report()
      return answer
    })
    const url = `http://app.localhost:${receiver.port}/github/events`
    fixture = await aGithub({ app: { url, secret: SECRET } })
  })
  afterEach(async () => {
    await fixture.clean()
    await receiver.close()
  })

  const file = () => join(fixture.directory, 'teams.json')
  const teams = async () => teamsSchema.parse(JSON.parse(await readFile(file(), 'utf8')))
  const received = async (count: number) => {
    await news.until(() => receiver.received.length >= count)
    await fixture.github.idle()
    return receiver.received.map((request) => {
      const { action, member, team } = read(request)
      return `${team.slug}: ${action} ${member.login}`
    })
  }
  const read = ({ body }: Received) => payloadSchema.parse(JSON.parse(body))

  it('is notified of who leaves and joins a team, signed', async () => {
    const { 'web-team': [aki, ...others] = [], design = [] } = await teams()
    await writeFile(file(), JSON.stringify({ 'web-team': others, design: [...design, aki] }))
    assert.deepEqual(await received(2), ['web-team: removed aki', 'design: added aki'])
    const [first] = receiver.received
    assert.equal(first?.headers['x-github-event'], 'membership')
    assert.ok(await verify(SECRET, first.body, String(first.headers['x-hub-signature-256'])))
    assert.deepEqual(fixture.errors, [])
  })

  it('is notified of a file that replaces the old one, but not of another key', async () => {
    const { 'web-team': [aki, ...others] = [], ...rest } = await teams()
    const next = `${file()}.swp`
    await writeFile(next, JSON.stringify({ 'web-team': [{ ...aki, publicKeys: [] }, ...others], ops: [aki], ...rest }))
    await rename(next, file())
    assert.deepEqual(await received(1), ['ops: added aki'])
  })

  it('gets later changes after a file that cannot be understood, and after one that it did not accept', async () => {
    const before = await teams()
    await writeFile(file(), '{ "web-team": [')
    await fixture.failed(1)
    assert.match(String(fixture.errors[0]), /teams\.json cannot be understood/)
    answer = 500
    await writeFile(file(), JSON.stringify({ ...before, design: [] }))
    assert.deepEqual(await received(1), ['design: removed bo'])
    assert.match(String(fixture.errors[1]), /not delivered: 500/)
  })

  it('gets pushes of all repositories, with and without webhooks, but not the first commits', async () => {
    fixture.github.redeliver()
    const clone = await fixture.clone('acme/shop')
    const commit = await clone.commit({ 'a.txt': 'a' })
    await clone.git('push', '--quiet', 'origin', 'main')
    await fixture.github.idle()
    const pushes = () => receiver.received.map(({ body }) => pushSchema.parse(JSON.parse(body)))
    const first = { ref: 'refs/heads/main', after: commit, repository: { full_name: 'acme/shop' } }
    assert.deepEqual(pushes(), [first])
    answer = 500
    const second = await clone.commit({ 'b.txt': 'b' })
    await clone.git('push', '--quiet', 'origin', 'main')
    await fixture.github.idle()
    answer = 202
    const again = await fixture.restart()
    again.redeliver()
    await again.idle()
    assert.deepEqual(pushes(), [first, { ...first, after: second }, { ...first, after: second }])
  })
})
