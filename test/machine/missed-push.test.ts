import assert from 'node:assert/strict'
import { aDocument, SECRET } from './documents.ts'
import { eventually } from './eventually.ts'
import { untilListening, type MachineFixture, makeMachineFixture, type TestRepository } from './machine-fixture.ts'
import type { TestMachine } from './test-machine.ts'
import { deliver, HOOK, visit } from './visit.ts'
import { grantBoth } from '../support/grant-both.ts'

describe('a push of which the machine was not told', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let repository: TestRepository
  const deploys = async () => {
    const { result } = await machine.job('status')
    assert.ok(result.ok)
    return result.deploys ?? []
  }
  const ask = () => machine.job('deploy', { kind: 'deploy' })
  before(async () => {
    fixture = await makeMachineFixture()
    ;[machine, repository] = await Promise.all([
      fixture.machine(),
      fixture.repository('website', { 'public/index.html': 'Plums' }),
    ])
  })
  after(() => fixture.close())

  it('cannot be deployed before the machine is set up', async () => {
    const { result } = await ask()
    assert.deepEqual(!result.ok && [result.reason, result.permanent], ['invalid-input', true])
  })

  it('is deployed once the machine is asked to, though its hook cannot be reached', async () => {
    const hookUrl = `http://plum.localhost:${machine.httpPort}${HOOK}`
    const hook = { url: hookUrl, secret: SECRET }
    await grantBoth(fixture.codeHost, { id: 'site-1', name: 'plum' }, 'acme/website', hook)
    const setUp = await machine.job('set-up', await aDocument(repository.cloneUrl))
    assert.ok(setUp.result.ok, JSON.stringify(setUp.result))
    await machine.sh('supervisorctl stop testsite-webhook')
    const commit = await repository.push({ 'public/index.html': 'Ripe plums' })
    await fixture.github.idle()
    assert.equal(fixture.github.webhooks.list()[0]?.lastDelivery?.status, 503)
    assert.equal((await visit(machine)).text, 'Plums')
    const { result, code } = await ask()
    await machine.sh('supervisorctl start testsite-webhook')
    assert.ok(result.ok, JSON.stringify(result))
    assert.deepEqual([code, result.deploy?.commit, result.changed], [0, commit, ['deploy']])
    assert.equal((await visit(machine)).text, 'Ripe plums')
    assert.deepEqual(
      (await deploys()).map(({ deploy }) => deploy?.commit === commit),
      [true, false],
    )
  })

  it('is delivered again by GitHub, which the machine takes for what it is', async () => {
    await untilListening(machine)
    const before = await deploys()
    fixture.github.redeliver()
    await fixture.github.idle()
    assert.equal(fixture.github.webhooks.list()[0]?.lastDelivery?.status, 200)
    const served = await machine.sh('readlink /srv/testsite/current')
    assert.ok((await ask()).result.ok, 'after what the push had done')
    assert.equal(await machine.sh('readlink /srv/testsite/current'), served)
    assert.deepEqual(await deploys(), before)
    await fixture.codeHost.revoke({ id: 'site-1' }, 'acme/website')
  })

  it('makes no deploy of what is served, but where somebody wants that by hand', async () => {
    const served = () => machine.sh('readlink /srv/testsite/current')
    const before = await served()
    const { result } = await ask()
    assert.deepEqual(result.ok && result.changed, [])
    assert.equal(await served(), before)
    const { result: again } = await machine.job('deploy')
    assert.deepEqual(again.ok && again.changed, ['deploy'])
    assert.notEqual(await served(), before)
  })

  it('is tried again, and nobody told, where GitHub does not answer', async () => {
    const before = await deploys()
    fixture.setDown(true)
    const { result } = await ask()
    fixture.setDown(false)
    assert.deepEqual(!result.ok && [result.reason, result.permanent], ['clone-failed', false])
    assert.deepEqual(await deploys(), before)
  })

  it('is listed with its commit where it cannot be deployed, and what was served stays', async () => {
    const commit = await repository.push({ 'public/index.html': { link: 'nowhere' }, Procfile: 'release: exit 3\n' })
    const { result } = await ask()
    assert.deepEqual(!result.ok && [result.reason, result.permanent], ['release-failed', true])
    const [newest] = await deploys()
    assert.deepEqual([newest?.result, newest?.deploy?.commit], ['release-failed', commit])
    assert.equal((await visit(machine)).text, 'Ripe plums')
  })

  it('is followed by none that came late: an older commit is never published again', async () => {
    const older = await repository.push({ 'public/index.html': 'Hard plums', Procfile: 'release: true\n' })
    const newer = await repository.push({ 'public/index.html': 'Riper plums' })
    assert.ok((await ask()).result.ok)
    const dealtWith = async () => Number(await machine.sh('grep -c ^{ /var/log/testsite/machine/deploy.log || true'))
    const lines = await dealtWith()
    const before = await repository.git('rev-parse', 'HEAD~2')
    const { result } = await machine.job('set-up', await aDocument(repository.cloneUrl))
    assert.ok(result.ok)
    const push = { ref: 'refs/heads/main', deleted: false, before, after: older }
    const isTaken = async () => (await deliver(machine, 'push', push)).text.includes('deploying')
    await eventually(isTaken, 'the late push is taken')
    await eventually(async () => (await dealtWith()) > lines, 'the late push is dealt with')
    const commits = (await deploys()).map(({ deploy, result: what }) => [what, deploy?.commit])
    assert.deepEqual(commits[0], ['deployed', newer])
    assert.ok(!commits.some(([what, commit]) => what === 'deployed' && commit === older), JSON.stringify(commits))
    assert.equal((await visit(machine)).text, 'Riper plums')
  })
})
