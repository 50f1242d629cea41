import assert from 'node:assert/strict'
import { aDocument } from './documents.ts'
import { eventually } from './eventually.ts'
import { type MachineFixture, makeMachineFixture, type TestRepository } from './machine-fixture.ts'
import type { TestMachine } from './test-machine.ts'
import { deliver, visit } from './visit.ts'

const SPARE = '/srv/testsite/clone.git/spare'

describe('the release that a deploy prepares for the next one', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let repository: TestRepository
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.machine()
    repository = await fixture.repository('website', {
      'public/index.html': 'Plums',
      'public/lines.txt': 'one\ntwo\n',
      'public/old/gone.txt': 'old',
    })
    const { result } = await machine.job('set-up', await aDocument(repository.cloneUrl))
    assert.ok(result.ok, JSON.stringify(result))
  })
  after(() => fixture.close())

  const spareIsThere = () =>
    eventually(async () => (await machine.sh(`ls ${SPARE} 2>/dev/null || true`)).includes('files'), 'a spare release')
  const inodeOf = (path: string) => machine.sh(`stat -c %i ${path}`)
  async function push(...change: Parameters<TestRepository['push']>) {
    const before = await repository.git('rev-parse', 'HEAD')
    const after = await repository.push(...change)
    await deliver(machine, 'push', { ref: 'refs/heads/main', before, after, deleted: false })
  }
  const shows = (text: string) => eventually(async () => (await visit(machine)).text === text, `the page shows ${text}`)

  it('has its files: only those that a push has changed are written', async () => {
    await spareIsThere()
    const before = await inodeOf(`${SPARE}/files/public/lines.txt`)
    await repository.git('rm', '-r', '--quiet', 'public/old')
    await push({ 'public/index.html': 'Ripe plums', 'public/new.txt': 'new' })
    await shows('Ripe plums')
    assert.equal(await inodeOf('/srv/testsite/current/public/lines.txt'), before)
    assert.equal((await visit(machine, '/new.txt')).text, 'new')
    assert.equal((await visit(machine, '/old/gone.txt')).status, 404)
  })

  it('is not taken where attributes have changed: they change files that a push has not', async () => {
    await spareIsThere()
    await push({ 'public/index.html': 'Dried plums', '.gitattributes': '*.txt text eol=crlf\n' })
    await shows('Dried plums')
    assert.equal((await visit(machine, '/lines.txt')).text, 'one\r\ntwo\r\n')
  })

  it('leaves out nothing that a push brings: secrets to hide, and submodules', async () => {
    await spareIsThere()
    await push({ 'public/index.html': 'Plum cake', '.env': 'SECRET=plum', 'public/secret.txt': { link: '../.env' } })
    await shows('Plum cake')
    assert.notEqual((await visit(machine, '/secret.txt')).status, 200)
    await spareIsThere()
    await push({ 'public/index.html': 'Plum tart' })
    await shows('Plum tart')
    assert.notEqual((await visit(machine, '/secret.txt')).status, 200)
    await repository.git('rm', '--quiet', '.env', 'public/secret.txt')
    await push({ 'public/index.html': 'Plum pie' })
    await shows('Plum pie')
    await spareIsThere()
    const before = await repository.git('rev-parse', 'HEAD')
    await repository.git('update-index', '--add', '--cacheinfo', `160000,${before},theme`)
    await repository.git('commit', '--quiet', '--message', 'Add a theme')
    await repository.git('push', '--quiet', 'origin', 'HEAD')
    const after = await repository.git('rev-parse', 'HEAD')
    await deliver(machine, 'push', { ref: 'refs/heads/main', before, after, deleted: false })
    await eventually(async () => {
      const { result } = await machine.job('status')
      return result.ok && result.deploys?.[0]?.deploy?.page?.hint === 'theme'
    }, 'the card names the submodule')
  })

  it('is left out where it would take the last room on the disk', async () => {
    await spareIsThere()
    await machine.exec(['tee', '/usr/local/bin/df'], '#!/bin/sh\necho Avail; echo 100; touch /tmp/asked\n')
    await machine.sh('chmod +x /usr/local/bin/df')
    await push({ 'public/index.html': 'Jam', 'public/big.txt': 'plum '.repeat(10_000) })
    await shows('Jam')
    await eventually(
      async () =>
        (await machine.sh('ls /tmp/asked 2>/dev/null; pgrep -f [s]pare-release || true')).trim() === '/tmp/asked',
      'the end of making another',
    )
    assert.equal(await machine.sh(`ls -d ${SPARE} ${SPARE}.new 2>/dev/null || true`), '')
  })
})
