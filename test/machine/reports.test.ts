import assert from 'node:assert/strict'
import { aDocument } from './documents.ts'
import { eventually } from './eventually.ts'
import { type MachineFixture, HOST, makeMachineFixture, type TestRepository } from './machine-fixture.ts'
import { type ReportService, startReportService, TOKEN } from './report-service.ts'
import type { TestMachine } from './test-machine.ts'
import { deliver, visit } from './visit.ts'

/** A web process that answers. */
const WEB = 'web: exec python3 -m http.server --bind 127.0.0.1 $PORT\n'

describe('a machine reports', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let repository: TestRepository
  let service: ReportService
  const documentOf = async (changes: object = {}) => {
    const url = `http://${HOST}:${service.port}/_pokopoko/control/report/plum`
    return aDocument(repository.cloneUrl, { report: { url, token: TOKEN }, ...changes })
  }
  const push = async (files: Record<string, string>) => {
    const commit = await repository.push(files)
    assert.equal((await deliver(machine, 'push', { ref: 'refs/heads/main' })).status, 200)
    return commit
  }
  const newest = () => service.reports.at(-1)?.status
  const told = (commit: string) =>
    eventually(
      // One of a slow deploy may come before it has ended.
      async () =>
        newest()?.deploys[0]?.deploy?.commit === commit && newest()?.deploying === undefined && service.reports.at(-1),
      `the report of ${commit}`,
    )
  const program = (name: string) => newest()?.processes.find((process) => process.name === name)
  const log = '/var/log/testsite/machine/deploy.log'
  const untilTried = (times: number) => eventually(async () => (await tried()) >= times, `try ${times}`)
  const tried = async () => Number(await machine.sh(`grep -c clone-failed ${log} || true`))
  /** What the hook says of a push, at which nobody can get it any more. */
  const pushAndGoDown = async (page: string) => {
    const before = await repository.git('rev-parse', 'HEAD')
    const after = await repository.push({ 'public/index.html': page })
    fixture.setDown(true)
    assert.equal((await deliver(machine, 'push', { ref: 'refs/heads/main', before, after })).status, 200)
    return after
  }
  before(async () => {
    ;[fixture, service] = await Promise.all([makeMachineFixture(), startReportService()])
    ;[machine, repository] = await Promise.all([
      fixture.machine(),
      fixture.repository('website', { 'public/index.html': 'Plums' }),
    ])
  })
  afterEach(() => fixture.setDown(false))
  after(async () => {
    await fixture.close()
    await service.close()
  })

  it('its first deploy, with the token', async () => {
    const { result } = await machine.job('set-up', await documentOf())
    assert.ok(result.ok, JSON.stringify(result))
    const { path, status } = await told(await repository.git('rev-parse', 'HEAD'))
    assert.equal(path, '/_pokopoko/control/report/plum')
    assert.deepEqual(status, (await machine.job('status')).result)
  })

  it('each push, and what could not be deployed', async () => {
    await told(await push({ 'public/index.html': 'Ripe' }))
    await repository.git('mv', 'public', 'hidden')
    const { status } = await told(await push({ 'README.md': 'No pages' }))
    assert.deepEqual(
      status.deploys.slice(0, 2).map(({ result }) => result),
      ['document-root-missing', 'deployed'],
    )
    await repository.git('mv', 'hidden', 'public')
    await told(await push({ 'README.md': 'Pages' }))
  })

  it('that a push which could not be deployed was taken back', async () => {
    const served = await repository.git('rev-parse', 'HEAD')
    await repository.git('mv', 'public', 'hidden')
    await told(await push({ 'README.md': 'No pages' }))
    await repository.git('reset', '--quiet', '--hard', served)
    await repository.git('push', '--quiet', '--force', 'origin', 'HEAD')
    assert.equal((await deliver(machine, 'push', { ref: 'refs/heads/main' })).status, 200)
    const { status } = await told(served)
    assert.equal(status.deploys[0]?.result, 'deployed')
  })

  it('a push that could not be fetched at first once it is deployed, and nothing of the tries', async () => {
    const before = await tried()
    const commit = await pushAndGoDown('Awaited')
    await untilTried(before + 1)
    fixture.setDown(false)
    const { status } = await told(commit)
    assert.deepEqual(new Set(status.deploys.slice(0, 2).map(({ result }) => result)), new Set(['deployed']))
    assert.equal((await visit(machine)).text, 'Awaited')
  })

  it('that a push cannot be fetched for long, once, and that it is deployed in the end', async () => {
    const deployer = '/opt/pokopoko/bin/deployer'
    await machine.sh(
      `cp ${deployer} /root/; sed -i 's/WAITS_S=(2 10 60) LATER_S=600/WAITS_S=(1 1) LATER_S=1/' ${deployer}; supervisorctl restart testsite-deployer`,
    )
    const before = await tried()
    const commit = await pushAndGoDown('Long awaited')
    await eventually(async () => newest()?.deploys[0]?.result === 'clone-failed', 'it is told')
    assert.ok((await tried()) >= before + 3, 'not before')
    await untilTried(before + 5)
    fixture.setDown(false)
    const { status } = await told(commit)
    assert.deepEqual(
      status.deploys.slice(0, 3).map(({ result }) => result),
      ['deployed', 'clone-failed', 'deployed'],
    )
    await machine.sh(`mv /root/deployer ${deployer}; supervisorctl restart testsite-deployer`)
  })

  it('again when the service fails, while visitors see what was pushed', async () => {
    const refused = service.refused()
    service.answer(503)
    const commit = await push({ 'public/index.html': 'Sweet' })
    await eventually(async () => (await visit(machine)).text === 'Sweet', 'the new page')
    await eventually(async () => service.refused() > refused, 'the first try')
    service.answer(204)
    await told(commit)
  })

  it('what was refused with the next one', async () => {
    const refused = service.refused()
    service.answer(401)
    const first = await push({ 'public/index.html': 'Sour' })
    await eventually(async () => service.refused() > refused, 'the report is refused')
    service.answer(204)
    const { status } = await told(await push({ 'public/index.html': 'Sweet again' }))
    assert.equal(status.deploys[1]?.deploy?.commit, first)
  })

  it('what happened before its reporter was stopped', async () => {
    await machine.sh('supervisorctl stop testsite-reporter')
    const commit = await push({ 'public/index.html': 'Late' })
    await eventually(async () => (await visit(machine)).text === 'Late', 'the new page')
    await machine.sh('supervisorctl start testsite-reporter')
    await told(commit)
  })

  it('and keeps the token where root alone can read it', async () => {
    const refused = service.refused()
    service.answer(503)
    await push({ 'public/index.html': 'Secretive' })
    let seen = ''
    const look =
      'for look in {1..40}; do cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null; sleep 0.05; done | tr "\\0" "\\n"'
    await eventually(async () => {
      seen += await machine.sh(look)
      return service.refused() > refused
    }, 'it was on its way meanwhile')
    service.answer(204)
    assert.ok(!seen.includes(TOKEN))
    const found = await machine.sh(
      `grep -rlF '${TOKEN}' /var/log /tmp /run /etc /var/lib /srv /opt 2>/dev/null; journalctl --no-pager | grep -cF '${TOKEN}' || true`,
    )
    assert.deepEqual(found.trim().split('\n'), ['/etc/testsite/report', '0'])
    assert.equal((await machine.sh('stat -c "%a %U" /etc/testsite/report')).trim(), '600 root')
  })

  it('programs that crash at once, what they said last, and that they run again', async () => {
    const secrets = 'DB_PASSWORD=hunter22 postgres://plum:pit@db/plums'
    await push({ Procfile: `${WEB}worker: echo broken: ${secrets} >&2; exit 1\n` })
    await eventually(async () => program('worker')?.state === 'FATAL', 'it is given up')
    const worker = program('worker')
    assert.equal(worker?.crashing, true)
    assert.ok(worker.restarts >= 4, String(worker.restarts))
    assert.match(worker.log, /^broken: DB_PASSWORD=\*\*\* postgres:\/\/\*\*\*@db\/plums$/m)
    assert.deepEqual([program('web')?.crashing, program('web')?.log], [false, ''])
    assert.ok(
      service.reports.some(({ status }) =>
        status.processes.some(({ name, state, crashing }) => name === 'worker' && crashing && state !== 'FATAL'),
      ),
      'it was told before it was given up',
    )
    await push({ Procfile: `${WEB}worker: sleep 600\n` })
    await eventually(async () => program('worker')?.state === 'RUNNING', 'it runs again')
    assert.deepEqual([program('worker')?.crashing, program('worker')?.restarts], [false, 0])
  })

  it('programs that crash slowly', async () => {
    await push({ Procfile: `${WEB}worker: echo slowly; sleep 3.5; exit 1\n` })
    await eventually(async () => program('worker')?.crashing === true, 'it is noticed')
    assert.ok((program('worker')?.restarts ?? 0) >= 5)
    assert.notEqual(program('worker')?.state, 'FATAL')
    assert.match(program('worker')?.log ?? '', /slowly/)
  })

  it('nothing of a program that ends now and then, but how often', async () => {
    await push({ Procfile: `${WEB}worker: sleep 601\n` })
    await eventually(async () => program('worker')?.state === 'RUNNING', 'it runs again')
    const count = service.reports.length
    for (const restarts of [1, 2]) {
      await machine.sh('pkill -KILL -u app -f "sleep 601"')
      const isUp = async () => {
        const { result } = await machine.job('status')
        const worker = result.ok && result.processes?.find(({ name }) => name === 'worker')
        return worker && worker.restarts === restarts && worker.state === 'RUNNING' && !worker.crashing
      }
      await eventually(isUp, 'it is up again')
    }
    assert.equal(service.reports.length, count)
  })

  it('what a deploy is doing, if that takes long, and how long it took the last time', async () => {
    const doing = async (stage: string) => newest()?.deploying?.stage === stage && newest()?.deploying
    const first = await push({ Procfile: `${WEB}release: sleep 5\n` })
    assert.deepEqual(await eventually(() => doing('release'), 'its stage'), { stage: 'release' })
    assert.equal((await told(first)).status.deploying, undefined)
    const second = await push({ 'README.md': 'Once more' })
    const { usualMs = 0 } = await eventually(() => doing('release'), 'its stage, again')
    assert.ok(usualMs >= 5000 && usualMs < 600_000, `${usualMs} ms`)
    assert.equal((await told(second)).status.deploying, undefined)
  })

  it('at most 64 KB', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `worker-${index}`)
    const shout = `for line in $(seq 20); do head -c 290 /dev/zero | tr '\\0' '"'; echo; done; exit 1`
    await push({ Procfile: names.map((name) => `${name}: ${shout}\n`).join('') })
    await eventually(async () => newest()?.processes.filter(({ crashing }) => crashing).length === 20, 'all crash')
    assert.ok(service.reports.every(({ bytes }) => bytes <= 64 * 1024))
  })

  it('nothing any more when it is no longer told where', async () => {
    await push({ Procfile: WEB })
    await eventually(async () => newest()?.processes.length === 1, 'the report of it')
    const { result } = await machine.job('set-up', await documentOf({ report: undefined }))
    assert.ok(result.ok)
    assert.deepEqual(result.changed, ['report'])
    assert.equal((await machine.exec(['test', '-e', '/etc/testsite/report'])).code, 1)
  })
})
