import assert from 'node:assert/strict'
import { phaseOf } from '../../src/site/phase.ts'
import { deleteWithoutArchive } from '../../src/site/operations/delete-without-archive.ts'
import type { Site } from '../../src/site/site.ts'
import { MINUTE_MS } from '../../src/site/time.ts'
import { createLife } from '../support/a-life.ts'
import { createFaultyProcesses } from '../support/chaos/processes.ts'
import { createFakeReconciler } from '../support/fake-ports.ts'

const pullRequest = { number: 7, head: '1'.repeat(40), at: 0, action: 'labeled' }
const ofPullRequest = (site: Site): Site => ({ ...site, spec: { ...site.spec, pullRequest } })

/** A site that is ready, and from now on of a pull request. */
async function createPulledLife() {
  const life = await createLife()
  await life.settle()
  await life.ask(ofPullRequest)
  const { comment } = life.ports.codeHost
  return {
    ...life,
    comments: () => life.codeHost.comments().map(({ body }) => body),
    /** Calls fail, or go through again. */
    setBroken: (isBroken: boolean) => {
      life.ports.codeHost.comment = isBroken ? async () => Promise.reject(new Error('down')) : comment
    },
  }
}

describe('reconcile, and the comment on a pull request', () => {
  it('is made once when two look at once', async () => {
    const life = await createPulledLife()
    await Promise.all([life.reconcile(), life.reconcile(), life.reconcile()])
    await life.settle()
    assert.equal(life.comments().length, 1)
  })

  it('is found by whoever looks a minute after somebody died over it', async () => {
    const life = await createPulledLife()
    const processes = createFaultyProcesses(life, (call) => (call === 'codeHost.comment' ? 'dieAfter' : undefined))
    processes.start((ports) => createFakeReconciler(ports, life.policy)('plum'))
    await processes.rest()
    assert.deepEqual([life.comments().length, (await life.site()).status.comment?.id], [1, undefined])
    await life.reconcile()
    assert.equal((await life.site()).status.comment?.id, undefined, 'whoever made the claim may be at work')
    await life.pass(MINUTE_MS)
    assert.equal(life.comments().length, 1)
    assert.equal((await life.site()).status.comment?.id, life.codeHost.comments()[0]?.id)
  })

  it('does not make the site fail, however long it cannot be made', async () => {
    const life = await createPulledLife()
    life.setBroken(true)
    await life.pass(60 * MINUTE_MS)
    assert.equal(phaseOf(await life.site()), 'ready')
    assert.ok(((await life.site()).status.failures['pull-request-comment']?.attempts ?? 0) > 5)
    life.setBroken(false)
    await life.pass(15 * MINUTE_MS)
    assert.match(life.comments()[0] ?? '', /is ready/)
  })

  it('says that the site is gone, where there was one to read', async () => {
    const life = await createPulledLife()
    await life.settle()
    await life.ask(deleteWithoutArchive.apply)
    await life.settle()
    assert.equal(await life.load(), undefined)
    assert.match(life.comments()[0] ?? '', /is deleted\.$/)
  })

  it('is not made for a site that goes before anybody could read it', async () => {
    const life = await createLife()
    await life.ask((site, asked) => deleteWithoutArchive.apply(ofPullRequest(site), asked))
    await life.settle()
    assert.deepEqual([await life.load(), life.codeHost.comments()], [undefined, []])
  })
})
