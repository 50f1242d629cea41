import assert from 'node:assert/strict'
import { createSweep } from '../../../src/control/sweep/sweep.ts'
import { LimitError } from '../../../src/site/errors.ts'
import { sleep } from '../../../src/site/operations/sleep.ts'
import { DAY_MS, HOUR_MS, SECOND_MS } from '../../../src/site/time.ts'
import { createLife } from '../../support/a-life.ts'
import { aSite, type Overrides } from '../../support/a-site.ts'
import { createFakeReconciler, type FakePorts } from '../../support/fake-ports.ts'
import type { Site } from '../../../src/site/site.ts'

const SECOND = '2'.repeat(40)
const COUNT = 1500
const SHARE = 600

async function createSweptLife() {
  const life = await createLife()
  await life.settle()
  const asked: string[] = []
  const { branchHead } = life.ports.codeHost
  life.ports.codeHost.branchHead = async (repository, branch, known) => {
    asked.push(`${repository}#${branch} ${known?.[0]}`)
    return branchHead(repository, branch, known)
  }
  const sweep = createSweep(life.ports, createFakeReconciler(life.ports, life.policy))
  return { ...life, sweep, asked }
}

/** Many sites as the record has them; nothing is there of their machines. */
async function addSites({ ports }: Pick<FakePorts, 'ports'>, count: number, of: (index: number) => Overrides<Site>) {
  for (let index = 0; index < count; index++) {
    const site = aSite({ name: `pear-${String(index).padStart(4, '0')}`, ...of(index) })
    await ports.store.create({ ...site, status: { ...site.status, alarmAt: ports.clock.now() + 30 * DAY_MS } })
  }
}

describe('the sweep, and pushes that were never delivered', () => {
  it('finds what a site does not serve of its branch, and has that deployed', async () => {
    const life = await createSweptLife()
    life.codeHost.push('orchard/plum', 'main', SECOND)
    const { behind, errors } = await life.sweep()
    assert.deepEqual([behind, errors], [['plum'], []])
    await life.settle()
    assert.equal((await life.site()).status.deploy?.commit, SECOND)
    assert.deepEqual(life.asked, ['orchard/plum#main 1'])
    assert.equal((await life.sweep()).behind, undefined)
    assert.equal(life.jobs('deploy').length, 1)
  })

  it('writes nothing and wakes nobody while all is well', async () => {
    const life = await createSweptLife()
    const { version } = await life.site()
    assert.equal((await life.sweep()).behind, undefined)
    assert.equal((await life.site()).version, version)
    await life.ask(sleep.apply)
    await life.settle()
    life.codeHost.push('orchard/plum', 'main', SECOND)
    assert.equal((await life.sweep()).behind, undefined)
    assert.equal(life.asked.length, 1)
  })

  it('only tells in a dry run', async () => {
    const life = await createSweptLife()
    life.codeHost.push('orchard/plum', 'main', SECOND)
    const { version } = await life.site()
    assert.deepEqual((await life.sweep({ dryRun: true })).behind, ['plum'])
    assert.equal((await life.site()).version, version)
  })

  it('does not find again what could not be deployed', async () => {
    const life = await createSweptLife()
    life.codeHost.push('orchard/plum', 'main', SECOND)
    const site = await life.site()
    const { head } = site.status
    assert.ok(head)
    await life.ports.store.save({
      ...site,
      status: { ...site.status, head: { ...head, commit: SECOND, failed: true } },
    })
    assert.equal((await life.sweep()).behind, undefined)
    await life.settle()
    assert.deepEqual([life.asked, life.jobs('deploy')], [['orchard/plum#main 2'], []])
  })

  it('asks once for a branch, however many sites follow it, and finds each that is behind', async () => {
    const life = await createSweptLife()
    await addSites(life, 20, (index) => ({
      spec: { repository: index % 2 === 0 ? 'Orchard/plum' : 'orchard/Plum' },
      status: index === 3 ? { deploy: { commit: SECOND }, head: { commit: SECOND, served: SECOND } } : {},
    }))
    life.ports.codeHost.branchHead = async (repository) => {
      life.asked.push(repository)
      return SECOND
    }
    const { behind = [] } = await createSweep(life.ports, async () => {})()
    assert.equal(behind.length, 20)
    assert.ok(!behind.includes('pear-0003'))
    assert.equal(life.asked.length, 1)
  })

  it(`asks for ${SHARE} branches an hour, those first that were not asked for longest`, async () => {
    const life = await createSweptLife()
    life.ports.codeHost.branchHead = async (_repository, branch) => void life.asked.push(branch)
    await addSites(life, COUNT, (index) => ({ spec: { branch: `feature/${String(index).padStart(4, '0')}` } }))
    const sweep = createSweep(life.ports, async () => {})
    for (let hour = 0; hour < 5; hour++) {
      await sweep()
      life.clock.advance(HOUR_MS)
    }
    assert.equal(life.asked.length, 5 * SHARE)
    const times = new Map<string, number>()
    for (const branch of life.asked) times.set(branch, (times.get(branch) ?? 0) + 1)
    assert.deepEqual([times.size, Math.max(...times.values())], [COUNT + 1, 2], 'each in turn')
    assert.equal(new Set(life.asked.slice(0, COUNT + 1)).size, COUNT + 1)
  })

  it('goes on in the next hour where it was told to wait, or has no time left', async () => {
    const life = await createSweptLife()
    await addSites(life, 30, (index) => ({ spec: { branch: `feature/${String(index).padStart(2, '0')}` } }))
    const sweep = createSweep(life.ports, async () => {})
    life.ports.codeHost.branchHead = async (_repository, branch) => {
      life.asked.push(branch)
      if (life.asked.length === 10) throw new LimitError('wait', { retryAfterMs: HOUR_MS })
      return undefined
    }
    assert.deepEqual((await sweep()).errors, [])
    assert.equal(life.asked.length, 10)
    life.ports.codeHost.branchHead = async (_repository, branch) => {
      life.asked.push(branch)
      life.clock.advance(20 * SECOND_MS)
      return undefined
    }
    await sweep()
    assert.equal(life.asked.length, 16, 'for two minutes')
    life.ports.codeHost.branchHead = async (_repository, branch) => void life.asked.push(branch)
    await sweep()
    const [limited, again] = [life.asked[9], life.asked[10]]
    assert.equal(limited, again)
    const others = life.asked.toSpliced(9, 1).slice(0, 31)
    assert.equal(new Set(others).size, 31, 'none was left out, or asked for twice')
  })

  it('goes on when a branch cannot be asked for, and gives up where none can', async () => {
    const life = await createSweptLife()
    await addSites(life, 30, (index) => ({ spec: { branch: `feature/${String(index).padStart(2, '0')}` } }))
    const { branchHead } = life.ports.codeHost
    const sweep = createSweep(life.ports, async () => {})
    life.codeHost.push('orchard/plum', 'main', SECOND)
    life.ports.codeHost.branchHead = async (repository, branch, known) => {
      if (branch === 'feature/07') throw new Error('not this one')
      return branchHead(repository, branch, known)
    }
    const { errors, behind } = await sweep()
    assert.deepEqual([errors.length, behind], [1, ['plum']])
    life.ports.codeHost.branchHead = async () => {
      life.asked.push('in vain')
      throw new Error('none')
    }
    assert.equal((await sweep()).errors.length, 5)
    assert.equal(life.asked.filter((one) => one === 'in vain').length, 5)
  })
})
