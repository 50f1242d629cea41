import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { passwordMatches } from '../../src/control/passwords.ts'
import { phaseOf } from '../../src/site/phase.ts'
import type { Site } from '../../src/site/site.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../src/site/time.ts'
import { buttonId } from '../../views/action-ids.ts'
import { balancerEvent } from '../lambda/events.ts'
import { words } from '../slack/member.ts'
import { eventually } from './support/eventually.ts'
import { remains } from './support/remains.ts'
import { HEAD } from './support/run-command.ts'
import { openStack, type Stack } from './support/stack.ts'

const accessSchema = z.object({
  user: z.string(),
  passwordHash: z.string(),
  shares: z.object({ ids: z.array(z.string()), key: z.string() }),
})
const setUpSchema = z.object({ deployKey: z.string(), webhookSecret: z.string(), access: accessSchema })
const GENERATED = /`([a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5})`/

/** As Scheduler has it: the first whole minute that is not before. */
function scheduledFor(alarmAt = 0): string {
  const minute = new Date(Math.ceil(alarmAt / MINUTE_MS) * MINUTE_MS).toISOString()
  return `at(${minute.replace(/\..*/, '')})`
}

describe('a site on AWS, from the form to the purge, by the functions as they are built', function () {
  // One story: what comes later needs what came before. It runs in real time.
  this.bail(true)
  this.timeout(600_000)
  let stack: Stack
  let directory: string
  let passwords: string[]
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'pokopoko-life-'))
    stack = await openStack(directory)
    passwords = []
  })
  after(async () => {
    await stack.close()
    await rm(directory, { recursive: true })
  })

  const card = async () => {
    const { status } = await stack.site()
    const found = stack.ben.screen().messages.find(({ ts }) => ts === status.card?.ts)
    return found ?? assert.fail('no card')
  }
  const cardSays = (what: RegExp) =>
    eventually(`the card says ${what.source}`, async () => what.test(words(await card())) || undefined)
  const takePassword = (answer: Parameters<typeof words>[0]) => {
    const [, password = ''] = GENERATED.exec(words(answer)) ?? []
    passwords.push(password)
    return password
  }
  /** What people and days would do to the record: time cannot be driven here. */
  const rewrite = async (change: (site: Site) => Site) => stack.store.save(change(await stack.site()))

  it('is asked for with a form, and has a machine within seconds', async () => {
    const { ben } = stack
    // On a busy computer the form's part of the function may take longer to load than Slack waits: people type it again.
    await eventually('the form is open', async () => {
      await ben.testsite()
      return ben.screen().modals.length > 0 || undefined
    })
    await ben.fills({ name: 'plum', repository: 'orchard/website' })
    const password = takePassword(await ben.submits())
    const site = await stack.until('plum is ready', (plum) => phaseOf(plum) === 'ready')
    assert.ok(await passwordMatches(password, site.spec.access.passwordHash))
    assert.equal(site.status.deploy?.commit, HEAD)
    const { machines, rules, aliases } = await remains(stack)
    assert.deepEqual(
      machines.map(({ id, state, site: owner }) => [id, state, owner]),
      [[site.status.instance?.id, 'running', site.id]],
    )
    assert.deepEqual(rules, [{ host: 'plum.test.example.com', targets: [site.status.instance?.id] }])
    assert.deepEqual(aliases, [], 'the wildcard record leads to the first load balancer')
  })

  it('is set up by what the repository has for machines, whose input no command tells', async () => {
    const { jobs, parameters } = stack.runCommand
    const site = await stack.site()
    assert.deepEqual(
      jobs.map(({ entry, instanceId }) => [entry, instanceId]),
      [['set-up', site.status.instance?.id]],
    )
    assert.ok(jobs[0]?.bundle.includes('bin/set-up'))
    const { deployKey, webhookSecret, access } = setUpSchema.parse(jobs[0]?.document)
    assert.match(deployKey, /OPENSSH PRIVATE KEY/)
    const { user, passwordHash } = site.spec.access
    assert.deepEqual([access.user, access.passwordHash, access.shares.ids], [user, passwordHash, []])
    const said = parameters.join('\n')
    for (const secret of [deployKey, webhookSecret, passwordHash, access.shares.key]) {
      assert.ok(!said.includes(secret) && !said.includes(encodeURIComponent(secret)))
    }
    assert.deepEqual((await remains(stack)).documents, [], 'read and removed')
  })

  it('shows one card, which says that it is ready', async () => {
    await cardSays(/🟢 \*Ready\*.*orchard\/website@main/)
    const cards = stack.ben.screen().messages.filter(({ threadTs, ephemeralFor }) => !threadTs && !ephemeralFor)
    assert.equal(cards.length, 1)
  })

  it('is shown at GitHub beside its commit', async () => {
    const site = await stack.until('that is written', ({ status }) => status.commitStatus !== undefined)
    assert.deepEqual(site.status.commitStatus, { commit: HEAD, key: 'success' })
    assert.deepEqual(
      stack.commitStatuses().map(({ sha, state, context }) => ({ sha, state, context })),
      [{ sha: HEAD, state: 'success', context: 'pokopoko/plum' }],
    )
  })

  it('changes its password', async () => {
    const { ben } = stack
    await ben.clicks(await card(), buttonId('change-password'))
    const password = takePassword(await ben.submits())
    const site = await stack.until(
      'the password is written',
      ({ spec, status }) => spec.access.revision === 2 && status.access?.revision === 2,
    )
    assert.ok(await passwordMatches(password, site.spec.access.passwordHash))
    assert.equal(stack.runCommand.jobs.at(-1)?.entry, 'access')
    await cardSays(/changed its password/)
  })

  it('is extended, and its alarm with it', async () => {
    // Nothing is left to be done before the next warning, for which the alarm is set.
    const before = await stack.until('plum is at rest', ({ status: { alarmAt = 0, failures } }) => {
      assert.deepEqual(failures, {})
      return alarmAt > Date.now() + DAY_MS
    })
    await stack.ben.clicks(await card(), buttonId('extend'), { pick: '7 days' })
    const extended = (site: Site) => site.spec.expiresAt - before.spec.expiresAt >= 7 * DAY_MS
    const { alarmAt: warnedAt = Infinity } = before.status
    const site = await stack.until('the alarm is moved', (plum) => {
      return extended(plum) && (plum.status.alarmAt ?? 0) > warnedAt
    })
    await eventually(
      'the alarm is that of the record',
      async () => {
        const { schedules } = await remains(stack)
        const at = scheduledFor(site.status.alarmAt)
        return schedules.some((schedule) => schedule.at === at && schedule.input === '{"name":"plum"}') || undefined
      },
      async () => JSON.stringify((await remains(stack)).schedules),
    )
    await cardSays(/extended it until/)
    // The one before goes, but where an earlier one came in between, as while another process edits the card. Then it goes off, and changes nothing.
    await eventually('a reconcile changes nothing', async () => {
      const before = await stack.site()
      await stack.call('reconcile', { name: 'plum' })
      return isDeepStrictEqual(await stack.site(), before) || undefined
    })
  })

  it('is left alone by the sweep', async () => {
    const site = await stack.site()
    const report = await stack.call('sweep', { dryRun: false })
    const nothing = { reconciled: [], unreadable: [], suspects: [], removed: [], errors: 0 }
    assert.deepEqual(report, { sites: 1, ...nothing, dryRun: false })
    assert.deepEqual(await stack.site(), site)
  })

  it('expires by its schedule: an image is made of its machine, and the machine is no more', async () => {
    const expiresAt = Date.now() + 5 * SECOND_MS
    await rewrite((site) => ({
      ...site,
      // A life of under two hours ends without a warning.
      spec: { ...site.spec, expiresAt, expirySetAt: expiresAt - 30 * MINUTE_MS },
    }))
    const [entry] = (
      await stack.until('plum is archived', ({ status }) => status.archive?.state === 'available' && !status.instance)
    ).history
    assert.equal(entry?.action, 'expire')
    assert.ok(entry.at >= expiresAt, 'not before')
    const site = await stack.site()
    const { machines, images, snapshots, rules, targetGroups } = await remains(stack)
    assert.deepEqual(
      machines.filter(({ state }) => state !== 'terminated'),
      [],
    )
    assert.deepEqual(images, [{ id: site.status.archive?.imageId, site: site.id }])
    assert.equal(snapshots.length, 1)
    assert.deepEqual([rules, targetGroups], [[], []])
    await cardSays(/📦 \*Archived\*/)
  })

  it('has a page at its address that says so', async () => {
    const answer = JSON.stringify(await stack.call('gateway', balancerEvent()))
    assert.match(answer, /"statusCode":410.*plum\.test\.example\.com/)
  })

  it('is purged in the end, and nothing is left of it', async () => {
    await rewrite(({ spec, status: { archive, ...status }, ...site }) => ({
      ...site,
      spec: { ...spec, archiveRequestedAt: Date.now() - 40 * DAY_MS },
      status: { ...status, ...(archive && { archive: { ...archive, at: Date.now() - 40 * DAY_MS } }) },
    }))
    await eventually('plum is forgotten', async () =>
      (await stack.store.load('plum')) === undefined ? true : undefined,
    )
    const left = await remains(stack)
    assert.deepEqual(
      { ...left, machines: left.machines.filter(({ state }) => state !== 'terminated') },
      {
        machines: [],
        images: [],
        snapshots: [],
        rules: [],
        targetGroups: [],
        aliases: [],
        schedules: [],
        documents: [],
      },
    )
  })

  it('told nobody else its passwords, and met no fault', async () => {
    const { messages } = stack.workspace.screen('U0AKI')
    for (const password of passwords) {
      assert.match(password, /-/)
      assert.ok(!words(messages).includes(password))
    }
    assert.deepEqual(stack.faults, [])
  })
})
