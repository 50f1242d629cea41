import assert from 'node:assert/strict'
import { pointerOf } from '../support/lfs-server.ts'
import { type MachineFixture, makeMachineFixture, type TestRepository } from './machine-fixture.ts'
import { runSetUp } from './run-set-up.ts'
import type { TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

const ATTRIBUTES = '*.png filter=lfs diff=lfs merge=lfs -text\n'

describe('what a commit only names', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.connectedMachine()
  })
  after(() => fixture.close())

  const setUp = async ({ cloneUrl }: TestRepository, changes = {}) => {
    const result = await runSetUp(machine, cloneUrl, changes)
    assert.ok(result.ok, JSON.stringify(result))
    return result
  }
  const failed = async () => {
    const { result } = await machine.job('deploy')
    assert.ok(!result.ok, JSON.stringify(result))
    return result
  }

  describe('files of Git LFS', () => {
    let repository: TestRepository
    before(async () => {
      repository = await fixture.repository('pictures', {
        'index.html': 'Pictures',
        '.gitattributes': ATTRIBUTES,
        '.lfsconfig': '[lfs]\n\turl = file:///etc\n\tfetchexclude = *\n',
        'about-lfs.txt': pointerOf('a text about pointers'),
        'img/plum 1.png': fixture.lfs.add('a plum'),
        'img/other.png': 'no pointer',
      })
      await setUp(repository)
    })

    it('are there in place of their pointers, with git-lfs installed for that', async () => {
      assert.equal((await visit(machine, '/img/plum%201.png')).text, 'a plum')
      assert.equal((await visit(machine, '/img/other.png')).text, 'no pointer')
      assert.equal((await visit(machine, '/about-lfs.txt')).text, pointerOf('a text about pointers'))
    })

    it('are asked for once', async () => {
      await repository.push({ 'index.html': 'More pictures' })
      const before = fixture.lfs.requests.length
      assert.ok((await machine.job('deploy')).result.ok)
      const asked = fixture.lfs.requests.slice(before).filter(({ path }) => !path.endsWith('/batch'))
      assert.deepEqual([asked, (await visit(machine, '/img/plum%201.png')).text], [[], 'a plum'])
    })

    it('that can be had nowhere fail the deploy, by name', async () => {
      await repository.push({ 'img/gone.png': pointerOf('never pushed'), 'index.html': 'Gone' })
      const { reason, permanent, log } = await failed()
      assert.deepEqual([reason, permanent], ['lfs-missing', true])
      assert.match(log, /Missing: img\/gone\.png/)
      assert.deepEqual(
        [(await visit(machine)).text, (await visit(machine, '/img/gone.png')).status],
        ['More pictures', 404],
      )
    })

    it('that want a password fail it, too', async () => {
      fixture.lfs.protect('Basic anything')
      await repository.push({ 'img/gone.png': fixture.lfs.add('a secret plum') })
      assert.equal((await failed()).reason, 'lfs-missing')
      fixture.lfs.protect(undefined)
      assert.ok((await machine.job('deploy')).result.ok)
      assert.equal((await visit(machine, '/img/gone.png')).text, 'a secret plum')
    })

    it('are tried again where the server does not answer', async () => {
      await repository.push({ '.lfsconfig': `[lfs]\n\turl = http://10.88.0.1:9/lfs\n`, 'new.png': pointerOf('new') })
      const { reason, permanent } = await failed()
      assert.deepEqual([reason, permanent], ['clone-failed', false])
    })

    it('are refused where they would take the disk', async () => {
      const huge = pointerOf('huge').replace(/size \d+/, 'size 99000000000')
      await repository.push({ 'new.png': huge })
      const { reason, log } = await failed()
      assert.equal(reason, 'lfs-missing')
      assert.match(log, /4000 MB at most/)
    })
  })

  describe('submodules', () => {
    let site: TestRepository
    const link = async (repository: TestRepository, path: string, commit: string) => {
      await repository.git('update-index', '--add', '--cacheinfo', `160000,${commit},${path}`)
      await repository.git('commit', '--quiet', '--message', `Add ${path}`)
      await repository.git('push', '--quiet', 'origin', 'HEAD')
    }
    const modules = (urls: Record<string, string>) =>
      Object.entries(urls)
        .map(
          ([path, url]) =>
            `[submodule "the ${path}"]\n\tpath = ${path}\n\turl = ${url}\n\tupdate = !touch /tmp/owned\n`,
        )
        .join('')
    before(async () => {
      const nested = await fixture.repository('nested', { 'deep.txt': 'deep' })
      const theme = await fixture.repository('theme', {
        'style.css': 'color: plum',
        'plum.png': fixture.lfs.add('a plum of the theme'),
        '.gitattributes': ATTRIBUTES,
        '.gitmodules': modules({ 'parts/nested': '../nested.git' }),
      })
      await link(theme, 'parts/nested', await nested.git('rev-parse', 'HEAD'))
      const pinned = await theme.git('rev-parse', 'HEAD')
      await theme.push({ 'style.css': 'color: pear' })
      const there = {
        'themes/plum': './../theme.git',
        gone: `${theme.cloneUrl}/gone`,
        extern: 'ext::sh -c touch% /tmp/owned',
        local: 'file:///srv/testsite/clone.git',
        option: '--upload-pack=touch /tmp/owned',
        'down/theme': theme.cloneUrl,
      }
      site = await fixture.repository('themed', {
        'index.html': 'Plums',
        '.gitmodules': modules({ ...there, unused: theme.cloneUrl }),
      })
      for (const path of Object.keys(there)) await link(site, path, pinned)
      await link(site, 'orphan', pinned)
      await setUp(site)
    })

    it('are there at the commits that were pinned, with theirs, and with files of Git LFS', async () => {
      const texts = ['style.css', 'parts/nested/deep.txt', 'plum.png'].map(
        async (name) => (await visit(machine, `/themes/plum/${name}`)).text,
      )
      assert.deepEqual(await Promise.all(texts), ['color: plum', 'deep', 'a plum of the theme'])
      assert.equal((await visit(machine, '/down/theme/style.css')).text, 'color: plum')
    })

    it('that can be had nowhere are named on the card, and stay empty', async () => {
      const { result } = await machine.job('status')
      const page = { status: 200, problem: 'submodule-missing', hint: 'extern, gone, local, option, orphan' }
      assert.deepEqual(result.ok && result.deploys?.[0]?.deploy?.page, page)
      const again = await setUp(site)
      assert.deepEqual([again.changed, again.deploy?.page], [[], page], 'also by a set-up that deploys nothing')
      assert.equal((await visit(machine, '/gone/')).status, 403)
      const owned = 'ls /tmp/owned /srv/testsite/releases/*/local/* 2>/dev/null || true'
      assert.equal(await machine.sh(owned), '')
    })

    it('that are missing are the reason, where the deploy fails without them', async () => {
      const result = await runSetUp(machine, site.cloneUrl, { documentRoot: 'gone/public' })
      assert.ok(!result.ok)
      assert.deepEqual([result.reason, result.permanent], ['submodule-missing', true])
      assert.match(result.log, /empty: extern, gone/)
    })

    it('are fetched once, and gone with the commit that named them', async () => {
      const fetched = () => machine.sh('stat -c "%i %Z" /srv/testsite/clone.git/modules/*/address')
      const before = await fetched()
      await link(site, 'another', await site.git('rev-parse', 'HEAD'))
      assert.ok((await machine.job('deploy')).result.ok)
      assert.equal((await visit(machine, '/themes/plum/style.css')).text, 'color: plum')
      assert.equal(await fetched(), before)
      // Adds what there is in the work tree, where no submodule is.
      await site.push({ 'own.txt': 'own', '.gitmodules': '' })
      const { result } = await machine.job('deploy')
      assert.ok(result.ok)
      assert.deepEqual(result.deploy?.page, { status: 200 })
      assert.equal((await visit(machine, '/themes/plum/style.css')).status, 404)
    })
  })
})
