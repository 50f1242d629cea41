import assert from 'node:assert/strict'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { verify } from '@octokit/webhooks-methods'
import { z } from 'zod'
import { type CodeHostBench, makeCodeHost, makeReceiver, type Received } from './harness.ts'
import { createSignal } from '../../support/signal.ts'

const SECRET = 'the secret of the App'
const teamsSchema = z.record(z.string(), z.array(z.looseObject({ login: z.string() })))
const payloadSchema = z.object({
  action: z.string(),
  member: z.object({ login: z.string() }),
  team: z.object({ slug: z.string() }),
  organization: z.object({ login: z.string() }),
})

describe('teams of the local code host', () => {
  let bench: CodeHostBench
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
    bench = await makeCodeHost({ appWebhook: { url, secret: SECRET } })
  })
  afterEach(async () => {
    await bench.clean()
    await receiver.close()
  })

  const file = () => join(bench.directory, 'teams.json')
  const teams = async () => teamsSchema.parse(JSON.parse(await readFile(file(), 'utf8')))
  const told = async (count: number) => {
    await news.until(() => receiver.received.length >= count)
    await bench.codeHost.idle()
    return receiver.received.map((request) => {
      const { action, member, team } = read(request)
      return `${team.slug}: ${action} ${member.login}`
    })
  }
  const read = ({ body }: Received) => payloadSchema.parse(JSON.parse(body))

  it('tell of whoever leaves and joins, signed as an App is told', async () => {
    const { 'web-team': [aki, ...others] = [], design = [] } = await teams()
    await writeFile(file(), JSON.stringify({ 'web-team': others, design: [...design, aki] }))
    assert.deepEqual(await told(2), ['web-team: removed aki', 'design: added aki'])
    const [first] = receiver.received
    assert.equal(first?.headers['x-github-event'], 'membership')
    assert.ok(await verify(SECRET, first.body, String(first.headers['x-hub-signature-256'])))
    assert.deepEqual(bench.faults, [])
  })

  it('tell of a file that is put in the place of the old one, and of nobody who only has another key', async () => {
    const { 'web-team': [aki, ...others] = [], ...rest } = await teams()
    const next = `${file()}.swp`
    await writeFile(next, JSON.stringify({ 'web-team': [{ ...aki, publicKeys: [] }, ...others], ops: [aki], ...rest }))
    await rename(next, file())
    assert.deepEqual(await told(1), ['ops: added aki'])
  })

  it('report what cannot be understood, and what nobody took, and go on', async () => {
    const before = await teams()
    await writeFile(file(), '{ "web-team": [')
    await bench.faulty(1)
    assert.match(String(bench.faults[0]), /teams\.json cannot be understood/)
    answer = 500
    await writeFile(file(), JSON.stringify({ ...before, design: [] }))
    assert.deepEqual(await told(1), ['design: removed bo'])
    assert.match(String(bench.faults[1]), /not delivered: 500/)
  })
})
