import assert from 'node:assert/strict'
import { cardFacts } from '../../src/site/card.ts'
import { PermanentError } from '../../src/site/errors.ts'
import { createSweep } from '../../src/control/sweep/sweep.ts'
import { patched } from '../../src/control/status-patch.ts'
import { withPosting } from '../../src/control/steps/posting.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { deleteSite } from '../../src/site/operations/delete.ts'
import { operationNamed } from '../../src/site/operations/all.ts'
import type { OperationContext } from '../../src/site/operations/operation.ts'
import { deleteWithoutArchive } from '../../src/site/operations/delete-without-archive.ts'
import { restore } from '../../src/site/operations/restore.ts'
import { extend } from '../../src/site/operations/extend.ts'
import { changePassword } from '../../src/site/operations/change-password.ts'
import { handOver } from '../../src/site/operations/hand-over.ts'
import { redeploy } from '../../src/site/operations/redeploy.ts'
import { retry } from '../../src/site/operations/retry.ts'
import { sleep } from '../../src/site/operations/sleep.ts'
import { wake } from '../../src/site/operations/wake.ts'
import type { StepName } from '../../src/site/step-name.ts'
import { shareKey } from '../../src/site/share-cookie.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/site/time.ts'
import type { Site, SiteStatus } from '../../src/site/site.ts'
import { createLife } from '../support/a-life.ts'
import { createFaultyProcesses } from '../support/chaos/processes.ts'
import { createFakeReconciler, type FakePortsOptions, WEBHOOK_KEY } from '../support/fake-ports.ts'

/** Its image is there, and nobody has come to terminate its machine yet. */
async function untilStoppedWithImage(life: Awaited<ReturnType<typeof createLife>>): Promise<void> {
  const { terminate } = life.ports.instances
  life.ports.instances.terminate = () => Promise.reject(new Error('not now'))
  await life.reconcile()
  life.ports.instances.terminate = terminate
  const { archive: image, instance } = (await life.site()).status
  assert.deepEqual([image?.state, instance?.state], ['available', 'stopped'])
}

/** The settings as they were, but for the channel. */
const movesToC002 = (site: Site, asked: OperationContext) =>
  operationNamed('settings').apply(site, Object.assign(asked, { channel: { channel: 'C002' } }))

describe('reconcile', () => {
  it('brings a new site up, tells the channel, and rests', async () => {
    const life = await createLife()
    await life.settle()
    const site = await life.site()
    assert.equal(phaseOf(site), 'ready')
    assert.equal(life.machines().length, 1)
    assert.deepEqual(life.routes(), [site.status.route && { siteId: site.id, name: site.name, ...site.status.route }])
    assert.deepEqual(life.notified(), ['card', 'ready'])
    assert.equal(life.card()?.phase, 'ready')
    assert.equal(site.status.failures['launch'], undefined)
  })

  it('tells nobody what is not written yet', async () => {
    const life = await createLife()
    const { chat } = life.ports
    const { postCard, updateCard, notify: announce } = chat
    const notified: string[] = []
    const written: string[] = []
    const note = async (site: Site) => {
      notified.push(phaseOf(site))
      written.push(phaseOf(await life.site()))
    }
    chat.postCard = async (site, place) => (await note(site), postCard(site, place))
    chat.updateCard = async (site, message) => (await note(site), updateCard(site, message))
    chat.notify = async (site, topic, thread) => (await note(site), announce(site, topic, thread))
    await life.settle()
    await life.ask(sleep.apply)
    await life.settle()
    assert.deepEqual(notified, written)
    assert.ok(notified.includes('ready') && notified.includes('asleep'))
  })

  it('keeps what is on a machine whose set-up ends as it is deleted', async () => {
    const life = await createLife({ durations: { jobMs: SECOND_MS } })
    await life.reconcile()
    await life.reconcile()
    assert.equal((await life.site()).status.setUp, undefined)
    await life.ask(deleteSite.apply)
    life.clock.advance(SECOND_MS)
    await life.settle()
    assert.equal(phaseOf(await life.site()), 'archived')
  })

  it('does nothing for a site that is settled', async () => {
    const life = await createLife()
    await life.settle()
    const before = await life.site()
    await life.reconcile()
    assert.deepEqual(await life.site(), before)
  })

  it('sleeps without a route and wakes with a fresh set-up', async () => {
    const life = await createLife()
    await life.settle()
    await life.ask(sleep.apply)
    await life.settle()
    assert.equal(phaseOf(await life.site()), 'asleep')
    assert.deepEqual(life.routes(), [])
    assert.equal(life.machines()[0]?.state, 'stopped')
    await life.ask(wake.apply)
    await life.settle()
    assert.equal(phaseOf(await life.site()), 'ready')
    assert.equal(life.jobs('set-up').length, 2)
    assert.equal(life.machines().length, 1)
  })

  it('archives to an image and leaves nothing else behind', async () => {
    const life = await createLife()
    await life.settle()
    await life.ask(deleteSite.apply)
    await life.settle()
    assert.equal(phaseOf(await life.site()), 'archived')
    assert.deepEqual(life.remains(), { machines: 0, images: 1, routes: 0, grants: 0 })
    assert.deepEqual(life.notified(), ['card', 'ready', 'archived'])
  })

  it('restores from the image, which then goes', async () => {
    const life = await createLife()
    await life.settle()
    await life.ask(deleteSite.apply)
    await life.settle()
    const imageId = (await life.site()).status.archive?.imageId
    await life.ask((site, asked) => restore.apply(site, asked))
    await life.settle()
    assert.equal(phaseOf(await life.site()), 'ready')
    assert.equal(life.machines()[0]?.image, imageId)
    assert.deepEqual(life.remains(), { machines: 1, images: 0, routes: 1, grants: 1 })
  })

  it('launches no second machine when the first runs already and is not listed yet', async () => {
    const life = await createLife({ durations: { bootMs: 5 * SECOND_MS, agentMs: 5 * SECOND_MS } })
    const { launch, describe } = life.ports.instances
    life.ports.instances.launch = async (order) => {
      await launch(order)
      throw new Error('the answer was lost')
    }
    await life.reconcile()
    life.clock.advance(20 * SECOND_MS)
    life.ports.instances.launch = launch
    life.ports.instances.describe = async () => undefined
    await life.reconcile()
    life.ports.instances.describe = describe
    await life.settle()
    assert.equal(phaseOf(await life.site()), 'ready')
    assert.equal((await life.site()).status.launches, 1)
  })

  it('is ready all the while its owner cannot be counted, and counts it later', async () => {
    const life = await createLife()
    await life.settle()
    const { takeQuota: holdSlot } = life.ports.store
    for (const error of [new PermanentError('access-denied'), new Error('throttled')]) {
      life.ports.store.takeQuota = () => Promise.reject(error)
      await life.ask((site, asked) => handOver.apply(site, { ...asked, owner: `after ${error.message}` }))
      await life.pass(6 * HOUR_MS)
      assert.equal(phaseOf(await life.site()), 'ready')
    }
    life.ports.store.takeQuota = holdSlot
    await life.pass(HOUR_MS)
    const { quotaOwner, failures } = (await life.site()).status
    assert.deepEqual([quotaOwner, failures], ['after throttled', {}])
  })

  it('fails the look, and not the site, when its alarm cannot be set; the sweep knows', async () => {
    const life = await createLife()
    await life.settle()
    const { set } = life.ports.alarm
    const refusal = new Error('rate exceeded')
    life.ports.alarm.set = async () => Promise.reject(refusal)
    await life.ask((site, asked) => extend.apply(site, { ...asked, until: { days: 7 } }))
    for (let reconcile = 0; reconcile < 10; reconcile++) await assert.rejects(life.reconcile(), { cause: refusal })
    assert.equal(phaseOf(await life.site()), 'ready')
    assert.deepEqual(life.notified(), ['card', 'ready'])
    life.ports.alarm.set = set
    assert.deepEqual((await createSweep(life.ports, life.reconcile)()).reconciled, ['plum'])
    const { alarmAt } = (await life.site()).status
    assert.ok((await life.alarm.list()).some(({ at }) => at === alarmAt))
  })

  it('leads visitors back when whoever led them away died before he wrote it down', async () => {
    const life = await createLife()
    await life.settle()
    await life.ask(sleep.apply)
    const processes = createFaultyProcesses(life, (call) => (call === 'routes.remove' ? 'dieAfter' : undefined))
    processes.start((ports) => createFakeReconciler(ports, life.policy)('plum'))
    await processes.rest()
    assert.deepEqual(life.routes(), [])
    await life.ask(wake.apply)
    await life.reconcile()
    assert.deepEqual(life.routes(), [], 'it may still be under way')
    await life.pass(3 * MINUTE_MS)
    assert.equal(life.routes().length, 1)
    assert.equal(phaseOf(await life.site()), 'ready')
  })

  for (const [how, answer] of [
    ['just', () => Promise.resolve()],
    ['and its answer was lost', () => Promise.reject(new Error('no answer'))],
  ] as const) {
    it(`comes back from its archive while its machine, terminated ${how}, is still described as stopped`, async () => {
      const life = await createLife()
      await life.settle()
      await life.ask(deleteSite.apply)
      await untilStoppedWithImage(life)
      const { archive: image, instance } = (await life.site()).status
      const { instances } = life.ports
      const { terminate, describe } = instances
      const stopped = await describe(instance?.id ?? '')
      instances.terminate = (id) => terminate(id).then(answer)
      instances.describe = async (id) => (id === stopped?.id ? stopped : describe(id))
      await life.pass(15 * SECOND_MS)
      assert.deepEqual(life.machines(), [])
      await life.ask((site, asked) => restore.apply(site, asked))
      await life.pass(90 * SECOND_MS)
      assert.deepEqual(life.remains(), { machines: 0, images: 1, routes: 0, grants: 1 }, 'its archive is not touched')
      Object.assign(instances, { terminate, describe })
      await life.pass(10 * MINUTE_MS)
      assert.equal(phaseOf(await life.site()), 'ready')
      assert.equal(life.machines()[0]?.image, image?.imageId)
      assert.deepEqual(life.remains(), { machines: 1, images: 0, routes: 1, grants: 1 })
    })
  }

  it('keeps what is on a machine when whoever started it died over the image, and the site is put away again', async () => {
    const life = await createLife()
    await life.settle()
    await life.ask(deleteSite.apply)
    await untilStoppedWithImage(life)
    await life.ask((site, asked) => restore.apply(site, asked))
    life.clock.advance(3 * MINUTE_MS)
    const processes = createFaultyProcesses(life, (call) => (call === 'instances.removeImage' ? 'dieAfter' : undefined))
    processes.start((ports) => createFakeReconciler(ports, life.policy)('plum'))
    await processes.rest()
    assert.deepEqual(life.remains(), { machines: 1, images: 0, routes: 0, grants: 1 })
    await life.ask(deleteSite.apply)
    await life.pass(10 * MINUTE_MS)
    assert.equal(phaseOf(await life.site()), 'archived')
    assert.deepEqual(life.remains(), { machines: 0, images: 1, routes: 0, grants: 0 })
  })

  it('has the last word on the card from whoever knows most, however slow others are', async () => {
    const life = await createLife()
    await life.settle()
    const { updateCard } = life.ports.chat
    const shown: number[] = []
    life.ports.chat.updateCard = async (site, place) => {
      shown.push(site.spec.expiresAt)
      await updateCard(site, place)
    }
    const { expiresAt } = (await life.site()).spec
    const processes = createFaultyProcesses(life, (call) => (call === 'chat.updateCard' ? 'slow' : undefined))
    await life.ask(redeploy.apply)
    processes.start((ports) => createFakeReconciler(ports, life.policy)('plum'))
    await processes.rest()
    await life.ask((site, asked) => extend.apply(site, { ...asked, until: { days: 7 } }))
    await life.reconcile()
    assert.deepEqual(shown, [], 'the next waits for the slow one')
    await processes.passTo(life.clock.now() + MINUTE_MS)
    await life.settle()
    assert.equal(shown[0], expiresAt)
    assert.equal(shown.at(-1), (await life.site()).spec.expiresAt)
  })

  it('edits the card anew when whoever edited it died before he wrote it down', async () => {
    const life = await createLife()
    await life.settle()
    await life.ports.instances.terminate((await life.site()).status.instance?.id ?? '')
    const processes = createFaultyProcesses(life, (call) => (call === 'chat.updateCard' ? 'dieAfter' : undefined))
    processes.start((ports) => createFakeReconciler(ports, life.policy)('plum'))
    await processes.rest()
    assert.notEqual(life.card()?.phase, 'ready')
    await life.settle()
    assert.equal(phaseOf(await life.site()), 'ready')
    assert.equal(life.card()?.phase, 'ready')
  })

  it('leaves its key at a repository that takes no changes, says so, and tries once more at the end', async () => {
    const life = await createLife()
    await life.settle()
    const tried: string[] = []
    life.ports.codeHost.revoke = async ({ id }) => {
      tried.push(id)
      throw new PermanentError('repository-archived')
    }
    await life.ask(deleteSite.apply)
    await life.settle()
    await life.pass(2 * DAY_MS)
    const site = await life.site()
    assert.equal(phaseOf(site), 'archived')
    assert.deepEqual([tried.length, cardFacts(site, life.policy).unrevokedAt], [1, 'orchard/plum'])
    await life.ask(deleteWithoutArchive.apply)
    await life.settle()
    assert.equal(await life.load(), undefined)
    assert.equal(tried.length, 2)
  })

  it('forgets a site that is deleted for good', async () => {
    const life = await createLife()
    await life.settle()
    await life.ask(deleteWithoutArchive.apply)
    await life.settle()
    assert.equal(await life.load(), undefined)
    assert.deepEqual(life.remains(), { machines: 0, images: 0, routes: 0, grants: 0 })
    assert.deepEqual(await life.ports.alarm.list(), [])
    assert.equal(life.card()?.phase, 'purging')
  })

  it('forgets no site whose card was posted, and the answer lost, before the card says so', async () => {
    const life = await createLife()
    const { chat } = life.ports
    const { postCard } = chat
    chat.postCard = async (site, place) => {
      chat.postCard = postCard
      await postCard(site, place)
      throw new Error('no answer')
    }
    await life.reconcile()
    await life.ask(deleteWithoutArchive.apply)
    await life.settle()
    assert.equal(await life.load(), undefined)
    assert.equal(life.notified().filter((kind) => kind === 'card').length, 1)
    assert.equal(life.card()?.phase, 'purging')
  })

  it('forgets no site whose card could not be edited, before the card says so', async () => {
    const life = await createLife()
    await life.settle()
    const { chat } = life.ports
    const { updateCard } = chat
    await life.ask(deleteWithoutArchive.apply)
    chat.updateCard = async () => {
      chat.updateCard = updateCard
      throw new Error('no answer')
    }
    await life.settle()
    assert.equal(await life.load(), undefined)
    assert.equal(life.card()?.phase, 'purging')
  })

  it('forgets a site whose channel is gone', async () => {
    const life = await createLife()
    await life.settle()
    life.ports.chat.updateCard = () => Promise.reject(new PermanentError('channel-missing'))
    await life.ask(deleteWithoutArchive.apply)
    await life.reconcile()
    assert.equal(await life.load(), undefined)
  })

  it('writes what came of one claim with the next', async () => {
    const life = await createLife()
    const saved: SiteStatus[] = []
    const { save } = life.ports.store
    life.ports.store.save = async (site) => {
      saved.push(site.status)
      return save(site)
    }
    await life.settle()
    const notified = saved.find(({ notifications }) => notifications['ready']?.ts !== undefined)
    assert.ok(notified?.editLeases?.['commit-status'] !== undefined)
  })

  it('keeps no alarm but the one in the record', async () => {
    const life = await createLife()
    await life.settle()
    const before = (await life.site()).status.alarmAt
    await life.ask((site, asked) => extend.apply(site, { ...asked, until: { days: 14 } }))
    await life.settle()
    // Those of the set-up, seconds apart, went off.
    await life.pass(MINUTE_MS)
    const { alarmAt } = (await life.site()).status
    assert.notEqual(alarmAt, before)
    assert.deepEqual(
      (await life.alarm.list()).map(({ at }) => at),
      [alarmAt],
    )
  })

  it('does not clear an alarm that the record still speaks of', async () => {
    const life = await createLife()
    await life.settle()
    const before = (await life.site()).status.alarmAt
    await life.ask((site, asked) => extend.apply(site, { ...asked, until: { days: 14 } }))
    life.ports.store.save = () => Promise.reject(new Error('The table is down'))
    await assert.rejects(life.reconcile(), /The table is down/)
    assert.ok((await life.alarm.list()).some(({ at }) => at === before))
  })

  it('does not clear an alarm of the same minute: on AWS it is the same', async () => {
    const life = await createLife()
    await life.settle()
    await life.pass(MINUTE_MS)
    const site = await life.site()
    const { alarmAt = 0 } = site.status
    await life.ports.store.save({ ...site, status: { ...site.status, alarmAt: alarmAt - 1 } })
    await life.ports.alarm.set(site, alarmAt - 1)
    await life.reconcile()
    assert.equal((await life.site()).status.alarmAt, alarmAt)
    assert.equal((await life.alarm.list()).length, 2)
  })

  it('does not clear the next alarm but one', async () => {
    const life = await createLife({ durations: { jobMs: MINUTE_MS } })
    await life.settle()
    const before = (await life.site()).status.alarmAt
    await life.ask(redeploy.apply)
    await life.reconcile()
    const { alarmAt = Infinity } = (await life.site()).status
    assert.ok(before !== undefined && alarmAt < before)
    assert.ok((await life.alarm.list()).some(({ at }) => at === before))
  })

  it('looks once more when the alarm that was replaced cannot be cleared', async () => {
    const life = await createLife()
    await life.settle()
    await life.ask((site, asked) => extend.apply(site, { ...asked, until: { days: 14 } }))
    life.ports.alarm.clear = () => Promise.reject(new Error('Scheduler is down'))
    await life.settle()
    const { alarmAt, failures } = (await life.site()).status
    assert.deepEqual(failures, {})
    assert.ok((await life.alarm.list()).some(({ at }) => at === alarmAt))
  })

  it('writes a changed password without a set-up', async () => {
    const life = await createLife()
    await life.settle()
    await life.ask((site, asked) => changePassword.apply(site, { ...asked, user: 'client', password: 'another' }))
    await life.settle()
    const shares = { key: shareKey(WEBHOOK_KEY, (await life.site()).id), ids: [] }
    const access = { user: 'client', passwordHash: 'another', shares }
    assert.deepEqual(life.jobs('access'), [{ kind: 'access', access }])
    assert.equal(life.jobs('set-up').length, 1)
  })

  it('sets the machine up again on redeploy.apply, and serves meanwhile', async () => {
    const life = await createLife({ durations: { jobMs: 5 * SECOND_MS } })
    await life.settle()
    await life.ask(redeploy.apply)
    await life.reconcile()
    assert.equal(phaseOf(await life.site()), 'settingUp')
    assert.equal(life.routes().length, 1)
    await life.settle()
    assert.equal(phaseOf(await life.site()), 'ready')
    // By the revision, machines know that it isn't only to be checked.
    assert.deepEqual(
      life.jobs('set-up').map((job) => 'revision' in job && job.revision),
      [1, 2],
    )
  })

  it('replaces a machine that was deleted behind its back', async () => {
    const life = await createLife()
    await life.settle()
    await life.ports.instances.terminate((await life.site()).status.instance?.id ?? '')
    await life.reconcile()
    await life.settle()
    const site = await life.site()
    assert.equal(phaseOf(site), 'ready')
    assert.equal(site.status.instance?.launch, 2)
  })

  it('starts a machine that was stopped behind its back', async () => {
    const life = await createLife()
    await life.settle()
    await life.ports.instances.stop((await life.site()).status.instance?.id ?? '')
    await life.reconcile()
    await life.settle()
    assert.equal(phaseOf(await life.site()), 'ready')
    assert.equal((await life.site()).status.instance?.boot, 2)
  })

  it('warns before the weekend, archives on Monday, and purges a month later', async () => {
    const life = await createLife()
    await life.settle()
    await life.pass(15 * DAY_MS)
    assert.equal(phaseOf(await life.site()), 'archived')
    assert.deepEqual(life.notified(), ['card', 'ready', 'expiring', 'archived'])
    await life.pass(31 * DAY_MS)
    assert.equal(await life.load(), undefined)
    assert.deepEqual(life.notified().slice(4), ['purgeTomorrow'])
    assert.deepEqual(life.remains(), { machines: 0, images: 0, routes: 0, grants: 0 })
  })

  it('warns before a holiday on the Friday', async () => {
    const life = await createLife({ policy: { holidays: ['2026-11-13'] } })
    await life.settle()
    await life.pass(Date.parse('2026-11-12T09:59+09:00') - life.clock.now())
    assert.deepEqual(life.notified(), ['card', 'ready'])
    await life.pass(2 * MINUTE_MS)
    assert.deepEqual(life.notified(), ['card', 'ready', 'expiring'])
  })

  it('warns three days and one day before', async () => {
    const life = await createLife()
    await life.settle()
    await life.ask((site, asked) => extend.apply(site, { ...asked, until: { days: 3 } }))
    await life.pass(16 * DAY_MS)
    assert.deepEqual(life.notified(), ['card', 'ready', 'expiring', 'expiring'])
    assert.deepEqual(
      life.messages('expiring').map(({ settled }) => settled),
      [true, undefined],
    )
  })

  it('settles a warning that no longer holds and warns anew', async () => {
    const life = await createLife()
    await life.settle()
    await life.pass(12 * DAY_MS)
    assert.equal(life.messages('expiring')[0]?.settled, undefined)
    await life.ask((site, asked) => extend.apply(site, { ...asked, until: { days: 14 } }))
    await life.settle()
    assert.equal(life.messages('expiring')[0]?.settled, true)
    await life.pass(13 * DAY_MS)
    assert.equal(life.messages('expiring').length, 2)
  })

  it('finds a warning that may have been posted, and settles it, before it warns anew', async () => {
    const life = await createLife()
    await life.settle()
    await life.pass(12 * DAY_MS)
    const site = await life.site()
    const { ts: _, ...claim } = site.status.notifications['expiring'] ?? assert.fail('nobody was warned')
    const sites = [{ name: site.name, id: site.id, key: claim.key }]
    await life.store.save(patched(site, withPosting(site, 'expiring', { ...claim, sites })))
    await life.ask((found, asked) => extend.apply(found, { ...asked, until: { days: 7 } }))
    life.clock.set((await life.site()).spec.expiresAt - DAY_MS)
    await life.settle()
    assert.deepEqual(
      life.messages('expiring').map(({ settled }) => settled),
      [true, undefined],
    )
  })

  for (const type of ['ready', 'expiring'] as const) {
    it(`finds what may have been posted in the channel before, ${type}, and posts it in no other`, async () => {
      const life = await createLife()
      await life.settle()
      await life.pass(12 * DAY_MS)
      const site = await life.site()
      const { card, notifications } = site.status
      const { ts: _, ...claim } = notifications[type] ?? assert.fail('nobody was told')
      const tried = [{ channel: claim.channel, thread: card?.ts }]
      const sites = [{ name: site.name, id: site.id, key: claim.key }]
      const died = { ...claim, tried, ...(type === 'expiring' && { sites }) }
      await life.store.save(patched(site, withPosting(site, type, died)))
      await life.ask(movesToC002)
      life.clock.advance(HOUR_MS)
      await life.settle()
      assert.equal((await life.site()).status.card?.channel, 'C002')
      assert.deepEqual(
        life.messages(type).map(({ channel }) => channel),
        ['C001'],
      )
    })
  }

  it('gives people notice when a warning comes late', async () => {
    const life = await createLife()
    await life.settle()
    const { expiresAt } = (await life.site()).spec
    life.clock.set(expiresAt + MINUTE_MS)
    await life.reconcile()
    assert.equal(phaseOf(await life.site()), 'ready')
    await life.pass(119 * MINUTE_MS)
    assert.equal(phaseOf(await life.site()), 'ready')
    await life.pass(2 * MINUTE_MS)
    assert.equal(phaseOf(await life.site()), 'archived')
  })
})

describe('reconcile, when a step fails', () => {
  const broken = (permanent: boolean) => ({
    outcomes: () =>
      ({ state: 'failed', reason: 'document-root-missing', log: 'no such directory', permanent }) as const,
  })

  it('stops at a permanent failure, says why, and tries again when asked', async () => {
    let isBroken = true
    const life = await createLife({
      outcomes: () => (isBroken ? broken(true).outcomes() : { state: 'succeeded' }),
    })
    await life.settle()
    const failed = await life.site()
    assert.equal(phaseOf(failed), 'failed')
    assert.equal(failed.status.failures['set-up']?.reason, 'document-root-missing')
    assert.deepEqual(life.notified(), ['card', 'failed'])
    isBroken = false
    await life.ask(retry.apply)
    await life.settle()
    assert.equal(phaseOf(await life.site()), 'ready')
    assert.deepEqual(life.notified(), ['card', 'failed', 'ready'])
  })

  it('tries six more times, ever more slowly, before it gives up', async () => {
    const life = await createLife(broken(false))
    const started: number[] = []
    for (let minute = 0; minute < 60; minute += 1) {
      await life.pass(MINUTE_MS)
      started.push(life.jobs('set-up').length)
    }
    assert.equal(life.jobs('set-up').length, 7)
    assert.equal(phaseOf(await life.site()), 'failed')
    assert.equal(started[18], 7)
  })

  const tooLong: [durations: FakePortsOptions['durations'], step: StepName, reason: string][] = [
    [{ bootMs: 10 * HOUR_MS }, 'launch', 'machine-not-starting'],
    [{ agentMs: 10 * HOUR_MS }, 'observe-boot', 'machine-not-answering'],
    [{ jobMs: 10 * HOUR_MS }, 'set-up', 'job-too-slow'],
  ]
  for (const [durations, step, reason] of tooLong) {
    it(`does not wait for ever: ${reason}`, async () => {
      const life = await createLife({ ...(durations && { durations }) })
      await life.pass(14 * MINUTE_MS)
      assert.notEqual(phaseOf(await life.site()), 'failed')
      await life.pass(17 * MINUTE_MS)
      const site = await life.site()
      assert.deepEqual([phaseOf(site), site.status.failures[step]?.reason], ['failed', reason])
      await life.ask(deleteWithoutArchive.apply)
      await life.pass(MINUTE_MS)
      assert.deepEqual(life.remains(), { machines: 0, images: 0, routes: 0, grants: 0 })
    })
  }

  it('goes on with all other steps', async () => {
    const life = await createLife(broken(true))
    await life.settle()
    await life.ask(deleteSite.apply)
    await life.settle()
    assert.equal(await life.load(), undefined)
    assert.deepEqual(life.remains(), { machines: 0, images: 0, routes: 0, grants: 0 })
  })

  it('posts the card when the app is invited to the channel after all', async () => {
    const life = await createLife()
    const { channel } = (await life.site()).spec
    const inChannel = () => life.chat.messages.find((message) => message.kind === 'card' && message.channel === channel)
    life.chat.closedChannels.push(channel)
    await life.pass(MINUTE_MS)
    assert.deepEqual([phaseOf(await life.site()), inChannel()], ['ready', undefined])
    life.chat.closedChannels.splice(0)
    await life.pass(HOUR_MS)
    assert.equal(inChannel()?.phase, 'ready')
    assert.deepEqual((await life.site()).status.failures, {})
  })

  it('posts another card when somebody deleted it', async () => {
    const life = await createLife()
    await life.settle()
    life.chat.messages.splice(0)
    await life.ask(sleep.apply)
    await life.settle()
    assert.deepEqual(
      life.chat.messages.map(({ kind, phase }) => [kind, phase]),
      [['card', 'asleep']],
    )
  })

  it('settles later warnings although somebody deleted one', async () => {
    const life = await createLife()
    await life.pass(12 * DAY_MS)
    const { messages } = life.chat
    messages.splice(messages.findIndex(({ kind }) => kind === 'expiring'))
    await life.ask((site, asked) => extend.apply(site, { ...asked, until: { days: 7 } }))
    await life.pass(7 * DAY_MS)
    assert.equal(life.messages('expiring').at(-1)?.settled, undefined)
    await life.ask(sleep.apply)
    await life.ask((site, asked) => extend.apply(site, { ...asked, until: { days: 7 } }))
    await life.settle()
    assert.equal(life.messages('expiring').at(-1)?.settled, true)
  })

  it('does not take a deaf channel for a failed site', async () => {
    const life = await createLife()
    life.ports.chat.postCard = async () => Promise.reject(new Error('channel_not_found'))
    await life.pass(MINUTE_MS)
    const site: Site = await life.site()
    assert.equal(phaseOf(site), 'ready')
    assert.equal(site.status.failures['card']?.reason, 'unexpected')
  })
})
