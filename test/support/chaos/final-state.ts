import assert from 'node:assert/strict'
import { cloneSecret } from '../../../src/control/clone-tokens.ts'
import type { SetUpJob } from '../../../src/control/jobs.ts'
import { nextReconcileAt } from '../../../src/control/next-reconcile.ts'
import { isReportToken } from '../../../src/control/reports/report-token.ts'
import { doesWarningHold } from '../../../src/site/deadlines.ts'
import { idleSleepAt } from '../../../src/site/idle.ts'
import { isPictured } from '../../../src/site/pictured-page.ts'
import { isAlive, phaseOf } from '../../../src/site/phase.ts'
import type { Site } from '../../../src/site/site.ts'
import { teamChangeToNotify } from '../../../src/site/team-changes.ts'
import { MINUTE_MS } from '../../../src/site/time.ts'
import { digestWeek } from '../../../src/site/weekly-digest.ts'
import type { FakeMessage } from '../fake-chat.ts'
import { stepOptions, type FakePorts, WEBHOOK_KEY } from '../fake-ports.ts'
import { checkAcknowledged } from './request-checks.ts'
import type { ScenarioRun } from './scenario-run.ts'

/** What must hold once it has settled: of each site what its spec says, once; of others nothing. */
export async function checkFinalState(run: ScenarioRun): Promise<void> {
  const { fake, tally, people } = run
  const sites = fake.store.all()
  for (const site of sites) {
    const phase = phaseOf(site)
    const expected = { up: 'ready', asleep: 'asleep', archived: 'archived', gone: 'purging' }[site.spec.desired]
    const why = JSON.stringify(site.status.failures)
    assert.equal(phase, expected, `${site.name} should be ${expected} and is ${phase}: ${why}`)
    assert.deepEqual(remains(site.id, fake, getsByWithApp(site)), wanted(site, run), `${site.name} is ${phase}`)
    if (phase === 'ready') checkMachine(site, fake)
    checkAwake(site, fake)
    checkPushes(site, run)
    checkMessages(site, fake)
    checkPicture(site, fake, tally)
    checkWarnings(site, fake, tally)
    checkComment(site, fake)
    await checkAlarm(site, run)
    checkAcknowledged(site, people.acknowledged, tally)
    tally.count(`sites settled: ${phase}`)
  }
  await checkStrays(sites, fake)
  checkDigests(sites, run)
}

/** A channel has one digest a week, and none is left out by a sweep that nothing befell. */
function checkDigests(sites: Site[], { fake: { chat, policy }, sweptAt, tally }: ScenarioRun): void {
  const posted = chat.digests.map(({ channel, monday }) => `${channel} ${monday}`)
  assert.equal(new Set(posted).size, posted.length, `two digests in a week: ${posted.join(', ')}`)
  tally.count('digests', posted.length)
  const week = digestWeek(sweptAt(), policy)
  if (week === undefined) return
  for (const { name, spec, createdAt, history } of sites.filter(isAlive)) {
    const aliveSince = history.find(({ action }) => action === 'restore')?.at ?? createdAt
    if (aliveSince > week.at || spec.channelRevision !== undefined) continue
    assert.ok(posted.includes(`${spec.channel} ${week.monday}`), `no digest told of ${name}`)
    tally.count('sites told of in a digest')
  }
}

/** A site that nobody uses is not up for much longer than it may be idle. */
function checkAwake(site: Site, { policy, clock }: FakePorts): void {
  const at = idleSleepAt(site, policy)
  assert.ok(at === undefined || at > clock.now() - 15 * MINUTE_MS, `${site.name} is still up, though nobody uses it`)
}

function remains(siteId: string, { machines, routes, codeHost }: FakePorts, byApp: boolean) {
  const count = (things: { siteId: string }[]) => things.filter((thing) => thing.siteId === siteId).length
  return {
    machines: count(machines.machines()),
    images: count(machines.images()),
    routes: count(routes.all()),
    // A deploy key and a webhook each. Of who gets by with the App, a key may be left that a crash let nobody know of.
    grants: count(codeHost.registered().filter(({ webhook }) => !byApp || webhook !== undefined)),
  }
}

function wanted({ id, spec: { desired }, status }: Site, { watch }: ScenarioRun) {
  const isUp = desired === 'up'
  // A sleeper whose machine was deleted behind its back gets another when it is woken.
  const sleeps = desired === 'asleep' && (status.instance !== undefined || !watch.wasKilled(id))
  // One that was restored and put to sleep before it was ready keeps the archive that it came from.
  const keepsArchive = desired === 'asleep' && status.archive !== undefined
  return {
    machines: Number(isUp || sleeps),
    images: Number(desired === 'archived' || keepsArchive),
    routes: Number(isUp),
    grants: Number((isUp || desired === 'asleep') && !getsByWithApp({ status })),
  }
}

/** Nothing of before is left to be taken back. */
function getsByWithApp({ status: { repositoryAccess } }: Pick<Site, 'status'>): boolean {
  return repositoryAccess?.byApp === true && repositoryAccess.pending !== true
}

/** What is asked of a machine is on it, and what it reports is believed. */
function checkMachine({ id, name, spec, status }: Site, { machines, codeHost }: FakePorts): void {
  const { disk, size } = machines.machines().find(({ siteId }) => siteId === id) ?? assert.fail('no machine')
  assert.equal(size, spec.size)
  assert.equal(disk.setUp?.startCommand, spec.startCommand)
  assert.equal(disk.access?.passwordHash, spec.access.passwordHash)
  assert.deepEqual(
    disk.access.shares?.ids,
    (spec.access.shares ?? []).map((share) => share.id),
  )
  assert.equal(status.users?.revision, spec.usersRevision)
  assert.deepEqual(disk.users?.members.map(({ login }) => login).toSorted(), status.users.logins)
  assert.equal(status.reportTokens?.length, 1)
  assert.ok(isReportToken(disk.setUp?.report?.token ?? '', status.reportTokens), 'its token is not known')
  checkClone({ id, status }, disk.setUp, codeHost)
  // However many deliveries, reports and events were lost.
  const head = codeHost.head(spec.repository, spec.branch)
  assert.deepEqual([disk.served, status.deploy?.commit], [head, head], `${name} does not serve what was pushed last`)
  const shown = codeHost.statuses().findLast(({ context }) => context === `pokopoko/${name}`)
  assert.deepEqual([shown?.commit, shown?.state], [status.deploy?.commit, 'success'], 'beside the commit')
}

/** It can clone by what it has, and is told of pushes. */
function checkClone(
  { id, status: { repositoryAccess, instance } }: Pick<Site, 'id' | 'status'>,
  setUp: SetUpJob | undefined,
  codeHost: FakePorts['codeHost'],
): void {
  assert.equal(repositoryAccess?.pending, undefined, 'nobody has seen to its webhook')
  if (repositoryAccess?.byApp === true) {
    const secret = cloneSecret(WEBHOOK_KEY, id, instance?.launch ?? 0)
    assert.deepEqual([setUp?.cloneTokens?.secret, setUp?.deployKey], [secret, undefined], 'it gets no tokens')
    return
  }
  const grant = codeHost.registered().find(({ siteId }) => siteId === id)
  assert.ok(grant?.webhook !== undefined, 'no webhook')
  assert.equal(setUp?.webhookSecret, grant.webhook.secret, 'it knows the secret of a webhook that is gone')
  assert.equal(repositoryAccess?.webhookId, grant.webhook.id, 'the record names a webhook that is gone')
  assert.equal(setUp.deployKey, `private half of ${grant.deployKeyId}`, 'its key is gone')
}

/** A site that sleeps by itself has deployed what was pushed while it slept: that woke it. */
function checkPushes({ id, name, spec, status }: Site, { takenPushes, tally }: ScenarioRun): void {
  if (spec.idleSince === undefined || status.head?.failed === true) return
  for (const { commit } of takenPushes.filter(({ siteId }) => siteId === id)) {
    assert.ok((status.deploy?.commit ?? '') >= commit, `${name} was not woken by the push of ${commit}`)
    tally.count('pushes to sleeping sites checked')
  }
}

/** Its card shows the picture that came last; none waits. */
function checkPicture(site: Site, { chat }: FakePorts, tally: ScenarioRun['tally']): void {
  const { picture, card } = site.status
  assert.equal(picture?.next, undefined, `a picture of ${site.name} still waits`)
  if (!isPictured(site) || picture?.shown === undefined) return
  const message = chat.messages.find(({ ts }) => ts === card?.ts)
  assert.equal(message?.picture, picture.shown.file, `the card of ${site.name} shows another picture`)
  tally.count('pictures on cards checked')
}

/** One comment on its pull request, which says how it stands. */
function checkComment(site: Site, { codeHost, policy }: FakePorts): void {
  const comments = codeHost.comments().filter(({ pullRequest }) => pullRequest === site.spec.pullRequest?.number)
  const { pullRequestComment } = stepOptions(policy).wording
  assert.deepEqual(
    comments.map(({ body }) => body),
    [pullRequestComment(site)],
  )
}

/** One card, which shows how it stands; and nothing was told twice. */
function checkMessages(site: Site, { chat }: FakePorts): void {
  // In a channel that it has left, a card only says so.
  const notified = chat.messages.filter(({ siteId, retired }) => siteId === site.id && retired !== true)
  const cards = notified.filter(({ kind }) => kind === 'card').map(({ ts, phase }) => [ts, phase])
  assert.deepEqual(cards, [[site.status.card?.ts, phaseOf(site)]], 'one card, which shows how it stands')
  const occasions = notified
    .filter(({ kind }) => kind !== 'expiring')
    .map(({ kind, occasion }) => `${kind} ${occasion}`)
  assert.equal(new Set(occasions).size, occasions.length, `told twice: ${occasions.join(', ')}`)
  checkTeamNotifications(site, notified)
}

/** In one message for each warning; with buttons in the newest alone, as long as it holds. */
function checkWarnings(site: Site, { chat }: FakePorts, tally: ScenarioRun['tally']): void {
  const messages = chat.messages.filter(({ warnings }) => warnings?.some(({ siteId }) => siteId === site.id))
  const warnings = messages.flatMap((message) => (message.warnings ?? []).map((one) => ({ ...one, ts: message.ts })))
  const own = warnings.filter(({ siteId }) => siteId === site.id)
  const keys = own.map(({ key }) => key)
  assert.equal(new Set(keys).size, keys.length, `warned twice: ${keys.join(', ')}`)
  const { expiring } = site.status.notifications
  const holds = expiring?.ts !== undefined && doesWarningHold(site, expiring.key)
  assert.deepEqual(
    own.filter(({ isOpen }) => isOpen).map(({ ts }) => ts),
    holds ? [expiring.ts] : [],
    `${site.name} has buttons in the one warning that holds`,
  )
  if (messages.some((message) => (message.warnings ?? []).length > 1)) tally.count('warnings of several sites checked')
}

/** Whoever undoes all that was told of the team, the newest first, never takes out who is not in, nor puts in who is. */
function checkTeamNotifications(site: Site, notified: FakeMessage[]): void {
  assert.equal(teamChangeToNotify(site), undefined, 'a change is unreported')
  let team = new Set(site.status.users?.logins)
  for (const { change } of notified.toReversed()) {
    const { added = [], removed = [] } = change ?? {}
    assert.ok(added.every((login) => team.has(login)) && !removed.some((login) => team.has(login)), 'told in error')
    team = new Set([...[...team].filter((login) => !added.includes(login)), ...removed])
  }
}

/** It will be looked at when there is something to do, whatever else is lost. */
async function checkAlarm(site: Site, { fake: { alarm, clock }, deps }: ScenarioRun): Promise<void> {
  const next = nextReconcileAt(site, clock.now(), deps)
  const set = (await alarm.list()).filter(({ siteId }) => siteId === site.id)
  assert.ok(next === undefined || set.some(({ at }) => at === next), 'no alarm for the next thing to do')
}

/** Nothing is left of sites that are gone. */
async function checkStrays(sites: Site[], { machines, routes, codeHost, alarm }: FakePorts): Promise<void> {
  const ids = new Set(sites.map(({ id }) => id))
  const all = [
    ...machines.machines(),
    ...machines.images(),
    ...routes.all(),
    ...codeHost.registered(),
    ...(await alarm.list()),
  ]
  assert.deepEqual(
    all.filter(({ siteId }) => !ids.has(siteId)).map(({ siteId }) => siteId),
    [],
    'something is left of a site that is gone',
  )
}
