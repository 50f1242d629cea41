import assert from 'node:assert/strict'
import * as z from 'zod'
import { aDocument } from '../test/machine/documents.ts'
import { PREPARED_IMAGE, prepareImage } from '../test/machine/baked-image.ts'
import { eventually } from '../test/machine/eventually.ts'
import { makeMachineFixture } from '../test/machine/machine-fixture.ts'
import type { TestMachine } from '../test/machine/test-machine.ts'
import { deliver, visit } from '../test/machine/visit.ts'
import { median } from './median.ts'

// Set-up and push on real machines, of an image with the packages and what a bake prepares. The baseline is a command that does nothing.
// `npm run bench:machine` runs it where the machines are.
const FRESH_MACHINES = 5
const PUSHES = 21
const TOGETHER = 10

const lineSchema = z.object({ changed: z.array(z.string()), seconds: z.record(z.string(), z.number()) })
const fixture = await makeMachineFixture()
try {
  const repository = await fixture.repository('website', { 'public/index.html': 'version 0' })
  const document = await aDocument(repository.cloneUrl)
  const setUp = async (machine: TestMachine) => {
    const { result } = await machine.job('set-up', document)
    assert.ok(result.ok, JSON.stringify(result))
  }
  const first: number[] = []
  const onPackages: number[] = []
  const second: number[] = []
  const nothing: number[] = []
  await prepareImage(fixture)
  const machine = await fixture.machine(PREPARED_IMAGE)
  for (let count = 0; count < FRESH_MACHINES; count++) {
    const fresh = count === 0 ? machine : await fixture.machine(PREPARED_IMAGE)
    nothing.push(await timed(() => fresh.exec(['true'])))
    first.push(await timed(() => setUp(fresh)))
    second.push(await timed(() => setUp(fresh)))
    const unprepared = await fixture.machine()
    onPackages.push(await timed(() => setUp(unprepared)))
  }
  const pushes = await measurePushes()
  const many = await Promise.all(Array.from({ length: TOGETHER }, () => fixture.machine(PREPARED_IMAGE)))
  const one = median(first)
  const all = await timed(() => Promise.all(many.map(setUp)))

  const baseline = median(nothing)
  const line = (what: string, ms: number, goalMs?: number) =>
    console.log(
      `${what.padEnd(28)} ${ms.toFixed(0).padStart(6)} ms  ${(ms / baseline).toFixed(2).padStart(6)} × nothing` +
        (goalMs === undefined ? '' : `  goal ${goalMs} ms: ${ms <= goalMs ? 'met' : 'not met'}`),
    )
  line('a command that does nothing', baseline)
  line('first set-up', one, 600)
  line('  with the packages alone', median(onPackages))
  line('second set-up', median(second), 400)
  line('signed push to new page', median(pushes.page), 60)
  line('  of it: the answer', median(pushes.answer))
  for (const part of ['fetch', 'checkout', 'switch'] as const) line(`  of it: ${part}`, median(pushes[part]))
  line('a visit with the password', median(pushes.visit))
  line(`${TOGETHER} first set-ups at once`, all)
  console.log(`${TOGETHER} at once take ${(all / one).toFixed(1)} × the time of one`)

  /**
   * From sending the push to the first answer with the new page, in milliseconds. The page is looked at without the
   * password: checking that (bcrypt, on purpose slow) at each look would take the processors from what is measured.
   */
  async function measurePushes() {
    const list = (): number[] => []
    const seen = { page: list(), answer: list(), fetch: list(), checkout: list(), switch: list(), visit: list() }
    const open = 'location = /open { auth_basic off; rewrite ^ /index.html break; }'
    await machine.sh(
      `mkdir -p /etc/testsite/nginx.d && echo '${open}' > /etc/testsite/nginx.d/open.conf && nginx -s reload`,
    )
    await eventually(async () => (await visit(machine, '/open', { password: null })).status === 200, 'it is open')
    for (let version = 1; version <= PUSHES; version++) {
      const before = await repository.git('rev-parse', 'HEAD')
      const after = await repository.push({ 'public/index.html': `version ${version}.` })
      const isNew = async () => (await visit(machine, '/open', { password: null })).text.includes(`version ${version}.`)
      const began = performance.now()
      await deliver(machine, 'push', { ref: 'refs/heads/main', before, after, deleted: false })
      seen.answer.push(performance.now() - began)
      await eventually(isNew, 'the new page')
      seen.page.push(performance.now() - began)
      seen.visit.push(await timed(() => visit(machine)))
      // The deployer writes its line, with the parts of the first deploy in it, when it is done with this push.
      const parts = await eventually(() => partsOf(version), 'its line')
      for (const part of ['fetch', 'checkout', 'switch'] as const) seen[part].push((parts[part] ?? 0) * 1000)
    }
    return seen
  }

  async function partsOf(pushes: number): Promise<Record<string, number> | undefined> {
    const lines = (await machine.sh('cat /var/log/testsite/machine/deploy.log')).split('\n').filter(Boolean)
    const results = lines.map((text) => lineSchema.parse(JSON.parse(text)))
    return results.filter(({ changed }) => changed.includes('deploy'))[pushes - 1]?.seconds
  }
} finally {
  await fixture.close()
  await fixture.engine(['rmi', '--force', PREPARED_IMAGE])
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}
