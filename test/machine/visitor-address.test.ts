import assert from 'node:assert/strict'
import { aDocument } from './documents.ts'
import { type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import type { TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

describe("a visitor's address", () => {
  let fixture: MachineFixture
  let machine: TestMachine
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.machine()
    const { cloneUrl } = await fixture.repository('website', { 'public/index.html': 'Plums' })
    const { result } = await machine.job('set-up', await aDocument(cloneUrl))
    assert.ok(result.ok, JSON.stringify(result))
  })
  after(() => fixture.close())

  it('is the one that the balancer has added, not one that the visitor says', async () => {
    const said = { 'x-forwarded-for': '198.51.100.7, 10.1.2.3' }
    assert.equal((await visit(machine, '/?forged', { headers: said })).status, 200)
    assert.match(await machine.sh('grep -F /?forged /var/log/nginx/access.log'), /^10\.1\.2\.3 /)
  })
})
