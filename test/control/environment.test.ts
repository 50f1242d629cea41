import assert from 'node:assert/strict'
import { runOperation } from '../../src/control/run-operation.ts'
import { createSweep } from '../../src/control/sweep/sweep.ts'
import { deleteSite } from '../../src/site/operations/delete.ts'
import { deleteWithoutArchive } from '../../src/site/operations/delete-without-archive.ts'
import { environment } from '../../src/site/operations/environment.ts'
import { restore } from '../../src/site/operations/restore.ts'
import { sleep } from '../../src/site/operations/sleep.ts'
import { wake } from '../../src/site/operations/wake.ts'
import { operator } from '../../src/site/permissions.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { HOUR_MS } from '../../src/site/time.ts'
import { createLife } from '../support/a-life.ts'
import type { Outcomes } from '../support/fake-shell.ts'

async function aLife(outcomes?: Outcomes) {
  const life = await createLife(outcomes && { outcomes })
  await life.settle()
  const deps = {
    store: life.store,
    environments: life.environments.environments,
    clock: life.clock,
    policy: life.policy,
    log: life.log,
    locale: 'en' as const,
    membershipOf: async () => undefined,
    expectReader: async () => {},
    settingChecks: {
      exists: async () => 'yes' as const,
      hasTeam: async () => true,
      catalogue: async () => ({ images: [], sizes: [] }),
    },
  }
  const change = (set: string, remove = '') =>
    runOperation(deps, { name: 'plum' }, operator('U002'), { operation: environment, args: { set, remove } })
  return { ...life, change, deps }
}

describe('the environment that people set', () => {
  it('is delivered at once by a job of its own', async () => {
    const life = await aLife()
    await life.change('TOKEN=secret-1\nMODE=test')
    await life.settle()
    assert.deepEqual(life.jobs('environment'), [
      { kind: 'environment', environment: { MODE: 'test', TOKEN: 'secret-1' } },
    ])
    await life.change('TOKEN=secret-2', 'MODE')
    await life.settle()
    assert.deepEqual(life.jobs('environment').at(-1), { kind: 'environment', environment: { TOKEN: 'secret-2' } })
    await life.change('', 'TOKEN')
    await life.settle()
    assert.deepEqual(life.jobs('environment').at(-1), { kind: 'environment', environment: {} })
    assert.equal(life.jobs('set-up').length, 1)
    await life.pass(HOUR_MS)
    assert.equal(life.jobs('environment').length, 3)
  })

  it('never gets into the record, the log or the history: only its names do', async () => {
    const life = await aLife()
    await life.change('TOKEN=secret-1')
    await life.settle()
    await life.change('OTHER=secret-2', 'TOKEN')
    await life.settle()
    const site = await life.site()
    assert.deepEqual(site.spec.environment?.names, ['OTHER'])
    assert.deepEqual(
      site.history.slice(0, 2).map(({ action, to }) => [action, to]),
      [
        ['environment', 'OTHER, TOKEN'],
        ['environment', 'TOKEN'],
      ],
    )
    assert.doesNotMatch(JSON.stringify([site, life.lines(), life.chat.messages]), /secret-/)
  })

  it('comes with the set-up after a sleep and a restore', async () => {
    const life = await aLife()
    await life.ask(sleep.apply)
    await life.settle()
    await life.change('TOKEN=secret-1')
    await life.ask(wake.apply)
    await life.settle()
    const told = () => life.jobs('set-up').map((job) => 'environment' in job && job.environment)
    assert.deepEqual(told().at(-1), { TOKEN: 'secret-1' })
    await life.ask(deleteSite.apply)
    await life.settle()
    await life.ask((site, asked) => restore.apply(site, asked))
    await life.settle()
    assert.equal(phaseOf(await life.site()), 'ready')
    assert.deepEqual(told().at(-1), { TOKEN: 'secret-1' })
    assert.deepEqual(life.jobs('environment'), [])
  })

  it('that programs do not start with leaves the site ready, and is tried again with the next', async () => {
    let isBroken = true
    const life = await aLife((job) =>
      job.kind === 'environment' && isBroken
        ? { state: 'failed', reason: 'start-failed', log: 'no such key', permanent: true }
        : job.kind === 'set-up'
          ? { state: 'succeeded', deploy: { commit: 'abc'.padEnd(40, '0'), subject: 'First', author: 'Aki', at: 0 } }
          : { state: 'succeeded' },
    )
    await life.change('TOKEN=secret-1')
    await life.pass(HOUR_MS / 2)
    const { failures } = (await life.site()).status
    assert.equal(failures.environment?.reason, 'start-failed')
    assert.equal(phaseOf(await life.site()), 'ready')
    isBroken = false
    await life.change('TOKEN=secret-2')
    await life.settle()
    assert.deepEqual((await life.site()).status.failures, {})
    assert.deepEqual(life.jobs('environment').at(-1), { kind: 'environment', environment: { TOKEN: 'secret-2' } })
  })

  it('is saved once, however often the reconciler saves the record in between', async () => {
    const life = await aLife()
    const { save } = life.store
    let left = 12
    life.store.save = async (ours) => {
      const theirs = await life.site()
      if (left-- > 0) await save({ ...theirs, status: { ...theirs.status, launches: theirs.status.launches + 1 } })
      return save(ours)
    }
    await life.change('TOKEN=secret-1')
    assert.equal((await life.environments.environments.list()).length, 1)
    assert.deepEqual((await life.site()).spec.environment?.names, ['TOKEN'])
  })

  it('loses nothing of two changes at once', async () => {
    const life = await aLife()
    await Promise.all([life.change('A=1'), life.change('B=2'), life.change('C=3')])
    await life.settle()
    assert.deepEqual(life.jobs('environment').at(-1), { kind: 'environment', environment: { A: '1', B: '2', C: '3' } })
  })

  it('goes with a site that goes for good', async () => {
    const life = await aLife()
    await life.change('TOKEN=secret-1')
    await life.settle()
    await life.ask(deleteWithoutArchive.apply)
    await life.settle()
    assert.equal(await life.load(), undefined)
    assert.deepEqual(life.environments.all(), {})
  })

  it('keeps the record until it is gone', async () => {
    const life = await aLife()
    await life.change('TOKEN=secret-1')
    const { remove } = life.environments.environments
    life.ports.environments = { ...life.ports.environments, remove: () => Promise.reject(new Error('SSM is down')) }
    await life.ask(deleteWithoutArchive.apply)
    await life.pass(HOUR_MS)
    assert.equal((await life.site()).status.failures['remove-environment']?.reason, 'unexpected')
    life.ports.environments = { ...life.ports.environments, remove }
    await life.pass(2 * HOUR_MS)
    assert.equal(await life.load(), undefined)
  })

  it('leaves earlier ones and those of no site to the sweep', async () => {
    const life = await aLife()
    await life.change('TOKEN=secret-1')
    await life.change('TOKEN=secret-2')
    await life.settle()
    await life.environments.environments.save({ id: 'site-unknown' }, { TOKEN: 'secret-3' })
    const sweep = createSweep(life.ports, async () => life.reconcile())
    const first = await sweep()
    assert.equal(first.suspects.length, 2)
    life.clock.advance(HOUR_MS)
    await sweep()
    assert.deepEqual(Object.values(life.environments.all()), [{ TOKEN: 'secret-2' }])
  })
})
