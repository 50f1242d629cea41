import assert from 'node:assert/strict'
import { aDocument } from './documents.ts'
import { eventually } from './eventually.ts'
import { HOST, type MachineFixture, makeMachineFixture, type TestRepository } from './machine-fixture.ts'
import { type ReportService, startReportService } from './report-service.ts'
import type { TestMachine } from './test-machine.ts'
import { deliver, visit } from './visit.ts'

describe('a push that has to wait for another job on the machine', () => {
  let fixture: MachineFixture
  let service: ReportService
  let machine: TestMachine
  let repository: TestRepository
  before(async () => {
    ;[fixture, service] = await Promise.all([makeMachineFixture(), startReportService()])
    ;[machine, repository] = await Promise.all([
      fixture.machine(),
      fixture.repository('website', { 'public/index.html': 'Plums' }),
    ])
    const report = { url: `http://${HOST}:${service.port}/`, token: service.token }
    const { result } = await machine.job('set-up', await aDocument(repository.cloneUrl, { report }))
    assert.ok(result.ok, JSON.stringify(result))
  })
  after(async () => {
    await fixture.close()
    await service.close()
  })

  const newest = () => service.reports.at(-1)?.status

  it('says so within a minute, and is deployed afterwards', async () => {
    const holder = (await machine.sh('setsid flock /run/testsite.lock sleep 600 >/dev/null 2>&1 & echo $!')).trim()
    const before = await repository.git('rev-parse', 'HEAD')
    const after = await repository.push({ 'public/index.html': 'Damsons' })
    assert.equal((await deliver(machine, 'push', { ref: 'refs/heads/main', before, after })).status, 200)
    await eventually(async () => newest()?.deploying?.stage === 'wait', 'the card says that it waits')
    assert.equal((await visit(machine)).text, 'Plums')
    await machine.sh(`kill -- -${holder}`)
    await eventually(async () => (await visit(machine)).text === 'Damsons', 'it is deployed')
    await eventually(
      async () => newest()?.deploys[0]?.deploy?.commit === after && newest()?.deploying === undefined,
      'it waits no longer',
    )
  })
})
