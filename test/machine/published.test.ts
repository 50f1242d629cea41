import assert from 'node:assert/strict'
import { aDocument } from './documents.ts'
import { type MachineFixture, makeMachineFixture, type TestRepository } from './machine-fixture.ts'
import type { TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

const RELEASE = '/srv/testsite/current'
/** As a program of the site does it: at each turn another of these links stands at PATH. */
const swapping = (path: string, targets: string[]) => `
import itertools, os
for target in itertools.cycle(${JSON.stringify(targets)}):
    os.symlink(target, '${path}.next')
    os.rename('${path}.next', '${path}')
`

describe('the published directory', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let repository: TestRepository
  /** For many requests: bcrypt would take most of their time. */
  let cookie: string
  const setUp = async (changes: Parameters<typeof aDocument>[1] = {}) =>
    (await machine.job('set-up', await aDocument(repository.cloneUrl, changes))).result
  const asApp = (script: string) => machine.sh(`cd / && setpriv --reuid app --regid app --clear-groups ${script}`)
  const statusOf = async (path: string) => (await visit(machine, path)).status
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.machine()
    repository = await fixture.repository('website', {
      'public/index.html': 'Plums',
      'storage/app/cover.txt': 'A cover',
      '.env': 'SECRET=plum',
      Procfile: 'release: ln -s ../storage/app public/storage && echo A picture >public/uploads/picture.txt\n',
    })
    const result = await setUp({ sharedDirectories: ['public/uploads'] })
    assert.ok(result.ok, JSON.stringify(result))
    cookie = (await visit(machine)).headers.get('set-cookie')?.split(';', 1)[0] ?? ''
  })
  after(() => fixture.close())

  it('has links into the release and to directories that are shared', async () => {
    assert.equal((await visit(machine, '/storage/cover.txt')).text, 'A cover')
    assert.equal((await visit(machine, '/uploads/picture.txt')).text, 'A picture\n')
  })

  it('is served again by the first setup after an update of the scripts', async () => {
    await machine.sh('chown -h root:root /srv/testsite/public')
    assert.ok((await setUp({ sharedDirectories: ['public/uploads'] })).ok)
    assert.equal((await visit(machine)).text, 'Plums')
  })

  it('has no link that leads to files of others, or to secrets of the release', async () => {
    const targets = [
      '/etc',
      '/etc/passwd',
      '/proc/self/environ',
      '/etc/testsite/htpasswd',
      '../.env',
      '../../../clone.git/HEAD',
    ]
    for (const [index, target] of targets.entries()) await asApp(`ln -s ${target} ${RELEASE}/public/link-${index}`)
    for (const index of targets.keys()) assert.notEqual(await statusOf(`/link-${index}`), 200, targets[index])
    assert.notEqual(await statusOf('/link-0/passwd'), 200)
  })

  const readWhile = async (script: string, path: string) => {
    await machine.exec(['tee', '/tmp/swap.py'], script)
    await asApp("bash -c 'setsid python3 /tmp/swap.py >/dev/null 2>&1 </dev/null & echo $! >/tmp/swap.pid'")
    const seen = new Set<string>()
    const visitors = Array.from({ length: 4 }, async () => {
      for (let request = 0; request < 250; request++) {
        const { status, text } = await visit(machine, path, { password: null, headers: { cookie } })
        seen.add(status === 200 ? text : String(status))
      }
    })
    await Promise.all(visitors)
    await asApp("bash -c 'kill $(cat /tmp/swap.pid)'")
    return [...seen].toSorted()
  }

  /** Both were seen, so it was swapped meanwhile. nginx looks at a file more than once: after the first look it's not there, or forbidden. */
  const assertOursOrRefused = (seen: string[]) => {
    assert.deepEqual(
      seen.filter((answer) => !['403', '404'].includes(answer)),
      ['Ours\n'],
    )
    assert.ok(seen.length > 1, 'no request was refused')
  }

  it('gives nothing away while a program swaps a link in it', async () => {
    await asApp(`bash -c 'echo Ours >${RELEASE}/public/ours.txt'`)
    const seen = await readWhile(swapping(`${RELEASE}/public/page.txt`, ['ours.txt', '/etc/passwd']), '/page.txt')
    assertOursOrRefused(seen)
  })

  it('gives nothing away while a program swaps itself', async () => {
    await asApp(`bash -c 'cd ${RELEASE} && mv public real && echo Ours >real/passwd'`)
    const seen = await readWhile(swapping(`${RELEASE}/public`, ['real', '/etc']), '/passwd')
    assertOursOrRefused(seen)
  })

  it('is looked for once more after the release command', async () => {
    for (const command of ['rm -r public && ln -s /etc public', 'mv public elsewhere']) {
      await repository.push({ Procfile: `release: ${command}\n` })
      const { result } = await machine.job('deploy')
      assert.ok(!result.ok)
      assert.equal(result.reason, 'document-root-missing')
    }
  })

  it('of a repository without programs has no link to what else the machine fetched', async () => {
    await repository.git('rm', '--quiet', 'Procfile')
    await repository.push({ 'public/page.txt': 'Ours' })
    const result = await setUp()
    assert.ok(result.ok, JSON.stringify(result))
    assert.equal((await visit(machine, '/page.txt')).text, 'Ours')
    await machine.sh(
      `cd ${RELEASE}/public && ln -s /srv/testsite/clone.git clone && ln -s ../.env env.txt && chown -h deploy:deploy clone env.txt`,
    )
    assert.notEqual(await statusOf('/clone/HEAD'), 200)
    assert.notEqual(await statusOf('/env.txt'), 200)
  })

  it('is that of the branch, though a deploy was cut off after its switch', async () => {
    const before = await repository.git('rev-parse', 'HEAD')
    await repository.push({ 'public/index.html': 'Figs' })
    assert.ok((await setUp()).ok)
    assert.equal((await visit(machine)).text, 'Figs')
    await machine.sh(`sed -i '1s/.*/${before}/' ${RELEASE}.served`)
    await repository.git('reset', '--quiet', '--hard', before)
    await repository.git('push', '--quiet', '--force', 'origin', 'HEAD')
    assert.ok((await setUp()).ok)
    assert.equal((await visit(machine)).text, 'Plums')
  })
})
