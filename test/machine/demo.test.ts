import assert from 'node:assert/strict'
import { readDemo } from '../../src/local/github/demo.ts'
import { type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import { runSetUp } from './run-set-up.ts'
import type { TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

describe('a repository of the demo', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.connectedMachine()
  })
  after(() => fixture.close())

  const setUp = async (name: string) => {
    const { repositories } = await readDemo()
    const files = repositories.find((one) => one.name === `acme/${name}`)?.branches[0]?.commits[0]?.files
    const { cloneUrl } = await fixture.repository(name, files ?? assert.fail(`no ${name}`))
    const result = await runSetUp(machine, cloneUrl)
    assert.ok(result.ok, JSON.stringify(result))
    return result.deploy?.stack?.label
  }

  it('with Node and PostgreSQL takes what visitors write', async () => {
    assert.match((await setUp('guestbook')) ?? '', /^Node\.js · Node 2\d[^·]* · PostgreSQL$/)
    const body = new URLSearchParams({ name: 'Nadia', words: 'Plums & <thyme>' })
    assert.equal((await visit(machine, '/', { method: 'POST', body })).status, 303)
    assert.match((await visit(machine)).text, /<b>Nadia<\/b> Plums &#38; &#60;thyme&#62;/)
  })

  it('with PHP shows what is in its files, and not the files', async () => {
    assert.match((await setUp('calendar')) ?? '', /^PHP/)
    assert.match((await visit(machine)).text, /<dt>14 March<\/dt>\s*<dd>Pruning plum trees/)
    assert.doesNotMatch((await visit(machine, '/events.json')).text, /"day"/)
  })
})
