import assert from 'node:assert/strict'
import { SECOND_MS } from '../src/site/time.ts'
import { createMany, type Paces } from '../test/load/create-many.ts'
import { BAKED_IMAGE, bakeImage } from '../test/machine/baked-image.ts'
import { makeMachineFixture } from '../test/machine/machine-fixture.ts'
import { runSetUp } from '../test/machine/run-set-up.ts'
import type { TestMachine } from '../test/machine/test-machine.ts'
import { median } from './median.ts'

// From a launch to a site that is ready: set-ups on real machines, of a baked image and of Debian, then the real reconciler on fakes of
// AWS in virtual time, whose machines take as long for a set-up. `npm run bench:ready` runs it where the machines are.
const FRESH_MACHINES = 3
/** What AWS takes. The first two: github.com/brevdev/ec2-coldboot-research, of a launch, and from running to SSH; it counts more to the first. */
const RUNNING_MS = 25.8 * SECOND_MS
const BOOT_MS = 3.1 * SECOND_MS
/** Of these, what the calls take that launch it (test/load/slow-aws.ts). */
const CALLS_MS = 1.92 * SECOND_MS
/** No figures are published. The agent says its first word a second after the system is up; Debian's has to be installed first. */
const AGENT_MS = SECOND_MS
const INSTALLED_AGENT_MS = 12 * SECOND_MS
/** Run Command, and the bundle and the document from S3. */
const COMMAND_MS = SECOND_MS
/** Target group, rule, and the first health check (src/aws/alb/target-group.ts). */
const ROUTE_MS = 6 * SECOND_MS
/** Debian has no web server before the set-up: a load balancer leads to a machine that has failed six checks, if it has no other. */
const FAILED_CHECKS_MS = 30 * SECOND_MS
/** `src/aws/ec2/user-data.ts`, by the gateway and the table's stream. */
const REPORTS_MS = [0, 1, 2, 3, 5, 8].map((s) => BOOT_MS + s * SECOND_MS + 500)
const LIMIT_S = 12

const SITES = {
  'a static site': { 'index.html': 'Plums' },
  'PHP with MariaDB': {
    'public/index.php': `<?php new PDO('mysql:host=' . getenv('DB_HOST') . ';dbname=' . getenv('DB_NAME'), getenv('DB_USER'), getenv('DB_PASSWORD')); echo 'Plums';`,
    'app.json': '{"addons": ["jawsdb"]}',
  },
}

const fixture = await makeMachineFixture()
try {
  await bakeImage(fixture)
  for (const [index, [title, files]] of Object.entries(SITES).entries()) {
    const { cloneUrl } = await fixture.repository(`bench-${index}`, files)
    const onBaked = await setUps(() => fixture.machine(BAKED_IMAGE), cloneUrl)
    const onDebian = await setUps(() => fixture.connectedMachine(process.env['POKOPOKO_BARE']), cloneUrl)
    console.log(`\n${title}: the first set-up of a machine takes ${seconds(onBaked)}; on Debian ${seconds(onDebian)}`)
    const baked = await readyS({
      agentMs: BOOT_MS + AGENT_MS,
      jobMs: COMMAND_MS + onBaked,
      reportsMs: REPORTS_MS,
      routeMs: ROUTE_MS,
    })
    const late = REPORTS_MS.map((ms) => ms + INSTALLED_AGENT_MS)
    const plain = await readyS({
      agentMs: BOOT_MS + INSTALLED_AGENT_MS,
      jobMs: COMMAND_MS + onDebian,
      reportsMs: late,
      routeMs: FAILED_CHECKS_MS,
    })
    line('Debian', plain)
    line('baked', baked)
    const after = baked - RUNNING_MS / SECOND_MS
    console.log(
      `running + ${after.toFixed(1)} s, limit ${LIMIT_S} s: ${after <= LIMIT_S ? 'met' : 'not met'}; ${(baked / plain).toFixed(2)} × Debian's`,
    )
  }
} finally {
  await fixture.engine(['rmi', '--force', BAKED_IMAGE])
  await fixture.close()
}

/** The median of the first set-ups of so many machines. */
async function setUps(launch: () => Promise<TestMachine>, cloneUrl: string): Promise<number> {
  const times: number[] = []
  for (let count = 0; count < FRESH_MACHINES; count++) {
    const machine = await launch()
    const began = performance.now()
    const result = await runSetUp(machine, cloneUrl)
    times.push(performance.now() - began)
    assert.ok(result.ok, JSON.stringify(result))
    await machine.remove()
  }
  return median(times)
}

async function readyS(paces: Omit<Paces, 'bootMs'>): Promise<number> {
  const all = { ...paces, bootMs: RUNNING_MS - CALLS_MS }
  const { ready, readyAfterS } = await createMany({ seed: 1, sites: 1, channels: 1, paces: all })
  assert.equal(ready, 1)
  return readyAfterS
}

function line(image: string, s: number): void {
  console.log(`  launch → ready, ${image.padEnd(8)} ${s.toFixed(1).padStart(6)} s`)
}

function seconds(ms: number): string {
  return `${(ms / SECOND_MS).toFixed(1)} s`
}
