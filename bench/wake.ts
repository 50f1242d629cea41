import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { visit } from '../test/process/crash/visit.ts'
import { perform } from '../test/process/crash/send-request.ts'
import { makeMachineFixture } from '../test/machine/machine-fixture.ts'
import { startMain } from '../test/support/local-process.ts'
import { makeTemporaryDirectory } from '../test/support/temporary-directory.ts'
import { median } from './median.ts'

// `npm start` on containers: from a visit of a sleeping site to its page, of a Node program with PostgreSQL. The baseline is the same
// container, started by hand, until its port has the page. `npm run bench:machine` runs it where the machines are; with TRACE=1 it prints
// what `npm start` logged.
const ROUNDS = Number(process.env['ROUNDS'] ?? 5)
const GOAL = 1.5
const PASSWORD = 'plum-tree-2026'
const BASE = 'localhost/pokopoko-bench-base'
/** What the page waits between two questions while it's quick (views/gateway-script.ts). */
const PAGE_ASKS_EVERY_MS = 300
const PAGE = /<form method="post"/

const fixture = await makeMachineFixture()
const directory = await makeTemporaryDirectory()
const { engine } = fixture
const mustRun = async (...words: string[]) => {
  const { code, stdout, stderr } = await engine(words, { timeoutMs: 120_000 })
  assert.equal(code, 0, stderr)
  return stdout.trim()
}
try {
  // Machines reach the registries by what is in their image.
  const base = await fixture.connectedMachine()
  await mustRun('commit', '--quiet', base.name, BASE)
  await base.remove()
  const main = await startMain(directory.path, ['--json'], { MACHINE_BASE: BASE })
  try {
    await measure(main)
  } finally {
    await main.end('SIGTERM')
  }
} finally {
  await fixture.close()
  await directory.remove()
}

async function measure(main: Awaited<ReturnType<typeof startMain>>): Promise<void> {
  const asked = (command: Parameters<typeof perform>[1]) => perform(directory.path, command, 'nadia')
  const phaseIs = async (phase: string) => {
    const shown = await asked({ command: 'show', name: 'plum' })
    return new RegExp(`"phase": *"${phase}"`).test(shown?.stdout ?? '')
  }
  const until = async (what: string, isSo: () => Promise<boolean>, seconds = 60) => {
    const end = Date.now() + seconds * 1000
    while (!(await isSo())) {
      assert.ok(Date.now() < end, `${what}: ${main.output().slice(-3000)}`)
      await pause(20)
    }
  }
  const create = await asked({
    command: 'create',
    order: {
      name: 'plum',
      repository: 'acme/guestbook',
      documentRoot: '',
      accessUser: 'guest',
      password: PASSWORD,
      spaFallback: false,
      spot: false,
      channel: 'C0SPRING',
      owner: 'U0NADIA',
    },
  })
  assert.equal(create?.exitCode, 0, create?.stderr)
  const page = async () => {
    const { status, body } = await visit(main, 'plum', { password: PASSWORD })
    return status === 200 && PAGE.test(body) && !body.includes('_pokopoko/wake')
  }
  await until('it is ready', async () => (await phaseIs('ready')) && page(), 400)
  const id = await mustRun('ps', '--all', '--quiet', '--filter', 'label=pokopoko.site-name=plum')
  const sleep = async () => {
    await asked({ command: 'sleep', name: 'plum', args: {} })
    await until('it is asleep', () => phaseIs('asleep'))
    // The reconciler would stop what is started by hand, as long as it looks at the site.
    await pause(3000)
  }
  const authorization = `Basic ${btoa(`guest:${PASSWORD}`)}`
  const bare = async () => {
    await mustRun('start', id)
    const port = (await mustRun('port', id, '80')).split(':').at(-1)
    await until('it answers', async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { authorization } }).catch(() => undefined)
      return answer?.status === 200 && PAGE.test(await answer.text())
    })
  }
  /** A click on a link to the site, and what the waiting page does then. */
  const click = async () => {
    assert.equal((await visit(main, 'plum', { password: PASSWORD })).status, 503)
    for (;;) {
      await pause(PAGE_ASKS_EVERY_MS)
      const { status } = await visit(main, 'plum', { method: 'HEAD', password: PASSWORD })
      if (status < 502) break
    }
    assert.ok(await page())
  }
  const byHand: number[] = []
  const byVisit: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await sleep()
    byHand.push(await timed(bare))
    await mustRun('stop', '--time', '10', id)
    byVisit.push(await timed(click))
    await until('its set-up has ended', () => phaseIs('ready'))
  }
  const [ours, theirs] = [median(byVisit), median(byHand)]
  console.log(
    `a visit of a sleeping site, click to page ${ours.toFixed(2)} s (${byVisit.map((s) => s.toFixed(2)).join(', ')})`,
  )
  console.log(
    `its container and programs, by hand       ${theirs.toFixed(2)} s (${byHand.map((s) => s.toFixed(2)).join(', ')})`,
  )
  console.log(`${(ours / theirs).toFixed(2)} ×, goal ${GOAL} ×: ${ours <= GOAL * theirs ? 'met' : 'not met'}`)
  if (process.env['TRACE'] !== undefined) console.log(main.output())
}

/** In seconds. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}
